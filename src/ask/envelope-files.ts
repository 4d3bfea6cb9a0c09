/** Queue files by who wrote to whom. */
import type { JourneyEvent } from '../journey/journey.ts';
import { ACCEPTED } from '../store/envelopes.ts';
import { ACCEPTING, eachAddress } from '../store/keys.ts';
import type { LineReader } from '../store/line-reader.ts';
import type { Envelope, Span } from '../store/selection.ts';

export interface QueueFile {
  readonly queueId: string;
  /** The first of these lines; microseconds since the epoch. */
  readonly at: number;
  readonly senders: readonly string[];
  readonly recipients: readonly string[];
}

/** Queue files of these envelopes, in the order of time. */
export async function filesOf(
  reader: LineReader,
  envelopes: readonly Envelope[],
  span: Span,
): Promise<QueueFile[]> {
  const delivered = await reader.events({
    keys: { acceptedEnvelopes: envelopes },
    events: ACCEPTED,
    ...span,
  });
  const queueIds = [...new Set(delivered.map(({ queueId }) => queueId).filter((id) => id !== undefined))];
  if (queueIds.length === 0) return [];
  const accepted = await reader.events({ keys: { queueIds }, events: ACCEPTING, ...span });
  return files([...delivered, ...accepted]).filter(({ senders, recipients }) =>
    envelopes.some(({ from, to }) => senders.includes(from) && recipients.includes(to)),
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
