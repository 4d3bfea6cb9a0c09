/**
 * A list of messages, newest first, by filters that must all hold. Each is told anew from its lines, as `trace` does;
 * the lines that can begin the search are read a slice of time at a time, so that a page of the newest costs a page.
 */
import type { Fate, Journey, JourneyEvent, Seen } from '../journey/journey.ts';
import { journeys } from '../journey/journeys.ts';
import type { Span } from '../store/selection.ts';
import type { Store } from '../store/store.ts';
import { fateWitness } from './fate-witness.ts';
import { gather } from './gather.ts';
import { matches } from './match.ts';
import type { Condition } from './query.ts';
import { seedsOf } from './seeds.ts';
import { seenOf } from './seen.ts';
import { understand } from './understand.ts';

export interface SearchFilters extends Span {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly client?: string;
  readonly fate?: Fate;
  /** Messages; all without it. */
  readonly limit?: number;
}

/** Lines that begin the search in one slice. */
const SLICE = 1_000;

export async function search(store: Store, filters: SearchFilters): Promise<readonly Journey[]> {
  const conditions = (['from', 'to', 'subject', 'client'] as const).flatMap((key): Condition[] =>
    filters[key] === undefined ? [] : [{ key, value: filters[key] }],
  );
  const { since, until, fate, limit = Number.POSITIVE_INFINITY } = filters;
  const seen = await seenOf(store);
  const found = new Map<string, Journey>();
  const fits = (j: Journey) =>
    matches(j, conditions) &&
    (fate === undefined || j.recipients.some((r) => r.fate === fate)) &&
    (since === undefined || j.lastSeen >= since) &&
    (until === undefined || j.firstSeen < until);
  if (conditions.length > 0) {
    const seeds = await seedsOf(store, conditions, { since, until });
    for (const j of await told(store, seeds, seen)) if (fits(j)) found.set(j.id, j);
  } else {
    const { events, text } = fateWitness(fate);
    for await (const lines of store.newest({ events, text, since, until }, SLICE)) {
      for (const j of await told(store, lines.map(understand), seen)) if (fits(j)) found.set(j.id, j);
      if (found.size >= limit) break;
    }
  }
  const sorted = [...found.values()].sort((a, b) => b.firstSeen - a.firstSeen);
  return sorted.slice(0, Math.min(limit, sorted.length));
}

async function told(store: Store, seeds: readonly JourneyEvent[], seen: Seen): Promise<Journey[]> {
  const ids = new Set(seeds.map((e) => e.id));
  const all = journeys(await gather(store, seeds), seen);
  return all.filter((j) => j.recipients.some((r) => r.evidence.some((e) => ids.has(e.id))));
}
