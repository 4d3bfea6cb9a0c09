/**
 * One truth, however it is asked for: on the sample day a search by fate gives just the messages of that fate, the
 * newest are the newest, and a trace by queue id or Message-ID tells what the search told, line for line.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TraceAnswer } from '../src/ask/answer.ts';
import { search } from '../src/ask/search.ts';
import { trace } from '../src/ask/trace.ts';
import { importFiles } from '../src/intake/import-files.ts';
import { FATES, type Journey } from '../src/journey/journey.ts';
import { Store } from '../src/store/store.ts';

let store: Store;
let all: readonly Journey[];

/** One at a time, as the embedded engine wants it. */
async function opened(unread: boolean): Promise<Store> {
  const one = await Store.open({ unread });
  await importFiles(one, [join(import.meta.dirname, '..', 'sample', 'mail.log')], { tz: 'UTC', year: 2026 });
  return one;
}

beforeAll(async () => {
  store = await opened(false);
  all = await search(store, {});
});

afterAll(() => store.close());

const ids = (journeys: readonly Journey[]) => journeys.map(({ id }) => id).sort();

test('there are messages', () => expect(all.length).toBeGreaterThan(20));

describe('a search by fate misses none and gives no other', () => {
  test.each(FATES)('%s', async (fate) => {
    const wanted = all.filter((j) => j.recipients.some((r) => r.fate === fate));
    expect(ids(await search(store, { fate }))).toEqual(ids(wanted));
  });
});

test('the newest are the newest', async () => {
  const newest = await search(store, { limit: 5 });
  expect(newest.map((j) => j.firstSeen)).toEqual(all.slice(0, 5).map((j) => j.firstSeen));
});

test('a trace tells what the search told', async () => {
  for (const journey of all) {
    const [queueId] = journey.queueIds;
    const questions = [
      ...(queueId === undefined ? [] : [`queue:${queueId}`]),
      ...(journey.messageId?.startsWith('<') ? [`id:${JSON.stringify(journey.messageId)}`] : []),
    ];
    for (const question of questions) {
      const told = (await trace(store, question, {})).journeys;
      expect(
        told.find((j) => j.id === journey.id),
        question,
      ).toEqual(journey);
    }
  }
});

test('of near addresses the refused come first', async () => {
  const { absence } = await trace(store, 'to:jerr@corp.example', {});
  const misses = absence?.nearMisses ?? [];
  expect(misses.length).toBeLessThanOrEqual(5);
  expect(misses.map(({ address }) => address)).toContain('jerry@corp.example');
  expect(misses[0]).toMatchObject({ address: 'jery@corp.example', fate: 'rejected' });
});

test('a log that is not stored, whose text is only looked at, answers the same', async () => {
  const users = new Set(all.flatMap((j) => j.recipients.map(({ forwardPath }) => forwardPath ?? '')));
  const questions = [
    ...[...users].filter((user) => user !== '').map((user) => `to:${JSON.stringify(user)}`),
    ...all.flatMap(({ queueIds }) => queueIds.map((id) => `queue:${id}`)),
    ...all.flatMap(({ messageId }) => (messageId ? [`id:${JSON.stringify(messageId)}`] : [])),
    'to:jerr@corp.example',
    'from:nobody@nowhere.example',
    'from:<>',
    'subject:newsletter',
    'client:127.0.0.1',
    'user:jerry',
  ];
  const told: TraceAnswer[] = [];
  for (const question of questions) told.push(await trace(store, question, {}));
  await store.close();
  store = await opened(true);
  for (const [i, question] of questions.entries())
    expect(await trace(store, question, {}), question).toEqual(told[i]);
});
