/**
 * Amavis breaks a long line into several that begin with `...`; with many recipients the queue id and the Message-ID
 * stand on a later one. Joined, they are read once more as one line; the later lines stay as evidence.
 */
import { amavis, joinAmavis } from '../programs/amavis.ts';
import type { JourneyEvent } from './journey.ts';

/** `events` in the order of time; gives the same events, the first line of each broken one with all its fields. */
export function joinContinuations(events: readonly JourneyEvent[]): JourneyEvent[] {
  if (!events.some((e) => e.event === 'filter-detail' && e.action === 'continuation')) return [...events];
  const joined: JourneyEvent[] = [];
  const open = new Map<
    string,
    { readonly index: number; readonly first: JourneyEvent; readonly rests: string[] }
  >();
  for (const event of events) {
    const key = `${event.host}\0${event.pid}\0${event.session ?? ''}`;
    const begun = open.get(key);
    if (event.event === 'filter' && event.text.endsWith('...')) {
      open.set(key, { index: joined.length, first: event, rests: [] });
    } else if (event.event === 'filter-detail' && event.action === 'continuation' && begun !== undefined) {
      begun.rests.push(event.reason ?? '');
      const { first, rests, index } = begun;
      const fields = amavis(joinAmavis(first.text, rests), first);
      if (fields !== undefined) {
        joined[index] = { ...first, ...fields };
        joined.push({ ...event, queueId: fields.queueId });
        if (!event.text.endsWith('...')) open.delete(key);
        continue;
      }
    }
    joined.push(event);
  }
  return joined;
}
