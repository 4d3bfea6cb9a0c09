/**
 * Where did this message go? Finds the lines that a question can be about, gathers all that belongs to them, and lets
 * the journeys tell. Where nothing answers, says what was covered and what came near.
 */
import type { JourneyEvent } from '../journey/journey.ts';
import { journeys } from '../journey/journeys.ts';
import type { Store } from '../store/store.ts';
import { absence } from './absence.ts';
import type { Coverage, TraceAnswer } from './answer.ts';
import { gather } from './gather.ts';
import { matches } from './match.ts';
import { type Condition, readQuery } from './query.ts';
import { seedsOf } from './seeds.ts';
import { seenOf } from './seen.ts';

export interface TraceOptions {
  /** Microseconds since the epoch: messages that a line of this time speaks of. */
  readonly since?: number;
  readonly until?: number;
  /** Messages, newest first; all without it. */
  readonly limit?: number;
}

export async function trace(store: Store, query: string, options: TraceOptions): Promise<TraceAnswer> {
  const conditions = readQuery(query);
  const [coverage, seen, found] = await Promise.all([
    store.coverage(),
    seenOf(store),
    answer(store, conditions, options),
  ]);
  const told = journeys(found.events, seen).filter((j) => matches(j, conditions) && concerns(j, found.seeds));
  const limited = options.limit === undefined ? told : told.slice(0, options.limit);
  const nothing = told.length === 0 ? await absence(store, conditions, options, seen) : null;
  return { coverage: within(coverage, options), journeys: limited, absence: nothing };
}

/** What was looked at: not more than was asked for. */
function within(coverage: Coverage, { since, until }: TraceOptions): Coverage {
  const { from, to } = coverage;
  if (from === null || to === null) return coverage;
  const first = Math.max(from, since ?? from);
  const last = Math.min(to, until === undefined ? to : until - 1);
  return { ...coverage, from: first, to: Math.max(first, last) };
}

async function answer(store: Store, conditions: readonly Condition[], options: TraceOptions) {
  const reader = store.reader();
  const seeds = await seedsOf(store, reader, conditions, options);
  const events = await gather(reader, seeds);
  return { seeds: new Set(seeds.map((e) => e.id)), events };
}

/** Does one of the lines that were asked for speak of this message? */
function concerns(
  journey: { recipients: readonly { evidence: readonly JourneyEvent[] }[] },
  seeds: ReadonlySet<string>,
): boolean {
  return journey.recipients.some((r) => r.evidence.some((e) => seeds.has(e.id)));
}
