/**
 * A list of messages, newest first, by filters that must all hold. Each is told anew from its lines, as `trace` does;
 * the lines that can begin the search are read a slice of time at a time, so that a page of the newest costs a page.
 */
import type { Fate, Journey, JourneyEvent, Seen } from '../journey/journey.ts';
import { journeys } from '../journey/journeys.ts';
import type { LineReader } from '../store/line-reader.ts';
import type { Span } from '../store/selection.ts';
import type { Store } from '../store/store.ts';
import { fateWitness } from './fate-witness.ts';
import { gather } from './gather.ts';
import { isAnnounced, matches } from './match.ts';
import type { Condition } from './query.ts';
import { seedsOf } from './seeds.ts';
import { seenOf } from './seen.ts';

export interface SearchFilters extends Span {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly client?: string;
  readonly fate?: Fate;
  /** Messages; all without it. */
  readonly limit?: number;
}

/** A message has about so many lines that can begin the search. */
const LINES_A_MESSAGE = 4;

export async function search(store: Store, filters: SearchFilters): Promise<readonly Journey[]> {
  const conditions = (['from', 'to', 'subject', 'client'] as const).flatMap((key): Condition[] =>
    filters[key] === undefined ? [] : [{ key, value: filters[key] }],
  );
  const { since, until, fate, limit = Number.POSITIVE_INFINITY } = filters;
  const seen = await seenOf(store);
  const found = new Map<string, Journey>();
  const everyone = filters.client !== undefined || fate === 'connection-lost';
  const fits = (j: Journey) =>
    matches(j, conditions) &&
    (everyone || isAnnounced(j)) &&
    (fate === undefined || j.recipients.some((r) => r.fate === fate)) &&
    (since === undefined || j.lastSeen >= since) &&
    (until === undefined || j.firstSeen < until);
  if (conditions.length > 0) {
    const reader = store.reader();
    const seeds = await seedsOf(store, reader, conditions, { since, until });
    for (const j of await told(reader, seeds, seen)) if (fits(j)) found.set(j.id, j);
  } else {
    /** Lines of messages that were told already. */
    const known = new Set<string>();
    for await (const lines of store.witnesses(fateWitness(fate), { since, until }, limit * LINES_A_MESSAGE)) {
      const seeds = lines.filter(({ id }) => !known.has(id));
      for (const j of seeds.length === 0 ? [] : await told(store.reader(), seeds, seen)) {
        for (const r of j.recipients) for (const e of r.evidence) known.add(e.id);
        if (fits(j)) found.set(j.id, j);
      }
      // What is still to come began before this slice's last line.
      const oldest = lines.at(-1)?.at ?? 0;
      let newer = 0;
      for (const j of found.values()) if (j.firstSeen >= oldest) newer++;
      if (newer >= limit) break;
    }
  }
  const sorted = [...found.values()].sort((a, b) => b.firstSeen - a.firstSeen);
  return sorted.slice(0, Math.min(limit, sorted.length));
}

async function told(reader: LineReader, seeds: readonly JourneyEvent[], seen: Seen): Promise<Journey[]> {
  const ids = new Set(seeds.map((e) => e.id));
  const all = journeys(await gather(reader, seeds), seen);
  return all.filter((j) => j.recipients.some((r) => r.evidence.some((e) => ids.has(e.id))));
}
