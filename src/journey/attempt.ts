/**
 * Attempts: what a client tried before a message was accepted. Refusals that name no queue id, greylisting and lost
 * connections are joined by the smtpd process that served the session, the envelope and the client.
 * Source: Postfix smtpd(8) writes `NOQUEUE` until the first recipient is accepted, the queue id afterwards.
 */
import { addressKey } from '../mail/identity.ts';
import type { Client } from '../programs/event.ts';
import type { JourneyEvent } from './journey.ts';
import { list } from './message-legs.ts';

export interface Refusal {
  readonly event: JourneyEvent;
  /** null where the line names no recipient. */
  readonly forwardPath: string | null;
  readonly kind: 'rejected' | 'temporarily-refused' | 'greylisted' | 'discarded' | 'held' | 'filtered';
  /** Refusals of one session count as one try; this tells them apart. */
  readonly of: object;
  /** The line of the filter that refused or dropped it; the line that names whom a refusal of the whole concerned. */
  verdict?: JourneyEvent;
}

/** One transaction of one session that brought no accepted message by itself. */
export interface Attempt {
  readonly at: number;
  readonly client: Client | null;
  reversePath: string | null;
  messageId: string | null;
  readonly refusals: Refusal[];
  /** The command after which the client went away, lower case. */
  readonly lost: string | null;
  readonly events: JourneyEvent[];
  /** Connect, sign-in and disconnect lines around it. */
  readonly session: readonly JourneyEvent[];
}

/** Who writes to whom, letter case aside. */
export function envelopeKey(from: string | null | undefined, to: string): string {
  return `${addressKey(from ?? '')}\0${addressKey(to)}`;
}

/** The server's own words, without the address that they quote (a stranger chose that). */
function ownWords(event: JourneyEvent): string {
  return (event.reply ?? event.reason ?? '').replace(/<[^>]*>/g, '');
}

function isTemporary(event: JourneyEvent): boolean {
  if (event.event === 'warning') return event.text.endsWith('try again later');
  if (event.status === 'temporary') return true;
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
  // VRFY asks about an address, ETRN to flush a queue: no message is on its way.
  if (event.stage === 'vrfy' || event.stage === 'etrn') return false;
  if (event.event === 'reject') return event.action === undefined || event.action === 'reject';
  if (event.event === 'milter') return event.action === 'reject';
  // A before-queue filter that accepts without queueing has dropped the message.
  if (event.event === 'proxy') return event.action === 'reject' || list(event.nextQueueId).length === 0;
  if (event.event === 'access') return event.action === 'discard' || event.action === 'hold';
  return event.event === 'postscreen' && event.action === 'reject';
}

/** One for each recipient that the line names. */
export function refusalsOf(event: JourneyEvent, of: object): Refusal[] {
  const kind = refusalKind(event);
  const to = list(event.forwardPath);
  if (to.length === 0) return [{ event, forwardPath: null, kind, of }];
  return to.map((forwardPath) => ({ event, forwardPath, kind, of }));
}

export function startAttempt(
  event: JourneyEvent,
  client: Client | null,
  session: readonly JourneyEvent[],
): Attempt {
  return {
    at: event.at,
    client: event.client === undefined ? client : { ...client, ...event.client },
    reversePath: event.reversePath ?? null,
    messageId: null,
    refusals: [],
    lost: null,
    events: [],
    session,
  };
}
