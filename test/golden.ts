/**
 * Golden journeys: each folder of `test/journeys` is a trouble in plain words. Its log goes through the real import
 * into a real store, is asked about, and the answer is compared with `expected.json`. Line ids are written as the
 * number of the line in its log, so that a person can check the answer. `npm run golden -- --update [NAME]` writes
 * the answers anew.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { readQuery } from '../src/ask/query.ts';
import { search } from '../src/ask/search.ts';
import { trace } from '../src/ask/trace.ts';
import { importFiles } from '../src/intake/import-files.ts';
import { Store } from '../src/store/store.ts';
import { decode, encode } from '../src/syslog/bytes.ts';
import { Framer } from '../src/syslog/framer.ts';
import type { Language } from '../src/words/language.ts';
import { traceJson } from '../src/words/trace-json.ts';

/** `options.json` of a journey. */
interface Options {
  /** One question or several. Without it: every message of the log. */
  readonly query?: string | readonly string[];
  readonly tz?: string;
  /** Year of the first line, for logs that do not say. */
  readonly year?: number;
  readonly lang?: Language;
}

// The same from the source and from the build.
export const root = fileURLToPath(
  new URL(import.meta.url.endsWith('.js') ? '../../' : '../', import.meta.url),
);
export const folder = join(root, 'test', 'journeys');

export const names = (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [])
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

export function expected(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name, 'expected.json'), 'utf8'));
}

/** The answer as it should stand in `expected.json`; `unread`: of a store that only looks at the text. */
export async function answer(name: string, unread = false): Promise<unknown> {
  const place = join(folder, name);
  const optionsFile = join(place, 'options.json');
  const options: Options = existsSync(optionsFile) ? JSON.parse(readFileSync(optionsFile, 'utf8')) : {};
  const { query, tz = 'UTC', year = 2026, lang: language = 'en' } = options;
  const logs = readdirSync(place)
    .filter((file) => /^input.*\.log$/.test(file))
    .sort()
    .map((file) => join(place, file));
  const store = await Store.open({ unread });
  try {
    await importFiles(store, logs, { tz, year });
    const tell = async (question: string) =>
      traceJson(await trace(store, question, {}), { language, tz }, readQuery(question));
    let told: unknown;
    if (query === undefined) {
      const journeys = await search(store, {});
      const coverage = await store.coverage();
      told = traceJson({ coverage, journeys, absence: null }, { language, tz });
    } else if (typeof query === 'string') told = await tell(query);
    else {
      const all: unknown[] = [];
      for (const question of query) all.push(await tell(question));
      told = all;
    }
    return readable(told, logs);
  } finally {
    await store.close();
  }
}

/** Is it asked one message at a time? */
export function isAsked(name: string): boolean {
  const options = join(folder, name, 'options.json');
  return existsSync(options) && JSON.parse(readFileSync(options, 'utf8')).query !== undefined;
}

/**
 * As a person checks it: lines by their number in the log, a stop in one string, without ids, and without the advice,
 * whose words are tested where they are written.
 */
function readable(told: unknown, logs: readonly string[]): unknown {
  const numbers = new Map<string, string[]>();
  for (const log of logs) {
    const prefix = logs.length === 1 ? '' : `${basename(log)}:`;
    const framer = new Framer({ tz: 'UTC' });
    readFileSync(log, 'utf8')
      .split('\n')
      .forEach((line, index) => {
        const text = line.startsWith('{') ? fromJson(line, framer) : line.replace(/\r$/, '');
        const number = `${prefix}${index + 1}`;
        const same = numbers.get(text);
        if (same === undefined) numbers.set(text, [number]);
        else same.push(number);
      });
  }
  const ids = new Map<string, string>();
  walk(told, (object) => {
    const { id, text } = object;
    if (typeof id !== 'string' || typeof text !== 'string' || ids.has(id)) return;
    const same = numbers.get(text) ?? [];
    // Of lines that read the same, evidence has the earlier first.
    ids.set(id, (same.length > 1 ? same.shift() : same[0]) ?? `not a line of the log: ${text}`);
  });
  const numberOf = (line: string | { readonly id: string }) =>
    ids.get(typeof line === 'string' ? line : line.id) ?? 'no such line';
  return JSON.parse(
    JSON.stringify(told, (key, value) => {
      if (key === 'id' || key === 'missing' || key === 'next') return undefined;
      if (key === 'evidence' && Array.isArray(value)) return ranges(value.map(numberOf));
      if (key === 'stops' && Array.isArray(value))
        return value.map(
          ({ at, host, program, stop, sentence, evidence }) =>
            `${at} ${host} ${program} ${stop}: ${sentence} [${ranges(evidence.map(numberOf))}]`,
        );
      return value;
    }),
  );
}

/** JSON of journald and Docker is stored as a person would read it. */
const fromJson = (line: string, framer: Framer): string => decode(framer.frame(encode(line)).written ?? line);

/** `1 2 3 7` as `1-3 7`. */
function ranges(numbers: readonly string[]): string {
  const told: string[] = [];
  for (let first = 0; first < numbers.length; ) {
    let last = first;
    while (Number(numbers[last + 1]) === Number(numbers[last]) + 1) last += 1;
    if (last - first > 1) told.push(`${numbers[first]}-${numbers[last]}`);
    else told.push(...numbers.slice(first, last + 1));
    first = last + 1;
  }
  return told.join(' ');
}

/** JSON, with what fits into a line on one line. */
function written(value: unknown, indent = ''): string {
  const short = JSON.stringify(value, null, 1).replace(/\n */g, ' ');
  if (typeof value !== 'object' || value === null) return short;
  if (short.length + indent.length < 110 && !/"(?:stops|sentence)"/.test(short)) return short;
  const deeper = `${indent}  `;
  const inner = Array.isArray(value)
    ? value.map((item) => deeper + written(item, deeper))
    : Object.entries(value).map(([key, item]) => `${deeper}${JSON.stringify(key)}: ${written(item, deeper)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${inner.join(',\n')}\n${indent}${close}`;
}

function walk(value: unknown, visit: (object: Record<string, unknown>) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) visit(value as Record<string, unknown>);
  for (const inner of Object.values(value)) walk(inner, visit);
}

async function main(): Promise<number> {
  const update = argv.includes('--update');
  const wanted = argv.slice(2).filter((word) => !word.startsWith('--'));
  let wrong = 0;
  for (const name of wanted.length > 0 ? wanted : names) {
    const told = `${written(await answer(name))}\n`;
    const file = join(folder, name, 'expected.json');
    const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    if (told === before) continue;
    if (update) writeFileSync(file, told);
    else wrong += 1;
    console.log(`${name}: ${before === undefined ? 'new' : 'different'}${update ? ', written' : ''}`);
  }
  return wrong === 0 ? 0 : 1;
}

if (argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main();
