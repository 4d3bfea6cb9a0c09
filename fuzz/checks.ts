/**
 * What must hold for any line and any log: no reader throws, no byte is lost between line and row, the same line is
 * read the same twice and again from the store, no reader takes more than its share of time, and journeys can be told of any events. What a
 * line ought to mean is not known here; test/strangers.ts holds the readers to that.
 */
import { isDeepStrictEqual } from 'node:util';
import type { JourneyEvent, Seen } from '../src/journey/journey.ts';
import { journeys } from '../src/journey/journeys.ts';
import type { LogEvent } from '../src/programs/event.ts';
import { parse } from '../src/programs/parse.ts';
import { stated } from '../src/programs/stated.ts';
import { toRow } from '../src/store/row.ts';
import { RowWriter } from '../src/store/row-writer.ts';
import { understand } from '../src/store/understand.ts';
import { decode } from '../src/syslog/bytes.ts';
import { Framer } from '../src/syslog/framer.ts';

/** Names what is wrong, or nothing. */
export type Complaint = string | undefined;

const OPTIONS = { tz: 'UTC', year: 2026 };
const SEEN: Seen = { mailboxLines: true, mailLog: new Map([['mx1', { since: 0, copies: true }]]) };

/** Two that read the same lines, and one for those that are timed: a framer remembers the year and the host, and takes long to make. */
const framers = [new Framer(OPTIONS), new Framer(OPTIONS)] as const;
const timed = new Framer(OPTIONS);

function read(line: string, framer = new Framer(OPTIONS)) {
  const frame = framer.frame(line);
  const written = frame.written ?? line.replace(/\r$/, '');
  return { frame, written, event: parse(frame) };
}

export function checkLine(line: string): Complaint {
  return complaintOf(() => {
    const [one, two] = framers;
    const { frame, written, event } = read(line, one);
    const row = toRow(frame, event, written, event.at ?? 0, 0, 0);
    if (row.head + row.text !== written) return 'bytes are lost';
    const writer = new RowWriter(64);
    writer.add(row);
    writer.addKeys(event, row.at);
    JSON.stringify(stated(event, written));
    if (!isDeepStrictEqual(read(line, two).event, event)) return 'read twice, understood in two ways';
    const { at, head, text, pid, host, program } = row;
    const malformed = row.kind === 'malformed';
    const stored = understand({ id: '', at, seq: 0, host, program, pid, head, text, malformed });
    if (!isDeepStrictEqual(meaningOf(stored), meaningOf(event)))
      return 'means something else when it was stored';
    return undefined;
  });
}

/** Without what only the store or only the line has. */
function meaningOf(event: LogEvent): object {
  const { id: _i, seq: _s, written: _w, at: _a, host: _h, program: _p, ...meaning } = event as JourneyEvent;
  return meaning;
}

/** Milliseconds of a processor for 1 MB. Most lines take 1 to 70; a reader that is not linear takes minutes. */
const PATIENCE = 1_500;
/** Below this a machine that has other things to do shows as well. */
const SHORTEST = 100;

/** The best of three, since somebody else may use the machine. */
export function checkTime(line: string): Complaint {
  return complaintOf(() => {
    const allowed = Math.max(SHORTEST, (PATIENCE * line.length) / 2 ** 20);
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 3 && best > allowed; i++) {
      const from = process.cpuUsage();
      const { frame, written, event } = read(line, timed);
      toRow(frame, event, written, 0, 0, 0);
      new RowWriter(64).addKeys(event, 0);
      const { user, system } = process.cpuUsage(from);
      best = Math.min(best, (user + system) / 1000);
    }
    return best > allowed ? `took ${Math.round(best)} ms for ${line.length} bytes` : undefined;
  });
}

export function checkLog(lines: readonly string[]): Complaint {
  return complaintOf(() => {
    const framer = new Framer(OPTIONS);
    let last = 0;
    const events = lines.map((line, seq): JourneyEvent => {
      const event = parse(framer.frame(line));
      last = event.at ?? last;
      return { ...event, at: last, id: `line-${seq}`, seq, written: decode(line) };
    });
    for (const journey of journeys(events, SEEN))
      for (const { fate, certainty, evidence } of journey.recipients) {
        if (evidence.length === 0) return `says ${fate} without a line`;
        if (fate === 'unknown' && certainty !== 'unknown') return `is ${certainty} of an unknown fate`;
      }
    return undefined;
  });
}

function complaintOf(check: () => Complaint): Complaint {
  try {
    return check();
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
