/**
 * How the newest messages stand, for metrics: told anew at most once a minute and beside the question, over a bounded number of
 * messages, and less often where that takes long. Not: statistics over a day.
 */
import { search } from '../ask/search.ts';
import type { Store } from '../store/store.ts';

/** At first; more where that is quick. Where thousands of lines are written in a second, telling a hundred takes 300 MB. */
const LEAST = 25;
const MOST = 400;
/** Milliseconds. */
const QUICK = 500;
/** Milliseconds. */
const MINUTE = 60_000;
/** The last minute is left out, since its messages are still on their way. */
const SPAN = 15 * MINUTE;
/** Of all time at most a part of this many goes into it. */
const SHARE = 50;

export interface NewestFates {
  readonly counts: ReadonlyMap<string, number>;
  /** Seconds; 0 where nothing was counted yet. */
  readonly window: number;
}

/** Gives what was counted last, and begins to count again where that is old. */
export function newestFates(store: Store): () => NewestFates {
  let known: NewestFates = { counts: new Map(), window: 0 };
  let next = 0;
  let messages = LEAST;
  return () => {
    const now = Date.now();
    if (now >= next) {
      next = Number.POSITIVE_INFINITY;
      void count(store, now, messages)
        .then((counted) => {
          known = counted;
        })
        .catch(() => undefined)
        .then(() => {
          const took = Date.now() - now;
          next = now + Math.max(MINUTE, took * SHARE);
          messages = took < QUICK ? Math.min(messages * 2, MOST) : LEAST;
        });
    }
    return known;
  };
}

async function count(store: Store, now: number, messages: number): Promise<NewestFates> {
  const until = (now - MINUTE) * 1000;
  const since = until - SPAN * 1000;
  const journeys = await search(store, { since, until, limit: messages });
  const counts = new Map<string, number>();
  for (const { recipients } of journeys)
    for (const { fate } of recipients) counts.set(fate, (counts.get(fate) ?? 0) + 1);
  const oldest = journeys.length < messages ? since : Math.min(...journeys.map(({ firstSeen }) => firstSeen));
  return { counts, window: Math.ceil((until - Math.max(oldest, since)) / 1e6) };
}
