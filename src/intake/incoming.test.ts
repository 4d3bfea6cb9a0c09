import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Store } from '../store/store.ts';
import { Incoming } from './incoming.ts';
import { IntakeQueue } from './intake-queue.ts';

let folder: string;
let store: Store;
let queue: IntakeQueue;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-incoming-'));
  store = await Store.open({ data: join(folder, 'data') });
  queue = new IntakeQueue(store);
});
afterEach(async () => {
  await queue.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const line = (i: number) =>
  `2026-07-03T10:00:${String(i % 60).padStart(2, '0')}Z mx1 postfix/qmgr[9]: A${String(i).padStart(6, '0')}: removed\n`;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => line(from + i)).join('');
const stored = async () =>
  (await store.lines({ all: true })).map(({ text }) => Number(text.slice(1, 7))).sort((a, b) => a - b);
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

async function started(): Promise<Incoming> {
  const incoming = new Incoming(queue, { name: 'syslog', folder: join(folder, 'incoming') });
  await incoming.start(await store.positions());
  return incoming;
}

async function until(count: number): Promise<void> {
  for (let i = 0; i < 1000 && (await stored()).length < count; i++) await sleep(50);
}

it('what is written is stored, and read on after a restart', async () => {
  let incoming = await started();
  await incoming.write(Buffer.from(lines(0, 100)));
  await until(100);
  await incoming.write(Buffer.from(lines(100, 150)));
  await incoming.stop();
  incoming = await started();
  await incoming.write(Buffer.from(lines(150, 200)));
  await until(200);
  expect(await stored()).toEqual(numbers(200));
  await incoming.stop();
});

it('what a power cut took is passed over, and what lies behind it is read', async () => {
  const places = join(folder, 'incoming');
  mkdirSync(places, { recursive: true });
  const half = lines(0, 11);
  writeFileSync(join(places, '0000000000000000.log'), half.slice(0, -20));
  writeFileSync(join(places, '0000000000005000.log'), lines(11, 20));
  const incoming = await started();
  await until(20);
  // The half line is stored as what it is.
  const all = await store.lines({ all: true });
  expect(all).toHaveLength(20);
  expect(all.filter(({ text }) => text.endsWith(': removed'))).toHaveLength(19);
  await incoming.write(Buffer.from(lines(20, 25)));
  await until(25);
  expect(await store.lines({ all: true })).toHaveLength(25);
  await incoming.stop();
});

it('files that are read are removed', { timeout: 120_000 }, async () => {
  const incoming = await started();
  const piece = Buffer.from(
    Array.from({ length: 9000 }, (_, i) =>
      line(i).replace('10:00', `1${i % 10}:${String((i >> 4) % 60).padStart(2, '0')}`),
    ).join(''),
  );
  for (let i = 0; i < 200; i++) await incoming.write(piece);
  for (let i = 0; i < 600 && (await incoming.state()).behind > 0; i++) await sleep(100);
  await queue.settled();
  await sleep(200);
  expect(readdirSync(join(folder, 'incoming')).length).toBeLessThan(7);
  await incoming.stop();
});
