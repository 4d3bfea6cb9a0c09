/**
 * Nothing was found: what came near. A refused address one letter off, a sender's domain one letter off, an attempt that
 * was put off. Says only what the lines say; that a message was never sent cannot be seen here.
 */
import type { Fate, JourneyEvent, Seen } from '../journey/journey.ts';
import { journeys } from '../journey/journeys.ts';
import { addressKey } from '../mail/identity.ts';
import type { Span } from '../store/selection.ts';
import type { Store } from '../store/store.ts';
import { encode } from '../syslog/bytes.ts';
import type { Absence, AbsenceAdvice, NearMiss } from './answer.ts';
import { gather } from './gather.ts';
import { isNear } from './near.ts';
import type { Condition } from './query.ts';
import { understand } from './understand.ts';

/** At most this many near misses are told; more help nobody on the phone. */
const MOST = 5;

export async function absence(
  store: Store,
  conditions: readonly Condition[],
  span: Span,
  seen: Seen,
): Promise<Absence> {
  const asked = conditions.filter(
    (c) => (c.key === 'from' || c.key === 'to' || c.key === 'any') && c.value.includes('@'),
  );
  const nearMisses: NearMiss[] = [];
  for (const { key, value } of asked) {
    const address = addressKey(value.startsWith('<') && value.endsWith('>') ? value.slice(1, -1) : value);
    const others = conditions
      .filter((c) => c.key !== key && (c.key === 'from' || c.key === 'to'))
      .map((c) => addressKey(c.value));
    const near = (await store.addresses(span)).filter((a) => a !== address && isNear(a, address));
    if (others.length > 0 && (await store.addresses(span)).includes(address)) near.push(address);
    for (const candidate of near.slice(0, 50)) {
      const seeds = (await store.lines({ keys: { addresses: [encode(candidate)] }, ...span })).map(
        understand,
      );
      const told = journeys(await gather(store, seeds), seen);
      for (const journey of told) {
        const sender = addressKey(journey.reversePath ?? '');
        for (const r of journey.recipients) {
          const to = addressKey(r.forwardPath ?? '');
          if (sender !== candidate && to !== candidate) continue;
          const other = sender === candidate ? to : sender;
          if (others.length > 0 && !others.some((o) => o === other || isNear(o, other))) continue;
          nearMisses.push(nearMiss(candidate, value, r));
        }
      }
    }
  }
  const sorted = nearMisses.sort((a, b) => b.at - a.at).slice(0, MOST);
  return { conclusion: 'not-seen', nearMisses: sorted, next: advice(conditions, sorted) };
}

function nearMiss(
  address: string,
  asked: string,
  r: { fate: Fate; at: number; evidence: readonly JourneyEvent[] },
): NearMiss {
  return { address, asked, fate: r.fate, at: r.at, evidence: r.evidence };
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
