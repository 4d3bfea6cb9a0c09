/**
 * Nothing was found: what came near. A refused address one letter off, a sender's domain one letter off, an attempt that
 * was put off. Says only what the lines say; that a message was never sent cannot be seen here.
 */
import type { Fate, JourneyEvent, Recipient, Seen } from '../journey/journey.ts';
import { journeys } from '../journey/journeys.ts';
import { addressKey } from '../mail/identity.ts';
import type { EventName } from '../programs/event.ts';
import { ACCEPTED } from '../store/envelopes.ts';
import { TRIES } from '../store/keys.ts';
import type { LineReader } from '../store/line-reader.ts';
import type { Keys, Span } from '../store/selection.ts';
import type { Store } from '../store/store.ts';
import type { Absence, AbsenceAdvice, NearMiss } from './answer.ts';
import { filesOf } from './envelope-files.ts';
import { gather } from './gather.ts';
import { isNear } from './near.ts';
import type { Condition } from './query.ts';

/** At most this many near misses are told; more help nobody on the phone. */
const MOST = 5;
/** So many of them may be of one address, where there are others. */
const MOST_OF_ONE = 2;
/** The newest lines of near addresses that are looked at, of tries and of accepted messages. */
const LINES = 20;
const NOT_ACCEPTED: readonly Fate[] = ['rejected', 'greylisted', 'temporarily-refused', 'connection-lost'];

export async function absence(
  store: Store,
  conditions: readonly Condition[],
  span: Span,
  seen: Seen,
): Promise<Absence> {
  const asked = conditions.filter(
    (c) => (c.key === 'from' || c.key === 'to' || c.key === 'any') && c.value.includes('@'),
  );
  const misses: NearMiss[] = [];
  if (asked.length > 0) {
    const known = await store.addresses(span);
    for (const condition of asked) {
      const other = asked.find((c) => c !== condition);
      misses.push(...(await nearMisses(store, condition, other, known, span, seen)));
    }
  }
  const sorted = bestFirst(misses);
  return { conclusion: 'not-seen', nearMisses: sorted, next: advice(conditions, sorted) };
}

async function nearMisses(
  store: Store,
  { key, value }: Condition,
  other: Condition | undefined,
  known: readonly string[],
  span: Span,
  seen: Seen,
): Promise<NearMiss[]> {
  const near = nearOf(value, known);
  const others = other === undefined ? undefined : [...nearOf(other.value, known), bare(other.value)];
  // Both ends as they were asked for would be no absence; one of them may be.
  const candidates = new Set(other === undefined ? near : [...near, bare(value)]);
  if (candidates.size === 0) return [];
  const reader = store.reader();
  const seeds = await newest(store, reader, key, [...candidates], others, span);
  const told = journeys(await gather(reader, seeds), seen);
  return told.flatMap(({ reversePath, recipients }) =>
    recipients.flatMap((r) => {
      const from = addressKey(reversePath ?? '');
      const to = addressKey(r.forwardPath ?? '');
      const ends =
        key === 'to'
          ? [[to, from]]
          : key === 'from'
            ? [[from, to]]
            : [
                [to, from],
                [from, to],
              ];
      const end = ends.find(([one = '', two = '']) => candidates.has(one) && (others?.includes(two) ?? true));
      return end === undefined ? [] : [nearMiss(end[0] as string, value, r)];
    }),
  );
}

/** The newest tries first of all; of accepted messages some of the newest. */
async function newest(
  store: Store,
  reader: LineReader,
  key: Condition['key'],
  candidates: readonly string[],
  others: readonly string[] | undefined,
  span: Span,
): Promise<JourneyEvent[]> {
  const near: Keys[] = [{ addresses: candidates }];
  if (others !== undefined) near.push({ addresses: others });
  const first = (events: readonly EventName[]) => store.newest(near, events, span, LINES);
  const lines = [await first(TRIES)];
  if (others === undefined) lines.push(await first(ACCEPTED));
  else {
    const [senders, recipients] = key === 'from' ? [candidates, others] : [others, candidates];
    const envelopes = senders.flatMap((from) => recipients.map((to) => ({ from, to })));
    const files = await filesOf(reader, envelopes, span);
    const queueIds = files.slice(-LINES).map(({ queueId }) => queueId);
    if (queueIds.length > 0) lines.push(await reader.events({ keys: { queueIds }, ...span }));
  }
  return lines.flat();
}

function nearOf(value: string, known: readonly string[]): string[] {
  const address = bare(value);
  return known.filter((a) => a !== address && isNear(a, address));
}

function bare(value: string): string {
  return addressKey(value.startsWith('<') && value.endsWith('>') ? value.slice(1, -1) : value);
}

function nearMiss(address: string, asked: string, r: Recipient): NearMiss {
  return { address, asked, fate: r.fate, at: r.at, evidence: r.evidence };
}

/** What was refused or put off comes before what went to somebody else; the newest first. */
function bestFirst(misses: readonly NearMiss[]): NearMiss[] {
  const accepted = ({ fate }: NearMiss) => (NOT_ACCEPTED.includes(fate) ? 0 : 1);
  const sorted = [...misses].sort((a, b) => accepted(a) - accepted(b) || b.at - a.at);
  const counts = new Map<string, number>();
  const ranked = sorted.map((miss) => {
    const count = counts.get(miss.address) ?? 0;
    counts.set(miss.address, count + 1);
    return { miss, beyond: count < MOST_OF_ONE ? 0 : 1 };
  });
  return ranked
    .sort((a, b) => a.beyond - b.beyond)
    .slice(0, MOST)
    .map(({ miss }) => miss);
}

function advice(conditions: readonly Condition[], nearMisses: readonly NearMiss[]): AbsenceAdvice[] {
  const next: AbsenceAdvice[] = [];
  if (nearMisses.length > 0) next.push('look-at-near-misses');
  if (conditions.some((c) => c.key === 'id' || c.key === 'any')) next.push('check-message-id');
  if (conditions.some((c) => c.key === 'from' || c.key === 'to' || c.key === 'any'))
    next.push('check-address');
  next.push('check-covered-time', 'check-other-hosts', 'ask-sender-for-notice');
  return next;
}
