/**
 * How the newest messages stand, for metrics: told anew at most once a minute, over a bounded number of messages, so that
 * asking costs little at any size. Not: statistics over a day.
 */
import { search } from '../ask/search.ts';
import type { Store } from '../store/store.ts';

const MESSAGES = 200;
/** Microseconds; the last minute is left out, since its messages are still on their way. */
const MINUTE = 60_000_000;
const SPAN = 15 * MINUTE;

export interface NewestFates {
  readonly counts: ReadonlyMap<string, number>;
  /** Seconds. */
  readonly window: number;
}

export function newestFates(store: Store): () => Promise<NewestFates> {
  let asked = 0;
  let answer: Promise<NewestFates> | undefined;
  return () => {
    const now = Date.now() * 1000;
    if (answer === undefined || now - asked > MINUTE) {
      asked = now;
      answer = count(store, now).catch(() => ({ counts: new Map(), window: 0 }));
    }
    return answer;
  };
}

async function count(store: Store, now: number): Promise<NewestFates> {
  const until = now - MINUTE;
  const since = until - SPAN;
  const journeys = await search(store, { since, until, limit: MESSAGES });
  const counts = new Map<string, number>();
  for (const { recipients } of journeys)
    for (const { fate } of recipients) counts.set(fate, (counts.get(fate) ?? 0) + 1);
  const oldest = journeys.length < MESSAGES ? since : Math.min(...journeys.map(({ firstSeen }) => firstSeen));
  return { counts, window: Math.round((until - Math.max(oldest, since)) / 1e6) };
}
