/**
 * A leg's lines by what is asked of them for each recipient, so that a message to thousands costs thousands of steps and
 * not their square. Made once a leg is complete.
 */
import { addressKey } from '../mail/identity.ts';
import type { JourneyEvent } from './journey.ts';
import type { Leg } from './leg.ts';
import { list } from './message-legs.ts';

interface LegIndex {
  /** Delivery lines by recipient, and by original recipient. */
  readonly to: ReadonlyMap<string, readonly JourneyEvent[]>;
  readonly original: ReadonlyMap<string, readonly JourneyEvent[]>;
  readonly others: readonly JourneyEvent[];
  readonly ids: ReadonlySet<string>;
}

const known = new WeakMap<Leg, LegIndex>();

function indexOf(leg: Leg): LegIndex {
  const index = known.get(leg);
  if (index !== undefined) return index;
  const to = new Map<string, JourneyEvent[]>();
  const original = new Map<string, JourneyEvent[]>();
  for (const e of leg.deliveries) {
    for (const address of list(e.forwardPath)) add(to, address, e);
    if (e.originalRecipient !== undefined) add(original, e.originalRecipient, e);
  }
  const others = leg.events.filter((e) => e.event !== 'delivery');
  const made = { to, original, others, ids: new Set(leg.events.map((e) => e.id)) };
  known.set(leg, made);
  return made;
}

function add(map: Map<string, JourneyEvent[]>, address: string, event: JourneyEvent): void {
  const key = addressKey(address);
  const same = map.get(key);
  if (same === undefined) map.set(key, [event]);
  else same.push(event);
}

/**
 * Delivery lines to one of these addresses, and those of what `original` was expanded to (all as addressKey has them), in
 * the order of time.
 */
export function deliveriesTo(
  leg: Leg,
  addresses: ReadonlySet<string>,
  original: string | undefined,
): JourneyEvent[] {
  const index = indexOf(leg);
  const found = new Set<JourneyEvent>();
  for (const address of addresses) for (const e of index.to.get(address) ?? []) found.add(e);
  for (const e of original === undefined ? [] : (index.original.get(original) ?? [])) found.add(e);
  return [...found].sort((a, b) => a.at - b.at || a.seq - b.seq);
}

/** Every line that is no delivery. */
export function otherLines(leg: Leg): readonly JourneyEvent[] {
  return indexOf(leg).others;
}

export function holds(leg: Leg, event: JourneyEvent): boolean {
  return indexOf(leg).ids.has(event.id);
}
