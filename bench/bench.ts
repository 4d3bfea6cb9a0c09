/**
 * `npm run bench`: how fast, how small, on a log of the bench's own making, beside what people use today, all in one
 * run on one machine. Prints JSON lines (names in CONTRACT's `npm run bench`), also into bench/results.json.
 * `--lines N` (10,000,000), `--quick` (1,000,000); `--growth` asks a store that grows from 1 to 10 to 50 million lines
 * instead (growth.ts), `--soak MINUTES` a server that follows a log meanwhile (soak.ts). Nothing runs beside what is measured.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { searchOf } from '../src/ask/logs.ts';
import { trace } from '../src/ask/trace.ts';
import { Store } from '../src/store/store.ts';
import { grepTwice, milliseconds, pflogsumm, shell } from './baselines.ts';
import { type Generated, generate } from './generate.ts';
import { measureGrowth } from './growth.ts';
import { measureParsing } from './parsing.ts';
import { measureSoak } from './soak.ts';
import { percentile, timesOf } from './timing.ts';

export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: { readonly name: string; readonly value: number };
  readonly lines: number;
  readonly note?: string;
}

const { values } = parseArgs({
  options: {
    lines: { type: 'string' },
    quick: { type: 'boolean', default: false },
    growth: { type: 'boolean', default: false },
    soak: { type: 'string' },
  },
});
const lines = Number(values.lines ?? (values.quick ? 1_000_000 : 10_000_000));
if (!Number.isInteger(lines) || lines < 1000) throw new Error('--lines needs a whole number from 1000 up');

const results: Result[] = [];
function say(name: string, value: number, unit: string, more: Partial<Result> = {}): void {
  const result = { name, value: Number(value.toPrecision(5)), unit, lines, ...more };
  results.push(result);
  console.log(JSON.stringify(result));
}

const folder = mkdtempSync(join(tmpdir(), 'waybill-bench-'));
try {
  if (values.soak !== undefined) await measureSoak(folder, Number(values.soak), say);
  else await (values.growth ? measureGrowth(folder, say) : measure());
  writeFileSync(
    new URL('../../bench/results.json', import.meta.url),
    `${JSON.stringify(results, null, 2)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(): Promise<void> {
  const log = join(folder, 'mail.log');
  const data = join(folder, 'data');
  const made = generate(log, lines);
  const sample = join(folder, 'first.log');
  const ofSample = Math.min(lines, 1_000_000);
  shell(`head -n ${ofSample} '${log}' > '${sample}'`);
  const summed = pflogsumm(sample, Math.min(lines, 200_000));
  say('parse', await measureParsing(log, made.year), 'lines/s/core', {
    note: `header, wording, keys, encoded row${summed === undefined ? '; pflogsumm is not installed' : ''}`,
    ...(summed === undefined ? {} : { baseline: { name: 'pflogsumm', value: summed } }),
  });

  const importer = new URL('./import-once.js', import.meta.url).pathname;
  const done = JSON.parse(
    execFileSync(process.execPath, [importer, data, log, `${made.year}`], { encoding: 'utf8' }),
  ) as { seconds: number; rss: number; added: number };
  if (done.added !== lines) throw new Error(`BUG: ${done.added} of ${lines} lines were stored`);
  say('import', lines / done.seconds, 'lines/s');
  say('import.rss', done.rss, 'MB', { note: 'peak resident memory of the process' });
  execFileSync('gzip', ['-6', '-k', log]);
  const stored = Number(execFileSync('du', ['-sb', data], { encoding: 'utf8' }).split('\t')[0]);
  say('disk', stored / lines, 'bytes/line', {
    baseline: { name: 'gzip -6', value: Number((statSync(`${log}.gz`).size / lines).toPrecision(5)) },
  });

  const id = made.messageIds[made.messageIds.length >> 1]!;
  const started = performance.now();
  const cold = spawnSync(process.execPath, ['dist/src/cli/main.js', 'trace', id, '--json', '--data', data]);
  if (cold.status === 0)
    say('cold', (performance.now() - started) / 1000, 's', {
      note: 'a new process opens the store and traces',
    });
  const first = made.messageIds[0]!;
  const byHand = grepTwice('grep', sample, first);
  const unstored = milliseconds(() =>
    spawnSync(process.execPath, ['dist/src/cli/main.js', 'trace', first, '--json', '--log', sample]),
  );
  say('trace.log-file', unstored / 1000, 's', {
    lines: ofSample,
    note: 'a new process reads a file that is not stored, and traces',
    baseline: { name: 'grep, two steps', value: Number((byHand / 1000).toPrecision(5)) },
  });
  await askStore(made, log, data);
}

async function askStore(made: Generated, log: string, data: string): Promise<void> {
  const store = await Store.open({ data });
  try {
    const { messageIds, queueIds, addresses } = made;
    const id = messageIds[messageIds.length >> 1]!;
    const byHand = grepTwice('grep', log, id);
    const byHandPacked = grepTwice('zgrep', `${log}.gz`, id);
    const note = `zgrep, two steps: ${byHandPacked.toFixed(0)} ms`;
    const grep = { name: 'grep, two steps', value: Number(byHand.toPrecision(5)) };
    await timed('trace.message-id', messageIds, { baseline: grep, note }, (each) => trace(store, each, {}));
    await timed('trace.queue-id', queueIds, { baseline: grep }, (each) => trace(store, `queue:${each}`, {}));
    await timed('trace.address-day', addresses, {}, ({ address, day }) =>
      trace(store, `to:${address}`, { since: day * 1000, until: (day + 86_400_000) * 1000 }),
    );
    const searches = addresses
      .slice(0, 20)
      .map(({ address }) => searchOf({ terms: `${address},stored mail into mailbox`, zone: 'UTC' }));
    const words = `grep -F '${addresses[0]!.address}' '${log}' | grep -F 'stored mail'`;
    const baseline = (command: string) => ({
      name: command.replace(words, 'grep | grep'),
      value: Number(milliseconds(() => shell(command)).toPrecision(5)),
    });
    await timed('logs.two-terms', searches, { baseline: baseline(`${words} | tail -25`) }, (each) =>
      store.newestLines(each, 25),
    );
    await timed('logs.count', searches, { baseline: baseline(`${words} | wc -l`) }, (each) =>
      store.countLines(each),
    );
  } finally {
    await store.close();
  }
}

async function timed<T>(
  name: string,
  questions: readonly T[],
  more: Partial<Result>,
  ask: (question: T) => Promise<unknown>,
): Promise<void> {
  const times = await timesOf(questions, ask);
  if (times.length === 0) return;
  say(name, percentile(times, 0.5), 'ms', { ...more, note: ['p50', more.note].filter(Boolean).join('; ') });
  say(name, percentile(times, 0.95), 'ms', { ...more, note: ['p95', more.note].filter(Boolean).join('; ') });
}
