/**
 * The timeline of one recipient: what happened on the way, each stop with the lines that prove it. Decides nothing;
 * the fate has been decided from the same lines.
 */
import { addressKey } from '../mail/identity.ts';
import type { Arrivals } from './arrivals.ts';
import { envelopeKey, type Refusal } from './attempt.ts';
import type { Action } from './copy.ts';
import type { Entry } from './entry.ts';
import type { JourneyEvent } from './journey.ts';
import type { Leg } from './leg.ts';
import { holds } from './leg-index.ts';
import type { MailStore } from './mail-store.ts';
import { mailboxStops, sieveStop } from './mailbox-stops.ts';
import type { Message } from './message.ts';
import { list } from './message-legs.ts';
import { senderStops } from './sender-checks.ts';
import { Timeline, type Told } from './timeline.ts';
import { filterStop, legStops } from './transport-stops.ts';

const REFUSAL_STOP = {
  rejected: 'refused',
  discarded: 'discarded',
  held: 'held',
  filtered: 'blocked',
  greylisted: 'greylisted',
  'temporarily-refused': 'temporarily-refused',
} as const;

/** A greylister's pass and the acceptance are written within this time; microseconds. */
const PASS_TIME = 60_000_000;

/** `path`: the legs that carried this recipient's copy, first to last; empty for one that was never accepted. */
export function timeline(
  message: Message,
  entry: Entry,
  /** The recipients that this one's copy came from, nearest first, with what the mail store wrote of theirs. */
  origins: readonly { readonly entry: Entry; readonly lines: readonly JourneyEvent[] }[],
  path: readonly Leg[],
  storeLines: readonly JourneyEvent[],
  actions: readonly Action[],
  store: MailStore,
  arrivals: Arrivals,
): Told {
  const t = new Timeline();
  arrived(t, message, entry, path, arrivals);
  const own = [entry, ...origins.map((o) => o.entry)];
  const addresses = new Set(own.flatMap((e) => (e.forwardPath === null ? [] : [addressKey(e.forwardPath)])));
  const sent = origins.flatMap((o) => o.lines).filter((e) => forwards(e, entry));
  path.forEach((leg, i) => {
    const kind = message.links.parent(leg)?.kind;
    if (kind === 'redirect') for (const e of sent) sieveStop(t, e);
    const before = i === path.length - 1 && actions.length === 0 ? refusedBy(storeLines) : [];
    legStops(t, { message, leg, first: i === 0, entry, addresses, before }, arrivals);
    for (const refusal of entry.refusals) if (holds(leg, refusal.event)) refusalStop(t, refusal);
  });
  expansions(t, entry, path);
  const told = new Set(actions.length === 0 ? refusedBy(storeLines) : []);
  mailboxStops(
    t,
    storeLines.filter((e) => !told.has(e)),
    actions,
    store,
  );
  return t.told();
}

function isTo(address: string, { forwardPath }: Entry): boolean {
  return forwardPath !== null && addressKey(address) === addressKey(forwardPath);
}

function refusalStop(t: Timeline, { event, kind, verdict }: Refusal): void {
  const { stage, reply, enhancedStatusCode, client, list: named } = event;
  const reason = verdict?.reason ?? event.reason;
  const { quarantineId } = verdict ?? {};
  const detail = { stage, reply, enhancedStatusCode, reason, client, list: named, quarantineId };
  t.add(REFUSAL_STOP[kind], event, detail, ...(verdict === undefined ? [] : [verdict]));
}

/** The store's own words on a copy that it did not take. */
function refusedBy(lines: readonly JourneyEvent[]): readonly JourneyEvent[] {
  return lines.filter((e) => e.event === 'quota' || e.action === 'error');
}

/** Aliases that were expanded behind a filter: the lines are on a queue file that never names this address otherwise. */
function expansions(t: Timeline, entry: Entry, path: readonly Leg[]): void {
  const behind = entry.forwards.filter((f) => f.by === 'alias' && !path.some((leg) => holds(leg, f.event)));
  const [first, ...more] = behind.map((f) => f.event);
  if (first !== undefined)
    t.add('expanded', first, { by: 'alias', forwardedTo: behind.map((f) => f.to) }, ...more);
}

/** Is this Sieve's line that sent the copy on to this recipient? */
function forwards(e: JourneyEvent, entry: Entry): boolean {
  if (e.event !== 'sieve' || e.action !== 'forwarded' || entry.forwardPath === null) return false;
  const to = addressKey(entry.forwardPath);
  return list(e.forwardPath).some((a) => addressKey(a) === to);
}

function arrived(
  t: Timeline,
  message: Message,
  entry: Entry,
  path: readonly Leg[],
  arrivals: Arrivals,
): void {
  const failed = new Set(message.failedLegs);
  for (const refusal of entry.refusals) {
    for (const leg of message.legs) if (holds(leg, refusal.event)) failed.add(leg);
    // What a queue file's own lines say is told with them.
    if (path.some((leg) => holds(leg, refusal.event))) continue;
    const own = message.failedLegs.find((leg) => holds(leg, refusal.event));
    if (own !== undefined) senderStops(t, own, arrivals.spf);
    for (const e of own?.events ?? []) if (e.event === 'filter') filterStop(t, e);
    refusalStop(t, refusal);
  }
  for (const { event, stage, leg } of message.lost)
    t.add('connection-lost', event, { stage, client: event.client ?? leg?.client ?? undefined });
  for (const leg of failed) {
    if (path.includes(leg)) continue;
    // Of a message that was accepted for others only what led to this refusal.
    const mine = message.failedLegs.includes(leg)
      ? leg.events
      : leg.events.filter((e) => e.event === 'client' || e.event === 'arrival');
    t.line(...mine.filter((e) => e.event !== 'delivery'), ...(arrivals.sessionOf.get(leg) ?? []));
  }
  for (const attempt of message.attempts) {
    const mine = attempt.refusals.some((r) => r.forwardPath === null || isTo(r.forwardPath, entry));
    if (mine)
      t.line(
        ...attempt.events.filter((e) => e.event !== 'reject' && e.event !== 'access'),
        ...attempt.session,
      );
  }
  const root = message.legs[0];
  if (entry.forwardPath === null || root === undefined) return;
  for (const e of arrivals.greylisting.get(envelopeKey(message.reversePath, entry.forwardPath)) ?? []) {
    if (e.action === 'pass' && Math.abs(e.at - root.first) < PASS_TIME) t.line(e);
  }
}
