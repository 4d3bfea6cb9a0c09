/**
 * Attempts: what a client tried before a message was accepted. Refusals that name no queue id, greylisting and lost
 * connections are joined by the smtpd process that served the session, the envelope and the client.
 * Source: Postfix smtpd(8) writes `NOQUEUE` until the first recipient is accepted, the queue id afterwards.
 */
import { addressKey } from '../mail/identity.ts';
import type { Client } from '../programs/event.ts';
import { addFilterLines } from './before-queue.ts';
import type { JourneyEvent } from './journey.ts';
import type { Leg, Legs } from './leg.ts';
import { list } from './message-legs.ts';
import { daemonOf, isPostfix } from './program.ts';

export interface Refusal {
  readonly event: JourneyEvent;
  /** null where the line names no recipient. */
  readonly forwardPath: string | null;
  readonly kind: 'rejected' | 'temporarily-refused' | 'greylisted' | 'discarded' | 'held' | 'filtered';
  /** The line of the filter that refused or dropped it. */
  verdict?: JourneyEvent;
}

/** One transaction of one session that brought no accepted message by itself. */
export interface Attempt {
  readonly at: number;
  readonly client: Client | null;
  readonly reversePath: string | null;
  messageId: string | null;
  readonly refusals: Refusal[];
  /** The command after which the client went away, lower case. */
  readonly lost: string | null;
  readonly events: JourneyEvent[];
}

/** A greylister's own line and the server's refusal are written within this time, in microseconds. */
const TOGETHER = 10_000_000;

/** Who writes to whom, letter case aside. */
export function envelopeKey(from: string | null | undefined, to: string): string {
  return `${addressKey(from ?? '')}\0${addressKey(to)}`;
}

/** The server's own words, without the address that they quote (a stranger chose that). */
function ownWords(event: JourneyEvent): string {
  return (event.reply ?? event.reason ?? '').replace(/<[^>]*>/g, '');
}

export function isTemporary(event: JourneyEvent): boolean {
  const code = event.enhancedStatusCode?.[0] ?? event.reply?.[0];
  return code === '4';
}

export function isGreylisting(event: JourneyEvent): boolean {
  return isTemporary(event) && /gr[ae]y-?\s?list/i.test(ownWords(event));
}

export function refusalKind(event: JourneyEvent): Refusal['kind'] {
  if (event.action === 'discard') return 'discarded';
  if (event.event === 'proxy' && event.action === 'accept') return 'filtered';
  if (event.action === 'hold') return 'held';
  if (isGreylisting(event)) return 'greylisted';
  return isTemporary(event) ? 'temporarily-refused' : 'rejected';
}

/** Is this a line that refuses, drops or holds a recipient or a transaction? */
export function isRefusal(event: JourneyEvent): boolean {
  if (event.event === 'reject') return event.action === undefined || event.action === 'reject';
  if (event.event === 'milter') return event.action === 'reject';
  // A before-queue filter that accepts without queueing has dropped the message.
  if (event.event === 'proxy') return event.action === 'reject' || list(event.nextQueueId).length === 0;
  if (event.event === 'access') return event.action === 'discard' || event.action === 'hold';
  return event.event === 'postscreen' && event.action === 'reject';
}

function refusals(event: JourneyEvent): Refusal[] {
  const kind = refusalKind(event);
  const to = list(event.forwardPath);
  if (to.length === 0) return [{ event, forwardPath: null, kind }];
  return to.map((forwardPath) => ({ event, forwardPath, kind }));
}

interface Open {
  connect: JourneyEvent | null;
  legs: Leg[];
  attempt: Attempt | null;
}

export interface Arrivals {
  /** Attempts that ended without a message of the same session. */
  readonly attempts: Attempt[];
  /** Refused recipients of a session that went on to bring this leg. */
  readonly byLeg: ReadonlyMap<Leg, Refusal[]>;
  /** Where a session broke off while this leg was open. */
  readonly lostLegs: ReadonlyMap<Leg, JourneyEvent>;
  /** Connect, TLS and disconnect lines around a leg. */
  readonly sessionOf: ReadonlyMap<Leg, readonly JourneyEvent[]>;
  /** Lines of a greylister by `envelopeKey`. */
  readonly greylisting: ReadonlyMap<string, readonly JourneyEvent[]>;
}

function startAttempt(event: JourneyEvent, client: Client | null): Attempt {
  return {
    at: event.at,
    client: event.client ?? client,
    reversePath: event.reversePath ?? null,
    messageId: null,
    refusals: [],
    lost: null,
    events: [],
  };
}

/** After a refused MAIL nothing of that message follows; after a refused recipient, or a rule that drops or holds, it does. */
function concernsLater({ forwardPath, kind }: Refusal): boolean {
  return forwardPath !== null || kind === 'discarded' || kind === 'held';
}

export function arrivals(events: readonly JourneyEvent[], legs: Legs): Arrivals {
  const attempts: Attempt[] = [];
  const byLeg = new Map<Leg, Refusal[]>();
  const lostLegs = new Map<Leg, JourneyEvent>();
  const sessionOf = new Map<Leg, JourneyEvent[]>();
  const sessions = new Map<string, Open>();
  const opened = new Map<string, Leg>();
  for (const leg of legs.all) for (const e of leg.events) if (e.event === 'client') opened.set(e.id, leg);

  const flush = (session: Open, into?: Leg): void => {
    const { attempt } = session;
    session.attempt = null;
    if (attempt === null) return;
    const same =
      into?.reversePath === null || attempt.reversePath === null || into?.reversePath === attempt.reversePath;
    if (into !== undefined && same && attempt.refusals.some(concernsLater)) {
      byLeg.set(into, [...(byLeg.get(into) ?? []), ...attempt.refusals]);
    } else {
      attempts.push(attempt);
    }
  };

  for (const event of events) {
    if (!isPostfix(event.program)) continue;
    const daemon = daemonOf(event.program);
    if (daemon !== 'smtpd' && daemon !== 'postscreen') continue;
    if (daemon === 'postscreen') {
      if (!isRefusal(event)) continue;
      const attempt = startAttempt(event, null);
      attempt.refusals.push(...refusals(event));
      attempt.events.push(event);
      attempts.push(attempt);
      continue;
    }
    const key = `${event.host}\0${event.program}\0${event.pid}`;
    let session = sessions.get(key);
    if (session === undefined || event.event === 'connect') {
      if (session !== undefined) flush(session);
      session = { connect: event.event === 'connect' ? event : null, legs: [], attempt: null };
      sessions.set(key, session);
    }
    const leg = opened.get(event.id);
    if (leg !== undefined) {
      flush(session, leg);
      session.legs.push(leg);
      sessionOf.set(leg, session.connect === null ? [] : [session.connect]);
      continue;
    }
    if (event.queueId !== undefined && event.event !== 'lost-connection') continue;
    if (isRefusal(event)) {
      const other = session.attempt !== null && session.attempt.reversePath !== (event.reversePath ?? null);
      if (other) flush(session);
      session.attempt ??= startAttempt(event, session.connect?.client ?? null);
      session.attempt.refusals.push(...refusals(event));
      session.attempt.events.push(event);
    } else if (event.event === 'lost-connection') {
      const last = session.legs.at(-1);
      const stage = event.stage ?? '';
      // A leg that reached the queue manager had ended before the line broke.
      if (last !== undefined && !last.active && last.removed !== 'administrator') {
        lostLegs.set(last, event);
      } else if (session.attempt === null && last === undefined) {
        attempts.push({
          ...startAttempt(event, session.connect?.client ?? null),
          lost: stage,
          events: [event],
        });
      }
    } else if (event.event === 'disconnect') {
      flush(session);
      const last = session.legs.at(-1);
      if (last !== undefined) {
        sessionOf.get(last)?.push(event);
        // A polite QUIT after RCPT leaves nothing but the line that opened the queue file.
        if (
          last.events.every((e) => e.event === 'client' || e.event === 'removed') &&
          !byLeg.has(last) &&
          !lostLegs.has(last)
        )
          lostLegs.set(last, event);
      }
      sessions.delete(key);
    } else if (event.event === 'tls' || event.event === 'sasl-failed') {
      const last = session.legs.at(-1);
      if (last !== undefined) sessionOf.get(last)?.push(event);
    }
  }
  for (const session of sessions.values()) flush(session);
  addFilterLines(attempts, events);
  const greylisting = events.filter((e) => e.event === 'greylist');
  addGreylisters(attempts, greylisting);
  const byEnvelope = new Map<string, JourneyEvent[]>();
  for (const e of greylisting) {
    for (const to of list(e.forwardPath)) {
      const key = envelopeKey(e.reversePath, to);
      byEnvelope.set(key, [...(byEnvelope.get(key) ?? []), e]);
    }
  }
  return { attempts, byLeg, lostLegs, sessionOf, greylisting: byEnvelope };
}

/** A greylister's line belongs to the refusal that it caused; where there is none it is an attempt by itself. */
function addGreylisters(attempts: Attempt[], lines: readonly JourneyEvent[]): void {
  const byEnvelope = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    for (const { forwardPath } of attempt.refusals) {
      if (forwardPath === null) continue;
      const k = envelopeKey(attempt.reversePath, forwardPath);
      const same = byEnvelope.get(k);
      if (same === undefined) byEnvelope.set(k, [attempt]);
      else same.push(attempt);
    }
  }
  for (const line of lines) {
    if (line.action !== 'greylist' || line.queueId !== undefined) continue;
    for (const to of list(line.forwardPath)) {
      const near = byEnvelope
        .get(envelopeKey(line.reversePath, to))
        ?.find((a) => Math.abs(a.at - line.at) <= TOGETHER);
      if (near !== undefined) {
        near.events.push(line);
        continue;
      }
      const attempt = startAttempt(line, null);
      attempt.refusals.push({ event: line, forwardPath: to, kind: 'greylisted' });
      attempt.events.push(line);
      attempts.push(attempt);
    }
  }
}
