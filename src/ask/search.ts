/** A list of messages, newest first, by filters that must all hold. */
import type { Fate, Journey } from '../journey/journey.ts';
import { journeys } from '../journey/journeys.ts';
import type { Span } from '../store/selection.ts';
import type { Store } from '../store/store.ts';
import { Gathering } from './gather.ts';
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

/** What begins a message or an attempt. */
const BEGINNINGS = [
  'client',
  'pickup',
  'message-id',
  'reject',
  'greylist',
  'postscreen',
  'access',
  'delivery',
  'save',
  'expunge',
  'copy',
  'delete',
];

export async function search(store: Store, filters: SearchFilters): Promise<readonly Journey[]> {
  const conditions = (['from', 'to', 'subject', 'client'] as const).flatMap((key): Condition[] =>
    filters[key] === undefined ? [] : [{ key, value: filters[key] }],
  );
  const { since, until } = filters;
  const seeds =
    conditions.length > 0
      ? await seedsOf(store, conditions, { since, until })
      : (await store.lines({ events: BEGINNINGS, since, until })).map(understand);
  const events = await new Gathering(store).follow(seeds);
  const found = journeys(events, await seenOf(store)).filter(
    (j) =>
      matches(j, conditions) &&
      (filters.fate === undefined || j.recipients.some((r) => r.fate === filters.fate)) &&
      (since === undefined || j.lastSeen >= since) &&
      (until === undefined || j.firstSeen < until),
  );
  return filters.limit === undefined ? found : found.slice(0, filters.limit);
}
