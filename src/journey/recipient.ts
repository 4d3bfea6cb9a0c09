/** What is told of one recipient: fate, certainty, what is missing, the way, and the lines that prove it. */
import { addressKey } from '../mail/identity.ts';
import type { Arrivals } from './arrivals.ts';
import type { Boxes } from './boxes.ts';
import { expanded } from './delivered.ts';
import type { Draft } from './draft.ts';
import type { Entry } from './entry.ts';
import type { Certainty, JourneyEvent, Missing, Recipient, Seen } from './journey.ts';
import type { Leg } from './leg.ts';
import type { MailStore } from './mail-store.ts';
import type { Message } from './message.ts';
import type { Outcome } from './outcome.ts';
import { disposed, inQueue, lost, refused } from './refused.ts';
import { timeline } from './stops.ts';
import { stored } from './stored.ts';

export interface Telling {
  readonly boxes: Boxes;
  readonly store: MailStore;
  readonly arrivals: Arrivals;
  readonly seen: Seen;
  /** Lines that name no queue id but this Message-ID: of programs that this one does not know, and of filters. */
  readonly besides: ReadonlyMap<string, readonly JourneyEvent[]>;
}

/** Lines beside a message are written within this time of its own; microseconds. */
const BESIDE = 60_000_000;

/** `drafts`: of all recipients of the same message. */
export function recipientOf(d: Draft, drafts: readonly Draft[], telling: Telling): Recipient {
  const { boxes, store, arrivals, seen } = telling;
  const { message, entry, handed, delivery } = d;
  const copies = delivery === null ? [] : (boxes.copies.get(delivery) ?? []);
  const actions = delivery === null ? [] : (boxes.actions.get(delivery) ?? []);
  const missing = new Set<Missing>(handed?.missing ?? []);
  let certainty: Certainty = handed?.likely ? 'likely' : 'proved';
  let outcome: Outcome | undefined = handed;
  if (handed?.toStore !== undefined && handed.fate !== 'unknown') {
    const kept = stored(entry, handed, d.lines, copies, actions, store, seen);
    for (const m of kept.missing) missing.add(m);
    if (kept.likely) certainty = 'likely';
    if (delivery !== null && boxes.unclear.has(delivery)) {
      certainty = 'likely';
      missing.add('shared-message-id');
    }
    outcome = kept;
  }
  outcome ??= other(message, entry);
  const legs = neverAccepted(d) ? [] : path(message, handed?.leg);
  const told = timeline(message, entry, originsOf(d, drafts), legs, d.lines, actions, store, arrivals);
  const evidence = new Map(told.evidence.map((e) => [e.id, e]));
  for (const e of outcome?.decided ?? []) evidence.set(e.id, e);
  for (const e of beside(d, telling)) evidence.set(e.id, e);
  // Nothing was decided and no stop told: what there is of its queue files.
  if (evidence.size === 0) for (const e of message.legs.flatMap((leg) => leg.events)) evidence.set(e.id, e);
  const root = legs[0];
  const refusedOnly = root !== undefined && !root.active && entry.refusals.length > 0;
  if (root !== undefined && !root.opened && root.messageId === undefined && !refusedOnly)
    missing.add('no-arrival');
  if (outcome === undefined || outcome.fate === 'unknown') {
    certainty = 'unknown';
    missing.add('no-end');
  }
  return {
    forwardPath: entry.forwardPath,
    originalRecipient: entry.originalRecipient,
    fate: outcome?.fate ?? 'unknown',
    at: outcome?.at ?? message.first,
    detail: withForwards(entry, outcome),
    certainty,
    missing: [...missing],
    stops: told.stops,
    evidence: [...evidence.values()].sort((a, b) => a.at - b.at || a.seq - b.seq),
  };
}

function beside({ message }: Draft, { besides }: Telling): readonly JourneyEvent[] {
  const lines = message.messageId === null ? undefined : besides.get(message.messageId);
  if (lines === undefined || message.legs.length === 0) return [];
  const last = message.legs.reduce((latest, leg) => Math.max(latest, leg.last), 0);
  return lines.filter((e) => e.at >= message.first - BESIDE && e.at <= last + BESIDE);
}

/** Refused beside others: the queue file that the others went into did not carry this copy. */
function neverAccepted({ message, entry, handed }: Draft): boolean {
  const others = message.legs[0]?.active ?? false;
  const own = handed !== undefined || entry.forwards.length > 0;
  return others && !own && entry.refusals.some((r) => r.kind !== 'held' && r.kind !== 'discarded');
}

/** The recipients that this one's copy came from, nearest first. */
function originsOf(d: Draft, drafts: readonly Draft[]): Draft[] {
  const origins: Draft[] = [];
  for (let from = d.entry.originalRecipient; from !== null; ) {
    const key = addressKey(from);
    const origin = drafts.find(
      (o) => o.entry.forwardPath !== null && addressKey(o.entry.forwardPath) === key,
    );
    if (origin === undefined || origin === d || origins.includes(origin)) break;
    origins.push(origin);
    from = origin.entry.originalRecipient;
  }
  return origins;
}

function withForwards(entry: Entry, outcome: Outcome | undefined): Recipient['detail'] {
  const detail = outcome?.detail ?? {};
  if (entry.forwards.length === 0 || detail.forwardedTo !== undefined) return detail;
  return { ...detail, forwardedTo: entry.forwards.map((f) => f.to) };
}

/** A recipient without delivery lines. */
function other(message: Message, entry: Entry): Outcome | undefined {
  const root = message.legs[0];
  if (entry.forwards.length > 0 && root !== undefined) return expanded(entry, root, []);
  const waiting = root === undefined ? undefined : inQueueOf(message);
  if (waiting?.fate === 'removed') return waiting;
  const held = disposed(entry);
  if (held !== undefined && (waiting === undefined || waiting.at < held.at || held.fate === 'discarded'))
    return held;
  const refusal = refused(entry.refusals);
  if (refusal !== undefined && refusal.fate === 'held' && root !== undefined) {
    return waiting ?? { ...refusal, detail: { ...refusal.detail, queueId: root.queueId } };
  }
  const gone = lost(message);
  if (refusal !== undefined && (gone === undefined || gone.at < refusal.at)) return refusal;
  return gone ?? waiting;
}

function inQueueOf(message: Message): Outcome | undefined {
  let last: Outcome | undefined;
  for (const leg of message.legs) {
    const state = inQueue(leg);
    if (state !== undefined && (last === undefined || state.at >= last.at)) last = state;
  }
  return last;
}

function path(message: Message, leg: Leg | undefined): Leg[] {
  const legs: Leg[] = [];
  for (let l: Leg | undefined = leg ?? message.legs[0]; l !== undefined; l = message.links.parent(l)?.from)
    legs.unshift(l);
  return legs;
}
