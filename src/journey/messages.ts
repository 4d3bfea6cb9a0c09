/**
 * All messages of some lines: trees of legs together with the attempts that came before them. An attempt that was put
 * off or broke off belongs to the acceptance that followed it; one that was refused for good stands by itself.
 */

import { addressKey } from '../mail/identity.ts';
import type { Arrivals } from './arrivals.ts';
import type { Attempt, Refusal } from './attempt.ts';
import type { Leg, Legs } from './leg.ts';
import { failure, isProbe, isTalk, legRefusals, type Message } from './message.ts';
import { list, type MessageLegs } from './message-legs.ts';
import { RETRY_TIME, Retries, sameClient, sameSender } from './retries.ts';

/** A before-queue filter answers within this time; microseconds. */
const FILTER_TIME = 600_000_000;

function isPutOff({ kind, forwardPath }: Refusal): boolean {
  return forwardPath !== null && (kind === 'greylisted' || kind === 'temporarily-refused');
}

export class Messages {
  readonly all: Message[] = [];
  readonly #retries = new Retries();
  readonly #links: MessageLegs;
  readonly #arrivals: Arrivals;
  readonly #joined = new Set<Message>();

  constructor(legs: Legs, links: MessageLegs, arrivals: Arrivals) {
    this.#links = links;
    this.#arrivals = arrivals;
    const failed: Leg[] = [];
    for (const leg of legs.all) {
      if (links.parent(leg) !== undefined || isProbe(leg) || isTalk(leg)) continue;
      const how = failure(leg, arrivals.lostLegs);
      if (how === 'lost' || how === 'temporary') failed.push(leg);
      else this.#accept(leg);
    }
    this.all.sort((a, b) => a.first - b.first);
    this.#joinSplit();
    for (const leg of failed.sort((a, b) => a.first - b.first)) this.#failedLeg(leg);
    for (const attempt of [...arrivals.attempts].sort((a, b) => a.at - b.at)) this.#attempt(attempt);
    this.all.sort((a, b) => a.first - b.first);
  }

  #message(first: number): Message {
    const message: Message = {
      links: this.#links,
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

  #accept(root: Leg): void {
    const message = this.#message(root.first);
    message.legs = this.#links.tree(root);
    message.messageId = message.legs.find((l) => l.messageId)?.messageId ?? null;
    for (const leg of message.legs) for (const r of legRefusals(leg)) message.refusals.push(r);
    for (const r of this.#arrivals.byLeg.get(root) ?? []) message.refusals.push(r);
    message.reversePath =
      root.reversePath ??
      message.legs.find((l) => l.reversePath !== null)?.reversePath ??
      message.refusals.find((r) => r.event.reversePath !== undefined)?.event.reversePath ??
      null;
    this.#retries.named(message);
    for (const leg of message.legs) {
      for (const e of leg.events) {
        for (const to of [...list(e.forwardPath), e.originalRecipient]) this.#retries.addressed(message, to);
      }
    }
    for (const { forwardPath } of message.refusals)
      this.#retries.addressed(message, forwardPath ?? undefined);
  }

  /**
   * A sending server whose recipients were partly put off comes back with the rest: the same message, accepted twice.
   */
  #joinSplit(): void {
    for (const message of this.all) {
      const putOff = new Set(
        message.refusals.filter(isPutOff).map((r) => addressKey(r.forwardPath as string)),
      );
      if (putOff.size === 0 || message.messageId === null) continue;
      for (const later of this.#retries.withMessageId(message.messageId)) {
        const root = later.legs[0];
        const first = message.legs[0];
        if (later === message || root === undefined || first === undefined || root.first < first.first)
          continue;
        const to = root.deliveries.flatMap((d) => [...list(d.forwardPath), ...list(d.originalRecipient)]);
        const rest =
          to.length > 0 &&
          root.deliveries.every((d) =>
            putOff.has(addressKey(d.originalRecipient ?? list(d.forwardPath)[0] ?? '')),
          );
        const same = sameSender(later, message.reversePath) && sameClient(root.client, first.client);
        if (!rest || !same || root.first - first.first > RETRY_TIME) continue;
        for (const leg of later.legs) message.legs.push(leg);
        later.legs = [];
        this.#joined.add(later);
      }
    }
    const left = this.all.filter((m) => !this.#joined.has(m));
    this.all.splice(0, this.all.length, ...left);
  }

  #failedLeg(leg: Leg): void {
    const { first: at, host, reversePath, client } = leg;
    const refusals = legRefusals(leg);
    const to = leg.events.flatMap((e) => list(e.forwardPath));
    const messageId = leg.messageId || null;
    const message =
      this.#retries.successor({ at, host, messageId, reversePath, to, client }) ?? this.#message(at);
    message.failedLegs.push(leg);
    message.messageId ??= messageId;
    message.reversePath ??= reversePath;
    for (const r of refusals) message.refusals.push(r);
    message.first = Math.min(message.first, at);
    const lost = this.#arrivals.lostLegs.get(leg);
    if (lost !== undefined && refusals.length === 0) {
      message.lost.push({ event: lost, stage: lost.stage ?? 'rcpt', leg });
    }
    this.#retries.named(message);
    for (const address of to) this.#retries.addressed(message, address);
  }

  #attempt(attempt: Attempt): void {
    const { at, client, messageId, reversePath, refusals, events } = attempt;
    const behind = this.#behindFilter(attempt);
    if (behind !== undefined) {
      behind.attempts.push(attempt);
      for (const leg of behind.legs) leg.client = client ?? leg.client;
      return;
    }
    const to = refusals.flatMap((r) => (r.forwardPath === null ? [] : [r.forwardPath]));
    const final =
      refusals.length > 0 && refusals.every((r) => r.kind === 'rejected' || r.kind === 'discarded');
    const tried = { at, host: events[0]?.host ?? '', messageId, reversePath, to, client };
    const known = final ? this.#retries.pending(tried) : this.#retries.successor(tried);
    const message = known ?? this.#message(at);
    message.attempts.push(attempt);
    for (const r of refusals) message.refusals.push(r);
    message.reversePath ??= reversePath;
    message.messageId ??= messageId;
    message.first = Math.min(message.first, at);
    if (attempt.lost !== null) message.lost.push({ event: events[0]!, stage: attempt.lost, leg: null });
    this.#retries.named(message);
    for (const address of to) this.#retries.addressed(message, address);
  }

  /** The queue file behind a before-queue filter, refused there; the outer server only hands that refusal on. */
  #behindFilter({ messageId, at, reversePath }: Attempt): Message | undefined {
    return this.#retries
      .withMessageId(messageId)
      .find(
        (m) => m.refusals.length > 0 && Math.abs(m.first - at) <= FILTER_TIME && sameSender(m, reversePath),
      );
  }
}
