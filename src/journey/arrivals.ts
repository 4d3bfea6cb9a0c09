/**
 * SMTP sessions: the lines of one server process (Postfix smtpd, Exim) from connect to disconnect. They tell which refused recipients belong
 * to a message that the same session brought, and where a client went away. Without a connect line (it was not asked
 * for, or is not there) a silence ends the session.
 */

import type { Client } from '../programs/event.ts';
import { isExim, isPostfix } from '../programs/family.ts';
import { type Attempt, isRefusal, type Refusal, refusalsOf, startAttempt } from './attempt.ts';
import { addFilterLines } from './before-queue.ts';
import { addGreylisters, byEnvelope } from './greylister.ts';
import { type Handshakes, handshakes } from './handshakes.ts';
import type { JourneyEvent } from './journey.ts';
import type { Leg, Legs } from './leg.ts';
import { list } from './message-legs.ts';
import { daemonOf, processOf } from './program.ts';
import { type SpfChecks, spfChecks } from './sender-checks.ts';
import { sendmailSessions } from './sendmail-sessions.ts';

export interface Arrivals {
  /** Attempts that ended without a message of the same session. */
  readonly attempts: Attempt[];
  /** Refused recipients of a session that went on to bring this leg. */
  readonly byLeg: ReadonlyMap<Leg, readonly Refusal[]>;
  /** Where a session broke off while this leg was open. */
  readonly lostLegs: ReadonlyMap<Leg, JourneyEvent>;
  /** Connect, TLS and disconnect lines around a leg. */
  readonly sessionOf: ReadonlyMap<Leg, readonly JourneyEvent[]>;
  /** Lines of a greylister by `envelopeKey`. */
  readonly greylisting: ReadonlyMap<string, readonly JourneyEvent[]>;
  readonly spf: SpfChecks;
  readonly handshakes: Handshakes;
}

/** smtpd_timeout is five minutes: after this silence the process serves another client; microseconds. */
const SILENCE = 600_000_000;

/** Where the client's address alone tells a session, another of the same client may follow at once; microseconds. */
const SHORT_SILENCE = 10_000_000;

/** One process serves one client at a time; Exim names the process only where it was told to. */
function sessionKey(event: JourneyEvent): string {
  const { program, pid, client } = event;
  return isExim(program) && pid === ''
    ? processOf({ ...event, pid: `${client?.ip}:${client?.port ?? ''}` })
    : processOf(event);
}

interface Session {
  client: Client | null;
  readonly lines: JourneyEvent[];
  readonly legs: Leg[];
  attempt: Attempt | null;
  last: number;
}

/** After a refused MAIL nothing of that message follows; after a refused recipient, or a rule that drops or holds, it does. */
function concernsLater({ forwardPath, kind }: Refusal): boolean {
  return forwardPath !== null || kind === 'discarded' || kind === 'held';
}

class Sessions {
  readonly attempts: Attempt[] = [];
  readonly byLeg = new Map<Leg, Refusal[]>();
  readonly lostLegs = new Map<Leg, JourneyEvent>();
  readonly sessionOf = new Map<Leg, readonly JourneyEvent[]>();
  readonly #open = new Map<string, Session>();
  readonly #opened = new Map<string, Leg>();
  readonly #legs: Legs;

  constructor(legs: Legs) {
    this.#legs = legs;
    for (const leg of legs.all)
      for (const e of leg.events)
        if (e.event === 'client' || e.event === 'arrival') this.#opened.set(e.id, leg);
  }

  postscreen(event: JourneyEvent): void {
    if (!isRefusal(event)) return;
    const attempt = startAttempt(event, null, []);
    attempt.refusals.push(...refusalsOf(event, attempt));
    attempt.events.push(event);
    this.attempts.push(attempt);
  }

  smtpd(event: JourneyEvent): void {
    const session = this.#session(event);
    const leg = this.#opened.get(event.id);
    if (leg !== undefined) {
      this.#flush(session, leg);
      session.legs.push(leg);
      this.sessionOf.set(leg, session.lines);
      return;
    }
    if (event.event === 'lost-connection') return this.#lost(session, event);
    if (event.queueId !== undefined) return;
    if (event.event === 'proxy' && list(event.nextQueueId).length > 0) return this.#proxied(session, event);
    if (isRefusal(event)) return this.#refused(session, event);
    session.lines.push(event);
    if (event.event === 'client') session.client = { ...session.client, ...event.client };
    if (event.event === 'disconnect') this.#closed(session, event);
  }

  end(): void {
    for (const session of this.#open.values()) this.#flush(session);
  }

  #session(event: JourneyEvent): Session {
    const key = sessionKey(event);
    const silence = isExim(event.program) && event.pid === '' ? SHORT_SILENCE : SILENCE;
    let session = this.#open.get(key);
    if (session === undefined || event.event === 'connect' || event.at - session.last > silence) {
      if (session !== undefined) this.#flush(session);
      const client = event.event === 'connect' ? (event.client ?? null) : null;
      session = { client, lines: [], legs: [], attempt: null, last: event.at };
      this.#open.set(key, session);
    }
    session.last = event.at;
    return session;
  }

  #flush(session: Session, into?: Leg): void {
    const { attempt } = session;
    session.attempt = null;
    if (attempt === null) return;
    const same =
      into?.reversePath === null || attempt.reversePath === null || into?.reversePath === attempt.reversePath;
    const client = !attempt.client?.ip || !into?.client?.ip || attempt.client.ip === into.client.ip;
    if (into !== undefined && same && client && attempt.refusals.some(concernsLater)) {
      this.byLeg.set(into, [...(this.byLeg.get(into) ?? []), ...attempt.refusals]);
    } else {
      this.attempts.push(attempt);
    }
  }

  #refused(session: Session, event: JourneyEvent): void {
    const { attempt } = session;
    // A refusal at CONNECT or HELO names no sender; it is one try with what the client says next.
    const from = event.reversePath;
    if (
      attempt !== null &&
      attempt.reversePath !== null &&
      from !== undefined &&
      attempt.reversePath !== from
    )
      this.#flush(session);
    session.attempt ??= startAttempt(event, session.client, session.lines);
    session.attempt.reversePath ??= from ?? null;
    session.attempt.refusals.push(...refusalsOf(event, session.attempt));
    session.attempt.events.push(event);
  }

  #lost(session: Session, event: JourneyEvent): void {
    const last = session.legs.at(-1);
    // A leg that reached the queue manager had ended before the line broke.
    if (last !== undefined && !last.active && last.removed !== 'administrator') {
      this.lostLegs.set(last, event);
    } else if (session.attempt === null && last === undefined) {
      const attempt = startAttempt(event, session.client, session.lines);
      this.attempts.push({ ...attempt, lost: event.stage ?? '', events: [event] });
    } else {
      session.lines.push(event);
    }
  }

  /** A before-queue filter took the message and queued it: the client is that of the outer session. */
  #proxied(session: Session, event: JourneyEvent): void {
    for (const queueId of list(event.nextQueueId)) {
      const leg = this.#legs
        .named(queueId)
        .find((l) => l.host === event.host && Math.abs(l.first - event.at) <= SILENCE);
      if (leg === undefined) continue;
      this.#flush(session, leg);
      leg.client = { ...session.client, ...event.client };
      session.legs.push(leg);
      this.sessionOf.set(leg, session.lines);
    }
  }

  #closed(session: Session, event: JourneyEvent): void {
    this.#flush(session);
    const last = session.legs.at(-1);
    // A polite QUIT after RCPT leaves nothing but the line that opened the queue file.
    const untouched = last?.events.every((e) => e.event === 'client' || e.event === 'removed');
    if (last !== undefined && untouched && !this.byLeg.has(last) && !this.lostLegs.has(last))
      this.lostLegs.set(last, event);
    this.#open.delete(sessionKey(event));
  }
}

export function arrivals(events: readonly JourneyEvent[], legs: Legs): Arrivals {
  const sessions = new Sessions(legs);
  for (const event of events) {
    if (isExim(event.program) && event.client?.ip !== undefined) sessions.smtpd(event);
    if (!isPostfix(event.program)) continue;
    const daemon = daemonOf(event.program);
    if (daemon === 'smtpd') sessions.smtpd(event);
    else if (daemon === 'postscreen') sessions.postscreen(event);
  }
  sessions.end();
  sendmailSessions(events, legs, sessions);
  const { attempts, byLeg, lostLegs, sessionOf } = sessions;
  addFilterLines(attempts, events);
  const greylisters = events.filter((e) => e.event === 'greylist');
  addGreylisters(attempts, greylisters);
  return {
    attempts,
    byLeg,
    lostLegs,
    sessionOf,
    greylisting: byEnvelope(greylisters),
    spf: spfChecks(events),
    handshakes: handshakes(events),
  };
}
