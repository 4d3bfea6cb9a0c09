/**
 * One truth, however it is asked for: on the sample day a search by fate gives just the messages of that fate, the
 * newest are the newest, and a trace by queue id or Message-ID tells what the search told, line for line.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { search } from '../src/ask/search.ts';
import { trace } from '../src/ask/trace.ts';
import { importFiles } from '../src/intake/import-files.ts';
import { FATES, type Journey } from '../src/journey/journey.ts';
import { Store } from '../src/store/store.ts';

let store: Store;
let all: readonly Journey[];

beforeAll(async () => {
  store = await Store.open({});
  await importFiles(store, [join(import.meta.dirname, '..', 'sample', 'mail.log')], {
    tz: 'UTC',
    year: 2026,
  });
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
