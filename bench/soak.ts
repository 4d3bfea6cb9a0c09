/**
 * `npm run bench -- --soak MINUTES`: a running server that follows a log of 2,000 lines a second, with questions beside it. How much
 * memory and processor it takes, how soon a line is found, how long questions take meanwhile. Lines are the generator's,
 * dated with the time at which they are written.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createReadStream, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { findLines } from '../src/ask/logs.ts';
import { trace } from '../src/ask/trace.ts';
import { Store } from '../src/store/store.ts';
import type { Result } from './bench.ts';
import { generate } from './generate.ts';
import { percentile } from './timing.ts';

const RATE = 2000;
/** Milliseconds between two pieces that are written. */
const TICK = 100;
/** `Jun  1 00:00:05` */
const DATE = 15;

export async function measureSoak(
  folder: string,
  minutes: number,
  say: (name: string, value: number, unit: string, more: Partial<Result>) => void,
): Promise<void> {
  const lines = RATE * 60 * minutes;
  const source = join(folder, 'source.log');
  const log = join(folder, 'mail.log');
  const data = join(folder, 'data');
  generate(source, lines);
  const file = openSync(log, 'a');
  const server = await started(log, data);
  const times = new Map<string, number[]>();
  const took = (name: string, milliseconds: number) => {
    const known = times.get(name);
    if (known === undefined) times.set(name, [milliseconds]);
    else known.push(milliseconds);
  };
  const ids: string[] = [];
  let done = false;
  let peak = 0;
  try {
    const writing = write(source, file, ids).finally(() => {
      done = true;
    });
    const store = await connected(data);
    const questions = ask(store, ids, took, () => done);
    const watching = (async () => {
      for (; !done; await sleep(1000)) peak = Math.max(peak, resident(server));
    })();
    const freshness = fresh(data, log, took);
    await Promise.all([writing, questions, watching]);
    await freshness.terminate();
    const note = `${minutes} minutes at ${RATE} lines/s`;
    say('serve.rss', peak, 'MB', { lines, note: `highest resident memory, ${note}` });
    say('serve.processor', (processorSeconds(server) / (minutes * 60)) * 100, '% of a core', { lines, note });
    for (const [name, all] of times) {
      const sorted = all.toSorted((a, b) => a - b);
      for (const part of [0.5, 0.95, 1])
        say(`serve.${name}`, percentile(sorted, part), 'ms', {
          lines,
          note: `p${part * 100} of ${all.length}, ${note}`,
        });
    }
    const stored = (await store.coverage()).lines;
    say('serve.lines', stored, 'lines', { lines, note: 'stored at the end, markers included' });
    await store.close();
  } finally {
    const ended = once(server, 'exit');
    server.kill();
    await ended;
    closeSync(file);
  }
}

async function started(log: string, data: string): Promise<ChildProcess> {
  const command = [
    'dist/src/cli/main.js',
    'serve',
    '--data',
    data,
    '--follow',
    log,
    '--listen',
    '127.0.0.1:0',
  ];
  return spawn(process.execPath, command, { stdio: ['ignore', 'inherit', 'ignore'] });
}

async function connected(data: string): Promise<Store> {
  for (;;) {
    const store = await Store.ofServer(data);
    if (store !== undefined) return store;
    await sleep(100);
  }
}

/** Keeps up with the clock: a piece that was late is followed by a larger one. */
async function write(source: string, file: number, ids: string[]): Promise<void> {
  const begun = performance.now();
  let written = 0;
  let piece = '';
  for await (const line of createInterface({ input: createReadStream(source, 'latin1') })) {
    piece += `${new Date().toISOString()}${line.slice(DATE)}\n`;
    written++;
    const id = / message-id=(<[^>]+>)$/.exec(line)?.[1];
    if (id !== undefined && written % 50 === 0) ids.push(id);
    if (written % ((RATE * TICK) / 1000) !== 0) continue;
    writeSync(file, piece, null, 'latin1');
    piece = '';
    const ahead = (written / RATE) * 1000 - (performance.now() - begun);
    if (ahead > 0) await sleep(ahead);
  }
  writeSync(file, piece, null, 'latin1');
}

/** A question of each kind every two seconds. */
async function ask(
  store: Store,
  ids: readonly string[],
  took: (name: string, milliseconds: number) => void,
  isOver: () => boolean,
): Promise<void> {
  const timed = async (name: string, work: () => Promise<unknown>) => {
    const from = performance.now();
    await work();
    took(name, performance.now() - from);
  };
  for (let i = 0; !isOver(); i++, await sleep(2000)) {
    const id = ids[Math.floor(ids.length * ((i * 0.61803) % 1))];
    if (id === undefined) continue;
    await timed('trace', () => trace(store, id, {}));
    await timed('logs', () => findLines(store, { terms: 'removed,qmgr', zone: 'UTC' }, 1, 25));
    await timed('coverage', () => store.coverage());
  }
}

/** From the writing of a line until somebody finds it; in a thread of its own, since questions keep this one busy. */
function fresh(data: string, log: string, took: (name: string, milliseconds: number) => void): Worker {
  const worker = new Worker(new URL('./freshness.js', import.meta.url), { workerData: { data, log } });
  worker.on('message', (milliseconds: number) => took('freshness', milliseconds));
  return worker;
}

function resident({ pid }: ChildProcess): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000;
}

/** Linux counts a hundredth of a second (USER_HZ). */
function processorSeconds({ pid }: ChildProcess): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
