/** Queue files by who wrote to whom: no line of a queue file names both, so each end is asked for by itself. */
import type { JourneyEvent } from '../journey/journey.ts';
import type { EventName } from '../programs/event.ts';
import { ACCEPTING, eachAddress } from '../store/keys.ts';
import type { LineReader } from '../store/line-reader.ts';
import type { Span } from '../store/selection.ts';

/** Lines of accepted messages that name a recipient. */
export const ACCEPTED: readonly EventName[] = ['delivery', 'filter', 'header-check'];

/** Addresses as addressKey has them; '' is the null sender. */
export interface Ends extends Span {
  readonly senders: readonly string[];
  readonly recipients: readonly string[];
}

export interface QueueFile {
  readonly queueId: string;
  /** The first of these lines; microseconds since the epoch. */
  readonly at: number;
  readonly senders: readonly string[];
  readonly recipients: readonly string[];
}

/** Queue files that went from one of these senders to one of these recipients, in the order of time. */
export async function queueFilesBetween(reader: LineReader, ends: Ends): Promise<QueueFile[]> {
  const { senders, recipients, ...span } = ends;
  const from = { keys: { addresses: senders }, events: ACCEPTING, ...span };
  const to = { keys: { addresses: recipients }, events: ACCEPTED, ...span };
  // A stranger comes seldom, and our own users stand in every part of the log; of the null sender it is the other way round.
  const { rarer, events: some } = await reader.rarer(from, to);
  const queueIds = [...new Set(some.map(({ queueId }) => queueId).filter((id) => id !== undefined))];
  if (queueIds.length === 0) return [];
  const others = await reader.events({
    keys: { queueIds },
    events: (rarer === from ? to : from).events,
    ...span,
  });
  return files([...some, ...others]).filter(
    (file) => meet(file.senders, senders) && meet(file.recipients, recipients),
  );
}

function files(events: readonly JourneyEvent[]): QueueFile[] {
  const found = new Map<
    string,
    { queueId: string; at: number; senders: Set<string>; recipients: Set<string> }
  >();
  for (const e of events) {
    if (e.queueId === undefined) continue;
    const key = `${e.host}\0${e.queueId}`;
    let file = found.get(key);
    if (file === undefined) {
      file = { queueId: e.queueId, at: e.at, senders: new Set(), recipients: new Set() };
      found.set(key, file);
    }
    const { senders, recipients } = file;
    file.at = Math.min(file.at, e.at);
    const accepting = ACCEPTING.includes(e.event);
    if (accepting && e.reversePath === '') senders.add('');
    eachAddress(e, (address) => (accepting ? senders : recipients).add(address));
  }
  return [...found.values()]
    .map((file) => ({ ...file, senders: [...file.senders], recipients: [...file.recipients] }))
    .sort((a, b) => a.at - b.at);
}

function meet(some: readonly string[], others: readonly string[]): boolean {
  return some.some((one) => others.includes(one));
}
