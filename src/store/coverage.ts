/**
 * What the stored lines cover: from when to when, whose, and where a program that otherwise talks fell silent. Read from
 * counts by hour that the table keeps beside its lines (PROJECTION by_hour), so it costs milliseconds at any size.
 */
import { familyOf } from '../programs/family.ts';
import type { Engine } from './engine.ts';

/** Microseconds since the epoch. */
export interface StoredGap {
  readonly from: number;
  readonly to: number;
  readonly host: string;
  readonly program: string;
}

export interface StoredCoverage {
  /** Of lines that name their host or program; null where there is none. */
  readonly from: number | null;
  readonly to: number | null;
  /** All of them, the unreadable ones as well. */
  readonly lines: number;
  readonly hosts: readonly string[];
  /** Families: `postfix` for all daemons and instances of it. */
  readonly programs: readonly string[];
  readonly gaps: readonly StoredGap[];
}

interface Hour {
  first: number;
  last: number;
  lines: number;
}

const HOUR = 3_600_000_000;

export async function coverage(engine: Engine): Promise<StoredCoverage> {
  const answer = await engine.text(
    `SELECT hex(host), hex(program), toUnixTimestamp64Micro(first), toUnixTimestamp64Micro(last), lines FROM (
       SELECT toStartOfHour(at) AS hour, host, program, count() AS lines, min(at) AS first, max(at) AS last
       FROM lines GROUP BY hour, host, program) ORDER BY hour FORMAT TSV`,
  );
  const busy = new Map<string, { host: string; program: string; hours: Hour[] }>();
  let from: number | null = null;
  let to: number | null = null;
  let lines = 0;
  for (const row of answer === '' ? [] : answer.split('\n')) {
    const [hexHost = '', hexProgram = '', first = '', last = '', count = ''] = row.split('\t');
    const hour = { first: Number(first), last: Number(last), lines: Number(count) };
    lines += Number(count);
    const host = unhex(hexHost);
    const program = familyOf(unhex(hexProgram));
    // A line that says neither has only the time of the file or of the line before it: it proves no coverage.
    if (host === '' && program === '') continue;
    from = Math.min(from ?? hour.first, hour.first);
    to = Math.max(to ?? hour.last, hour.last);
    const key = `${host}\0${program}`;
    const known = busy.get(key);
    if (known === undefined) busy.set(key, { host, program, hours: [hour] });
    else addHour(known.hours, hour);
  }
  const all = [...busy.values()];
  return {
    from,
    to,
    lines,
    hosts: names(all.map(({ host }) => host)),
    programs: names(all.map(({ program }) => program)),
    gaps: all.flatMap(({ host, program, hours }) =>
      silences(hours).map((gap) => ({ ...gap, host, program })),
    ),
  };
}

/** Lines a second, over an hour or what there is of one. */
const CROWD = 100;

/** Was there an hour in which so much was written that the seconds around a line hold thousands of others? */
export async function isCrowded(engine: Engine): Promise<boolean> {
  const answer = await engine.text(
    `SELECT max(lines / greatest(60, dateDiff('second', first, last))) >= ${CROWD} FROM (
       SELECT toStartOfHour(at) AS hour, count() AS lines, min(at) AS first, max(at) AS last FROM lines GROUP BY hour)
     FORMAT TSV`,
  );
  return answer === '1';
}

/** Several programs of one family write within the same hour: hours come in order, so only the last can be met again. */
function addHour(hours: Hour[], hour: Hour): void {
  const before = hours[hours.length - 1]!;
  if (Math.floor(before.first / HOUR) !== Math.floor(hour.first / HOUR)) hours.push(hour);
  else {
    before.first = Math.min(before.first, hour.first);
    before.last = Math.max(before.last, hour.last);
    before.lines += hour.lines;
  }
}

/**
 * A silence is a gap when it is longer than an hour and more than twice as long as the silence that comes every other
 * day: a small server's nights are no gaps. Not seen: silences at the beginning or the end of the records.
 */
function silences(hours: readonly Hour[]): { from: number; to: number }[] {
  const pauses = hours.slice(1).map((hour, i) => ({ from: hours[i]!.last, to: hour.first }));
  // With one silence there is no other to compare it with: between busy hours it is a gap.
  if (pauses.length < 2)
    return pauses.filter(({ from, to }, i) => to - from > HOUR && isBusy(hours[i]!) && isBusy(hours[i + 1]!));
  const lengths = pauses.map(({ from, to }) => to - from).sort((a, b) => b - a);
  const days = (hours[hours.length - 1]!.last - hours[0]!.first) / (24 * HOUR);
  const usual = lengths[Math.min(lengths.length - 1, Math.max(1, Math.ceil(days / 2)))]!;
  return pauses.filter(({ from, to }) => to - from > HOUR && to - from > 2 * usual);
}

/** A line every few minutes. */
function isBusy({ lines }: Hour): boolean {
  return lines >= 20;
}

function names(values: readonly string[]): string[] {
  return [...new Set(values)].filter((name) => name !== '').sort();
}

function unhex(hex: string): string {
  return Buffer.from(hex, 'hex').toString('latin1');
}
