/**
 * Sendmail's SMTP sessions. A process serves one connection, and most lines bear the queue id of the message that the
 * connection was about to bring; what does not (a refused connection, who signed in) is found by the process. Sendmail
 * srvrsmtp.c: a transaction that ended without a message leaves a `from=` line without a Message-ID.
 */
import { isSendmail } from '../programs/family.ts';
import { type Attempt, isRefusal, refusalsOf, startAttempt } from './attempt.ts';
import { grouped } from './grouping.ts';
import type { JourneyEvent } from './journey.ts';
import type { Leg, Legs } from './leg.ts';
import { processOf } from './program.ts';

/** A connection is served so long; microseconds. */
const CONNECTION = 3_600_000_000;

interface Found {
  readonly attempts: Attempt[];
  readonly lostLegs: Map<Leg, JourneyEvent>;
  readonly sessionOf: Map<Leg, readonly JourneyEvent[]>;
}

/** Adds to what the sessions of Postfix gave. */
export function sendmailSessions(events: readonly JourneyEvent[], legs: Legs, found: Found): void {
  const own = events.filter((e) => e.queueId === undefined && isSendmail(e.program));
  for (const e of own.filter(isRefusal)) {
    const attempt = startAttempt(e, null, []);
    attempt.refusals.push(...refusalsOf(e, attempt));
    attempt.events.push(e);
    found.attempts.push(attempt);
  }
  const beside = grouped(own, (e) => (isRefusal(e) || e.client === undefined ? undefined : processOf(e)));
  for (const leg of legs.all) {
    const start = leg.events.find((e) => e.event === 'arrival' || e.event === 'client');
    const lost = leg.events.find((e) => e.event === 'lost-connection') ?? start;
    if (lost === undefined || !isSendmail(lost.program)) continue;
    if (start?.event !== 'arrival') found.lostLegs.set(leg, lost);
    if (start === undefined) continue;
    const session = (beside.get(processOf(start)) ?? []).filter(
      (e) => e.at <= leg.last && leg.first - e.at <= CONNECTION,
    );
    if (session.length === 0) continue;
    found.sessionOf.set(leg, session);
    const signedIn = session.findLast(
      (e) => e.client?.saslUsername !== undefined && e.at <= start.at,
    )?.client;
    if (signedIn !== undefined && leg.client !== null)
      leg.client = { ...leg.client, saslUsername: signedIn.saslUsername as string };
  }
}
