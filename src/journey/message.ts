/** A message: a tree of legs, and the tries that came before. Also how a single queue file was refused. */
import { isSendmail } from '../programs/family.ts';
import { type Attempt, isGreylisting, isRefusal, type Refusal, refusalKind } from './attempt.ts';
import type { JourneyEvent } from './journey.ts';
import type { Leg } from './leg.ts';
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

/** How a leg ended before the queue manager saw it; undefined where it was accepted. */
export function failure(
  leg: Leg,
  lost: ReadonlyMap<Leg, JourneyEvent>,
): 'lost' | 'temporary' | 'permanent' | undefined {
  if (leg.active || leg.deliveries.length > 0) return undefined;
  // Sendmail counts whom it accepted: nobody, and the refused recipients are the whole message.
  const refusal =
    leg.events.find(isWholeRefusal) ?? (leg.nrcpt === 0 ? leg.events.find(isRefusal) : undefined);
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

export function legRefusals(leg: Leg): Refusal[] {
  const whole = leg.events.find(
    (e) => refuses(e) && e.stage === 'end-of-message' && e.forwardPath === undefined,
  );
  return leg.events.filter(refuses).flatMap((event): Refusal[] => {
    // Sendmail refuses in one line and names the recipients in another.
    const named = whole !== undefined && event.stage === 'end-of-message' && event !== whole;
    const said = named ? whole : event;
    const kind = greylistedByFilter(leg, said) ? 'greylisted' : refusalKind(said);
    const to = list(event.forwardPath);
    if (named) return to.map((forwardPath) => ({ event: said, verdict: event, forwardPath, kind, of: leg }));
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

const TALK = new Set(['session', 'tls', 'disconnect', 'warning', 'sasl-failed']);

/** Sendmail gives a session the queue id of its next message before there is one. */
export function isTalk(leg: Leg): boolean {
  return leg.events.every((e) => TALK.has(e.event) && isSendmail(e.program));
}

/** Postfix' own address verification: nothing is sent. */
export function isProbe(leg: Leg): boolean {
  return (
    leg.deliveries.length > 0 &&
    leg.deliveries.every((d) => d.status === 'deliverable' || d.status === 'undeliverable')
  );
}

/** The kind of cleanup(8) check that a line speaks of. */
export function checkKind(event: JourneyEvent): 'header-check' | 'body-check' {
  return event.stage === 'body' ? 'body-check' : 'header-check';
}
