/**
 * `npm run corpora -- DIR`: how much of other people's logs is understood. Prints the share of recognized lines by
 * program, and the wordings that are not known by how often they occur. Exits 1 where a program stays below its bar.
 * Recognized is what a reader has a name for; a catch-all that reads nothing of the line counts as unrecognized.
 * What was lost when other people's logs were made fit to be shown is put back where it is certain (amavis-halves.ts).
 * Of Exim's own test suite the placeholders are undone, and what its configurations are known to write is set aside.
 * Not: whether the fields are right (the tests beside the readers), nor lines without a program in their header.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { batches, forEachLine } from '../src/intake/line-splitter.ts';
import { openLog } from '../src/intake/open-log.ts';
import type { LogEvent } from '../src/programs/event.ts';
import { parse } from '../src/programs/parse.ts';
import { Framer } from '../src/syslog/framer.ts';
import { halvesOf } from './amavis-halves.ts';
import { isOfConfiguration, testOf, unscrub } from './exim-suite.ts';
import { familyOf } from './family.ts';
import { wordingOf } from './wording.ts';

/** Percent. */
const BARS: Readonly<Record<string, number>> = {
  postfix: 99.5,
  dovecot: 99.5,
  amavis: 99.5,
  opendkim: 99.5,
  postgrey: 99.5,
  exim: 98,
  sendmail: 98,
};
/** What lies beside the logs: descriptions and expectations. */
const NO_LOGS = /\.(?:json|assert|ya?ml|ini|tsv|md|rb\.txt|metrics)$|(?:^|\/)(?:README|LICENSE|COPYING)/;

/** Events that readers also make of what they have no name for. Then nothing of the line is in them but these fields. */
const CATCH_ALLS: ReadonlySet<string> = new Set(['session', 'filter-detail', 'warning', 'other']);
const OF_ANY_LINE: ReadonlySet<string> = new Set([
  ...['kind', 'event', 'at', 'host', 'program', 'pid', 'text'],
  ...['queueId', 'session', 'user', 'reason'],
]);
/** Of a warning, `action` is only how grave it is. */
const LEVELS: ReadonlySet<string> = new Set(['warning', 'error', 'fatal', 'panic', 'info']);

interface Tally {
  lines: number;
  recognized: number;
  /** Lines that only a catch-all took. */
  caught: number;
  /** Wording -> how often, and a line that has it. */
  readonly unknown: Map<string, { count: number; readonly example: string }>;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    program: { type: 'string' },
    top: { type: 'string', default: '20' },
    examples: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (folder === undefined || positionals.length > 1)
  throw new Error('usage: npm run corpora -- DIR [--program NAME] [--top N] [--examples]');
const tallies = new Map<string, Tally>();
let headless = 0;
/** No wording of a program's: neither recognized nor unrecognized. */
let setAside = 0;

for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (entry.isFile() && !NO_LOGS.test(path)) await readLog(path);
}
print();

async function readLog(path: string): Promise<void> {
  const framer = new Framer({ tz: 'UTC' });
  const test = testOf(path);
  const restored = halvesOf(path);
  for await (const batch of batches(openLog(path).bytes))
    forEachLine(batch.toString('latin1'), (line) => {
      const event = parse(framer.frame(test === undefined ? restored(line) : unscrub(line)));
      if (test !== undefined && event.program !== '' && isOfConfiguration(test, event.text)) setAside++;
      else count(event);
    });
}

function count(event: LogEvent): void {
  if (event.program === '') {
    headless++;
    return;
  }
  const family = familyOf(event.program);
  const tally = tallies.get(family) ?? { lines: 0, recognized: 0, caught: 0, unknown: new Map() };
  tallies.set(family, tally);
  tally.lines++;
  if (isRecognized(event)) {
    tally.recognized++;
    return;
  }
  if (event.kind === 'event') tally.caught++;
  const wording = `${event.program}: ${wordingOf(event.text)}`;
  const known = tally.unknown.get(wording);
  if (known === undefined) tally.unknown.set(wording, { count: 1, example: event.text });
  else known.count++;
}

function isRecognized(event: LogEvent): boolean {
  if (event.kind !== 'event') return false;
  if (!CATCH_ALLS.has(event.event)) return true;
  return Object.entries(event).some(
    ([field, value]) =>
      value !== undefined && !OF_ANY_LINE.has(field) && !(field === 'action' && LEVELS.has(String(value))),
  );
}

function print(): void {
  const families = [...tallies].sort(([, a], [, b]) => b.lines - a.lines);
  let low = false;
  for (const [family, { lines, recognized, caught }] of families) {
    const share = (100 * recognized) / lines;
    const bar = BARS[family];
    const isLow = bar !== undefined && share < bar;
    low ||= isLow;
    const verdict = bar === undefined ? '' : isLow ? `, below ${bar} %` : ', enough';
    const counts = `${recognized} of ${lines}, ${caught} more by a catch-all`;
    console.log(`${share.toFixed(2).padStart(6)} %  ${family}${verdict} (${counts})`);
  }
  console.log(`${headless} lines without a program in their header`);
  console.log(
    `${setAside} lines set aside: words that configurations of Exim's test suite write (logwrite), which are no wording of Exim's`,
  );
  for (const [family, { unknown }] of families) {
    if (unknown.size === 0 || !(values.program === undefined ? family in BARS : values.program === family))
      continue;
    console.log(`\n${family}: ${unknown.size} wordings are not recognized`);
    const most = [...unknown].sort(([, a], [, b]) => b.count - a.count).slice(0, Number(values.top));
    for (const [wording, { count, example }] of most) {
      console.log(`${String(count).padStart(7)}  ${wording.slice(0, 200)}`);
      if (values.examples) console.log(`         e.g. ${example.slice(0, 300)}`);
    }
  }
  process.exitCode = low ? 1 : 0;
}
