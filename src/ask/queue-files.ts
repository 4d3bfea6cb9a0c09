/**
 * The queue files that followed lines belong to, whole, and those that they were handed over to or came from. A short
 * queue id names other messages at other times: only the life of the queue file that a followed line lies in counts.
 */
import type { JourneyEvent } from '../journey/journey.ts';
import { type Leg, Legs } from '../journey/leg.ts';
import { MessageLegs } from '../journey/message-legs.ts';

/** Adds to `followed` what these queue files have among `sorted`, and gives what is new. */
export function withWholeLives(sorted: readonly JourneyEvent[], followed: Set<string>): JourneyEvent[] {
  const legs = new Legs();
  legs.take(sorted);
  const links = new MessageLegs(legs);
  const reached = new Set<Leg>();
  const added: JourneyEvent[] = [];
  const open = legs.all.filter((leg) => leg.events.some((e) => followed.has(e.id)));
  for (let leg = open.pop(); leg !== undefined; leg = open.pop()) {
    if (reached.has(leg)) continue;
    reached.add(leg);
    for (const e of leg.events) {
      if (followed.has(e.id)) continue;
      followed.add(e.id);
      added.push(e);
    }
    for (const link of links.children(leg)) open.push(link.to);
    const parent = links.parent(leg);
    if (parent !== undefined) open.push(parent.from);
  }
  return added;
}
