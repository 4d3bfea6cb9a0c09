/**
 * Messages: trees of legs together with the attempts that came before them. An attempt that was put off or broke off
 * belongs to the acceptance that followed it; one that was refused for good stands by itself.
 */
import { addressKey } from '../mail/identity.ts';
import type { Client } from '../programs/event.ts';
import type { Arrivals } from './arrivals.ts';
import { type Attempt, envelopeKey, isGreylisting, isRefusal, type Refusal, refusalKind } from './attempt.ts';
import type { JourneyEvent } from './journey.ts';
import type { Leg, Legs } from './leg.ts';
import { list, type MessageLegs } from './message-legs.ts';

export interface Message {
  readonly links: MessageLegs;
  /** Root first. Empty for attempts only. */
  legs: Leg[];
  readonly refusals: Refusal[];
  /** Lines of sessions that broke off, and what the client had said last. */
  readonly lost: { readonly event: JourneyEvent; readonly stage: string; readonly leg: Leg | null }[];
  readonly attempts: Attempt[];
  /** An administrator's release of copies from the quarantine. */
  releases: readonly JourneyEvent[];
  /** Root legs that were refused for now or lost before this message was accepted. */
  readonly failedLegs: Leg[];
  messageId: string | null;
  reversePath: string | null;
  first: number;
}

/** A sending server gives up after five days (RFC 5321, 4.5.4.1); microseconds. */
const RETRY_TIME = 5 * 86_400_000_000;
/** Where only the envelope speaks for it, another try is the same message for so long; microseconds. */
const ENVELOPE_TIME = 86_400_000_000;

/** A before-queue filter answers within this time; microseconds. */
const FILTER_TIME = 600_000_000;

/**
 * Do two sessions come from one sender? Large ones try again from another of their hosts: the same network or the same
 * domain will do; where one is not known nothing speaks against it.
 */
function sameClient(a: Client | null | undefined, b: Client | null | undefined): boolean {
  if (!a?.ip || !b?.ip || a.ip === b.ip) return true;
  const net = (ip: string) =>
    (ip.includes(':') ? ip.split(':').slice(0, 4) : ip.split('.').slice(0, 3)).join('.');
  if (net(a.ip) === net(b.ip)) return true;
  const domain = (name: string | undefined) =>
    name?.includes('.') ? name.split('.').slice(-2).join('.').toLowerCase() : undefined;
  return domain(a.name) !== undefined && domain(a.name) === domain(b.name);
}

function clientOf(message: Message): Client | null | undefined {
  return message.legs[0]?.client ?? message.attempts.at(-1)?.client ?? message.failedLegs.at(-1)?.client;
}

function sameSender(message: Message, reversePath: string | null): boolean {
  const known = message.reversePath;
  return reversePath === null || known === null || addressKey(known) === addressKey(reversePath);
}

/** How a leg ended before the queue manager saw it; undefined where it was accepted. */
export function failure(
  leg: Leg,
  lost: ReadonlyMap<Leg, JourneyEvent>,
): 'lost' | 'temporary' | 'permanent' | undefined {
  if (leg.active || leg.deliveries.length > 0) return undefined;
  const refusal = leg.events.find(isWholeRefusal);
  if (refusal !== undefined) return refusalKind(refusal) === 'rejected' ? 'permanent' : 'temporary';
  return lost.has(leg) ? 'lost' : undefined;
}

/** smtpd refuses these at the end of the message without a `reject:` line of its own. */
export function isUnwordedRefusal(event: JourneyEvent): boolean {
  return (
    event.event === 'warning' &&
    (event.text.endsWith(': queue file size limit exceeded') ||
      event.text.endsWith(': message rejected: hopcount exceeded') ||
      event.text.endsWith(' -- message not accepted, try again later'))
  );
}

/** A refusal of the message, not of one of its recipients. */
function isWholeRefusal(event: JourneyEvent): boolean {
  if (isUnwordedRefusal(event)) return true;
  if (event.event === 'header-check') return event.action === 'reject';
  return isRefusal(event) && event.stage !== 'rcpt' && refusalKind(event) !== 'discarded';
}

function legRefusals(leg: Leg): Refusal[] {
  return leg.events.filter(refuses).flatMap((event): Refusal[] => {
    const kind = greylistedByFilter(leg, event) ? 'greylisted' : refusalKind(event);
    const to = list(event.forwardPath);
    if (to.length === 0) return [{ event, forwardPath: null, kind, of: leg }];
    return to.map((forwardPath) => ({ event, forwardPath, kind, of: leg }));
  });
}

function refuses(event: JourneyEvent): boolean {
  return (
    isUnwordedRefusal(event) ||
    isRefusal(event) ||
    (event.event === 'header-check' && event.action === 'reject')
  );
}

/** A milter that greylists refuses with its own words; the filter's line says why. */
function greylistedByFilter(leg: Leg, event: JourneyEvent): boolean {
  if (refusalKind(event) !== 'temporarily-refused') return false;
  return (
    isGreylisting(event) ||
    leg.events.some((e) => e.event === 'greylist' && e.action === 'greylist') ||
    leg.events.some(
      (e) =>
        e.event === 'filter' &&
        (e.action === 'greylist' || (e.action === 'soft reject' && !!e.symbols?.includes('GREYLIST'))),
    )
  );
}

export class Messages {
  readonly all: Message[] = [];
  readonly #byEnvelope = new Map<string, Message[]>();
  readonly #byMessageId = new Map<string, Message[]>();

  constructor(legs: Legs, links: MessageLegs, arrivals: Arrivals) {
    const failed: Leg[] = [];
    for (const leg of legs.all) {
      if (links.parent(leg) !== undefined || isProbe(leg)) continue;
      const how = failure(leg, arrivals.lostLegs);
      if (how === 'lost' || how === 'temporary') failed.push(leg);
      else this.#accept(leg, links, arrivals);
    }
    this.all.sort((a, b) => a.first - b.first);
    for (const leg of failed.sort((a, b) => a.first - b.first)) this.#failedLeg(leg, links, arrivals);
    for (const attempt of [...arrivals.attempts].sort((a, b) => a.at - b.at)) this.#attempt(attempt, links);
    this.all.sort((a, b) => a.first - b.first);
  }

  #message(links: MessageLegs, first: number): Message {
    const message: Message = {
      links,
      legs: [],
      refusals: [],
      lost: [],
      attempts: [],
      releases: [],
      failedLegs: [],
      messageId: null,
      reversePath: null,
      first,
    };
    this.all.push(message);
    return message;
  }

  #accept(root: Leg, links: MessageLegs, arrivals: Arrivals): void {
    const message = this.#message(links, root.first);
    message.legs = links.tree(root);
    message.messageId = message.legs.find((l) => l.messageId)?.messageId ?? null;
    this.#named(message);
    message.reversePath =
      root.reversePath ?? message.legs.find((l) => l.reversePath !== null)?.reversePath ?? null;
    for (const leg of message.legs) message.refusals.push(...legRefusals(leg));
    message.refusals.push(...(arrivals.byLeg.get(root) ?? []));
    message.reversePath ??=
      message.refusals.find((r) => r.event.reversePath !== undefined)?.event.reversePath ?? null;
    for (const leg of message.legs) {
      for (const d of leg.deliveries)
        for (const to of [...list(d.forwardPath), d.originalRecipient]) this.#index(message, to);
      for (const e of leg.events)
        if (e.event !== 'delivery') for (const to of list(e.forwardPath)) this.#index(message, to);
    }
    for (const { forwardPath } of message.refusals)
      if (forwardPath !== null) this.#index(message, forwardPath);
  }

  #named(message: Message): void {
    const { messageId } = message;
    if (messageId === null) return;
    const same = this.#byMessageId.get(messageId);
    if (same === undefined) this.#byMessageId.set(messageId, [message]);
    else if (!same.includes(message)) same.push(message);
  }

  #index(message: Message, to: string | undefined): void {
    if (to === undefined) return;
    const key = envelopeKey(message.reversePath, to);
    const same = this.#byEnvelope.get(key);
    if (same === undefined) this.#byEnvelope.set(key, [message]);
    else if (same.at(-1) !== message) same.push(message);
  }

  #failedLeg(leg: Leg, links: MessageLegs, arrivals: Arrivals): void {
    const refusals = legRefusals(leg);
    const to = leg.events.flatMap((e) => list(e.forwardPath));
    const message =
      this.#successor(leg.first, leg.messageId, leg.reversePath, to, leg.client) ??
      this.#open(leg.first, leg.messageId, leg.reversePath, to, leg.client, links);
    message.failedLegs.push(leg);
    message.messageId ??= leg.messageId || null;
    this.#named(message);
    message.reversePath ??= leg.reversePath;
    message.refusals.push(...refusals);
    message.first = Math.min(message.first, leg.first);
    const lost = arrivals.lostLegs.get(leg);
    if (lost !== undefined && refusals.length === 0)
      message.lost.push({ event: lost, stage: lost.stage ?? 'rcpt', leg });
    for (const address of to) this.#index(message, address);
  }

  #attempt(attempt: Attempt, links: MessageLegs): void {
    const to = attempt.refusals.flatMap((r) => (r.forwardPath === null ? [] : [r.forwardPath]));
    const final =
      attempt.refusals.length > 0 &&
      attempt.refusals.every((r) => r.kind === 'rejected' || r.kind === 'discarded');
    const behind = this.#behindFilter(attempt);
    if (behind !== undefined) {
      behind.attempts.push(attempt);
      return;
    }
    const message =
      (final
        ? this.#pending(attempt.at, undefined, attempt.reversePath, to, attempt.client)
        : this.#successor(attempt.at, undefined, attempt.reversePath, to, attempt.client)) ??
      this.#message(links, attempt.at);
    message.attempts.push(attempt);
    message.refusals.push(...attempt.refusals);
    message.reversePath ??= attempt.reversePath;
    message.messageId ??= attempt.messageId;
    message.first = Math.min(message.first, attempt.at);
    if (attempt.lost !== null)
      message.lost.push({ event: attempt.events[0]!, stage: attempt.lost, leg: null });
    for (const address of to) this.#index(message, address);
  }

  /** The queue file behind a before-queue filter, refused there; the outer server only hands that refusal on. */
  #behindFilter(attempt: Attempt): Message | undefined {
    if (attempt.messageId === null) return undefined;
    return this.#byMessageId
      .get(attempt.messageId)
      ?.find(
        (m) =>
          m.refusals.length > 0 &&
          Math.abs(m.first - attempt.at) <= FILTER_TIME &&
          sameSender(m, attempt.reversePath),
      );
  }

  /** The message that a later try of the same envelope became, or the earlier tries that are still open. */
  #successor(
    at: number,
    messageId: string | undefined,
    reversePath: string | null,
    to: readonly string[],
    client: Client | null,
  ): Message | undefined {
    if (messageId) {
      const same = this.#byMessageId
        .get(messageId)
        ?.find(
          (m) =>
            m.legs.length > 0 && m.first >= at && m.first - at <= RETRY_TIME && sameSender(m, reversePath),
        );
      if (same !== undefined) return same;
    }
    for (const address of to) {
      for (const message of this.#byEnvelope.get(envelopeKey(reversePath, address)) ?? []) {
        const accepted = message.legs[0]?.first;
        if (!sameClient(client, clientOf(message))) continue;
        if (messageId && message.messageId !== null && message.messageId !== messageId) continue;
        if (accepted !== undefined && accepted >= at && accepted - at <= ENVELOPE_TIME) return message;
      }
    }
    return this.#pending(at, messageId, reversePath, to, client);
  }

  /** Earlier tries of the same envelope that have neither been accepted nor refused for good. */
  #pending(
    at: number,
    messageId: string | undefined,
    reversePath: string | null,
    to: readonly string[],
    client: Client | null,
  ): Message | undefined {
    for (const address of to) {
      for (const message of this.#byEnvelope.get(envelopeKey(reversePath, address)) ?? []) {
        if (message.legs.length > 0 || message.first > at || at - message.first > ENVELOPE_TIME) continue;
        if (!sameClient(client, clientOf(message))) continue;
        if (messageId && message.messageId !== null && message.messageId !== messageId) continue;
        const last = message.refusals
          .filter((r) => r.forwardPath !== null && addressKey(r.forwardPath) === addressKey(address))
          .at(-1);
        if (last !== undefined && last.kind !== 'rejected' && last.kind !== 'discarded') return message;
      }
    }
    return undefined;
  }

  #open(
    at: number,
    messageId: string | undefined,
    reversePath: string | null,
    to: readonly string[],
    client: Client | null,
    links: MessageLegs,
  ): Message {
    const same = messageId
      ? this.#byMessageId
          .get(messageId)
          ?.find(
            (m) => m.legs.length === 0 && Math.abs(m.first - at) <= RETRY_TIME && sameSender(m, reversePath),
          )
      : undefined;
    return same ?? this.#pending(at, messageId, reversePath, to, client) ?? this.#message(links, at);
  }
}

/** Postfix' own address verification: nothing is sent. */
function isProbe(leg: Leg): boolean {
  return (
    leg.deliveries.length > 0 &&
    leg.deliveries.every((d) => d.status === 'deliverable' || d.status === 'undeliverable')
  );
}
