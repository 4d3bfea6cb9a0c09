/**
 * From events to journeys: a pure function. The same lines give the same journeys, in whatever order they came to be
 * known, so a journey can be computed again whenever a line is added. `events` must hold every line of the messages
 * that are to be told; lines of others do no harm.
 */
import { addressKey, sameMessageId, usersOf } from '../mail/identity.ts';
import type { Client } from '../programs/event.ts';
import { type Arrivals, arrivals as findArrivals } from './arrivals.ts';
import { joinContinuations } from './continuation.ts';
import { type Delivered, delivered, expanded } from './delivered.ts';
import { Entries, type Entry } from './entry.ts';
import type { Certainty, Journey, JourneyEvent, Missing, Recipient, Seen } from './journey.ts';
import { linkLateLegs } from './late-legs.ts';
import { type Leg, Legs } from './leg.ts';
import { MailStore } from './mail-store.ts';
import { type Action, type Copy, type Delivery, Mailboxes } from './mailbox.ts';
import type { Message } from './message.ts';
import { MessageLegs } from './message-legs.ts';
import { Messages } from './messages.ts';
import { disposed, inQueue, lost, type Outcome, refused } from './refused.ts';
import { timeline } from './stops.ts';
import { stored } from './stored.ts';
import { withoutArrival } from './without-arrival.ts';

interface Draft {
  readonly message: Message;
  readonly entry: Entry;
  readonly handed: Delivered | undefined;
  readonly delivery: Delivery | null;
  readonly lines: readonly JourneyEvent[];
}

/** Gives journeys newest first. */
export function journeys(events: readonly JourneyEvent[], seen: Seen): Journey[] {
  const all = joinContinuations([...events].sort((a, b) => a.at - b.at || a.seq - b.seq));
  const legs = new Legs();
  legs.take(all);
  const links = new MessageLegs(legs);
  const store = new MailStore(all);
  linkLateLegs(all, legs, links, store);
  const arrivals = findArrivals(all, legs);
  const messages = new Messages(legs, links, arrivals);
  const releases = all.filter((e) => e.event === 'filter' && e.action === 'released');
  for (const m of messages.all) m.releases = releases;
  const drafts = messages.all.map((m) => draft(m, store));
  const boxes = mailboxes(drafts.flat(), store);
  const told = messages.all.map((m, i) => journey(m, drafts[i]!, boxes, store, arrivals, seen));
  const orphans = withoutArrival(boxes.loose, store);
  return [...told, ...orphans].sort((a, b) => b.firstSeen - a.firstSeen);
}

function draft(message: Message, store: MailStore): Draft[] {
  const entries = new Entries(message);
  const drafts: Draft[] = [];
  for (const entry of entries.all()) {
    const handed = delivered(message, entry);
    let delivery: Delivery | null = null;
    let lines: readonly JourneyEvent[] = [];
    if (handed?.toStore !== undefined && entry.forwardPath !== null) {
      const { session, event, direct } = handed.toStore;
      const messageId = handed.leg.messageId || message.messageId;
      if (!direct) lines = store.deliveryLines(session, messageId, entry.forwardPath, event);
      const user = lines.find((e) => e.user !== undefined)?.user ?? null;
      delivery = {
        forwardPath: entry.forwardPath,
        user,
        session,
        host: event.host,
        direct: direct ?? false,
        messageId,
        at: event.at,
        mailbox: placeOf(lines),
      };
      for (const e of lines) {
        if (e.event !== 'sieve' || e.action !== 'forwarded') continue;
        for (const to of [e.forwardPath].flat())
          if (to !== undefined) entries.forward(entry.forwardPath, to, 'sieve', e);
      }
    }
    const refusedByStore = handed?.fate === 'deferred' || handed?.fate === 'bounced';
    if (refusedByStore && entry.forwardPath !== null) {
      const last = entry.deliveries.at(-1)?.event;
      if (last?.program.endsWith('/lmtp'))
        lines = store.deliveryLines(null, message.messageId, entry.forwardPath, last);
    }
    drafts.push({ message, entry, handed, delivery, lines });
  }
  for (const entry of entries.all()) {
    if (!drafts.some((d) => d.entry === entry)) {
      drafts.push({ message, entry, handed: delivered(message, entry), delivery: null, lines: [] });
    }
  }
  return drafts;
}

/** Where the delivery agent says that it put the copy. */
function placeOf(lines: readonly JourneyEvent[]): string | null {
  const put = lines.find(
    (e) => e.mailbox !== undefined && (e.event === 'save' || e.action === 'stored' || e.action === 'kept'),
  );
  return put?.mailbox ?? null;
}

interface Boxes {
  readonly copies: ReadonlyMap<Delivery, Copy[]>;
  readonly actions: ReadonlyMap<Delivery, Action[]>;
  /** Deliveries under one Message-ID whose copies no line tells apart. */
  readonly unclear: ReadonlySet<Delivery>;
  /** Users' lines of messages whose arrival no line shows. */
  readonly loose: readonly JourneyEvent[];
}

function mailboxes(drafts: readonly Draft[], store: MailStore): Boxes {
  const copies = new Map<Delivery, Copy[]>();
  const actions = new Map<Delivery, Action[]>();
  const loose: JourneyEvent[] = [];
  const unclear = new Set<Delivery>();
  const deliveries = drafts.flatMap((d) => (d.delivery === null ? [] : [d.delivery]));
  const byUser = new Map<string, Delivery[]>();
  for (const d of deliveries) {
    for (const user of d.user !== null ? [addressKey(d.user)] : usersOf(d.forwardPath)) {
      byUser.set(user, [...(byUser.get(user) ?? []), d]);
    }
  }
  for (const user of store.users()) {
    // Without a session only the host says that this user's mailbox is the one.
    const mine = (byUser.get(user) ?? []).filter((d) => d.session !== null || store.isOn(user, d.host));
    const events = store.mailboxEvents(user);
    const boxes = new Mailboxes(user, events, mine);
    for (const copy of boxes.copies)
      if (copy.owner !== null) copies.set(copy.owner, [...(copies.get(copy.owner) ?? []), copy]);
    for (const action of boxes.actions) {
      const { owner } = action.copy;
      if (owner !== null) actions.set(owner, [...(actions.get(owner) ?? []), action]);
    }
    for (const d of boxes.unclear.deliveries) unclear.add(d);
    const owned = new Set(boxes.actions.filter((a) => a.copy.owner !== null).map((a) => a.event.id));
    const ids = boxes.copies.flatMap((c) =>
      c.owner === null || !c.owner.messageId ? [] : [c.owner.messageId],
    );
    for (const e of events) {
      if (owned.has(e.id) || boxes.unclear.lines.has(e.id) || !e.messageId) continue;
      if (!ids.some((id) => sameMessageId(id, e.messageId as string) !== undefined)) loose.push(e);
    }
  }
  return { copies, actions, unclear, loose };
}

function path(message: Message, leg: Leg | undefined): Leg[] {
  const legs: Leg[] = [];
  for (let l: Leg | undefined = leg ?? message.legs[0]; l !== undefined; l = message.links.parent(l)?.from)
    legs.unshift(l);
  return legs;
}

function journey(
  message: Message,
  drafts: readonly Draft[],
  boxes: Boxes,
  store: MailStore,
  arrivals: Arrivals,
  seen: Seen,
): Journey {
  const recipients = drafts.map((d) => recipient(d, drafts, boxes, store, arrivals, seen));
  const legs = [...message.failedLegs, ...message.legs];
  const root = message.legs[0] ?? message.failedLegs.at(-1);
  const client = whole(root, message);
  const warned = legs
    .flatMap((l) => l.events)
    .find((e) => e.event === 'header-check' && e.subject !== undefined);
  const evidence = recipients.flatMap((r) => r.evidence);
  const saves = evidence.filter((e) => e.event === 'save' || e.event === 'expunge' || e.event === 'copy');
  const times = [...evidence.map((e) => e.at), ...legs.map((l) => l.first)];
  const firstSeen = times.reduce((a, b) => Math.min(a, b), message.first);
  return {
    id: journeyId(message, root),
    messageId: message.messageId ?? wholeId(drafts.flatMap((d) => d.lines)),
    queueIds: [...new Set(legs.map((l) => l.queueId))],
    reversePath: message.reversePath,
    headerFrom: saves.find((e) => e.headerFrom !== undefined)?.headerFrom ?? null,
    subject: saves.find((e) => e.subject !== undefined)?.subject ?? warned?.subject ?? null,
    size: root?.size ?? null,
    client,
    firstSeen,
    lastSeen: times.reduce((a, b) => Math.max(a, b), firstSeen),
    recipients,
  };
}

/** The mail store may name it where no line of the queue does. */
function wholeId(lines: readonly JourneyEvent[]): string | null {
  return lines.find((e) => e.messageId?.endsWith('>') && e.messageId !== '<>')?.messageId ?? null;
}

/** The same for every computation over the same first lines. */
function journeyId(message: Message, root: Leg | undefined): string {
  const first = root?.events[0] ?? message.attempts[0]?.events[0];
  return first === undefined ? `m${message.first}` : `m${first.id}`;
}

/** The client, with the HELO name that only refusal lines print. */
function whole(root: Leg | undefined, message: Message): Client | null {
  const helo = root?.events.find((e) => e.client?.helo !== undefined)?.client?.helo;
  const client =
    root?.client ??
    root?.events.find((e) => e.client !== undefined)?.client ??
    message.attempts[0]?.client ??
    null;
  return client === null || client.helo !== undefined || helo === undefined ? client : { ...client, helo };
}

function recipient(
  d: Draft,
  drafts: readonly Draft[],
  boxes: Boxes,
  store: MailStore,
  arrivals: Arrivals,
  seen: Seen,
): Recipient {
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
  const path_ = neverAccepted(d) ? [] : path(message, handed?.leg);
  const told = timeline(message, entry, originsOf(d, drafts), path_, d.lines, actions, store, arrivals);
  const evidence = new Map(told.evidence.map((e) => [e.id, e]));
  for (const e of outcome?.decided ?? []) evidence.set(e.id, e);
  const root = path_[0];
  if (root !== undefined && !root.opened && root.messageId === undefined) missing.add('no-arrival');
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
