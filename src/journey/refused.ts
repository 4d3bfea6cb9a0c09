/** The fate of a recipient that only refusals, lost connections and dispositions speak of. */
import { isSendmail } from '../programs/family.ts';
import type { Refusal } from './attempt.ts';
import type { Entry } from './entry.ts';
import type { Detail, JourneyEvent } from './journey.ts';
import type { Leg } from './leg.ts';
import { checkKind, isUnwordedRefusal, type Message } from './message.ts';
import type { Outcome } from './outcome.ts';
import { verdictOutcome } from './verdict.ts';

/** `<addr>: Sender address we drop these` is Postfix' frame around the administrator's own text. */
function ownReason(event: JourneyEvent): string | undefined {
  const reason = event.reason?.replace(/^<.*?>: /s, '');
  if (event.event !== 'access') return reason;
  return reason?.replace(
    /^(?:Sender address|Recipient address|Client host|Helo command|End-of-data|Data command) /,
    '',
  );
}

function refusalDetail(event: JourneyEvent): Detail {
  if (isUnwordedRefusal(event)) {
    return {
      stage: 'end-of-message',
      reason: event.reason?.replace(/^message rejected: | -- message not accepted, try again later$/g, ''),
    };
  }
  const stage = event.event === 'milter' ? 'milter' : event.event === 'proxy' ? 'filter' : event.stage;
  const detail: Detail = { stage };
  if (event.reply !== undefined) detail.reply = event.reply;
  if (event.enhancedStatusCode !== undefined) detail.enhancedStatusCode = event.enhancedStatusCode;
  if (event.list !== undefined) detail.list = event.list;
  if (event.reason !== undefined) detail.reason = ownReason(event) as string;
  return detail;
}

/** What the refusals of one recipient amount to; the latest decides. */
export function refused(refusals: readonly Refusal[]): Outcome | undefined {
  const last = refusals.reduce<Refusal | undefined>(
    (a, b) => (a === undefined || b.event.at >= a.event.at ? b : a),
    undefined,
  );
  if (last === undefined) return undefined;
  const { event } = last;
  const detail = refusalDetail(event);
  const outcome = { at: event.at, decided: refusals.map((r) => r.event) };
  switch (last.kind) {
    case 'greylisted': {
      const attempts = new Set(refusals.filter((r) => r.kind === 'greylisted').map((r) => r.of)).size;
      return {
        ...outcome,
        fate: 'greylisted',
        detail: { ...detail, attempts, reason: detail.reason ?? 'greylisting' },
      };
    }
    case 'temporarily-refused':
      return {
        ...outcome,
        fate: 'temporarily-refused',
        detail: { ...detail, attempts: new Set(refusals.map((r) => r.of)).size },
      };
    case 'discarded':
      return {
        ...outcome,
        fate: 'discarded',
        detail: { by: event.event === 'milter' ? 'milter' : 'access', reason: detail.reason },
      };
    case 'filtered':
      if (last.verdict !== undefined)
        return { ...verdictOutcome(last.verdict), decided: [last.verdict, event] };
      return { ...outcome, fate: 'discarded', detail: { by: 'filter', reason: event.reply } };
    case 'held':
      return { ...outcome, fate: 'held', detail: { reason: detail.reason, queueId: event.queueId } };
    default:
      return { ...outcome, fate: 'rejected', detail };
  }
}

/** Held or dropped by a rule before the queue manager saw it. */
export function disposed(entry: Entry): Outcome | undefined {
  const found = entry.dispositions.at(-1);
  if (found === undefined) return undefined;
  const { event } = found;
  const reason = ownReason(event);
  const at = event.at;
  if (event.action === 'discard') {
    const by = event.event === 'milter' || event.event === 'access' ? event.event : checkKind(event);
    return { fate: 'discarded', at, detail: { by, reason }, decided: [event] };
  }
  return { fate: 'held', at, detail: { queueId: found.leg.queueId, reason }, decided: [event] };
}

/** The client went away: what it had said last, for the newest try. */
export function lost(message: Message): Outcome | undefined {
  const last = message.lost.reduce<Message['lost'][number] | undefined>(
    (a, b) => (a === undefined || b.event.at > a.event.at ? b : a),
    undefined,
  );
  if (last === undefined) return undefined;
  return { fate: 'connection-lost', at: last.event.at, detail: { stage: last.stage }, decided: [last.event] };
}

/** Sendmail quarantines a message while it comes in. */
function isPutAside(leg: Leg): boolean {
  return leg.events.some((e) => e.action === 'quarantine' && isSendmail(e.program));
}

/** Where a leg's file is when no delivery line says more. */
export function inQueue(leg: Leg): Outcome | undefined {
  let outcome: Outcome | undefined;
  for (const event of leg.events) {
    if (event.event === 'queue-active' || (event.event === 'arrival' && !isPutAside(leg))) {
      outcome = { fate: 'queued', at: event.at, detail: { queueId: leg.queueId }, decided: [event] };
    } else if (event.event === 'held') {
      if (event.action === 'still' && outcome?.fate === 'held') continue;
      outcome = {
        fate: 'held',
        at: event.at,
        detail: { queueId: leg.queueId, reason: event.reason ?? 'put on hold by an administrator' },
        decided: [event],
      };
    } else if (event.event === 'released' || event.event === 'requeued') {
      outcome = { fate: 'queued', at: event.at, detail: { queueId: leg.queueId }, decided: [event] };
    } else if (event.event === 'removed' && leg.removed === 'done') {
      // It left the queue, and no line says how.
      outcome = undefined;
    } else if (event.event === 'removed' && leg.removed === 'administrator' && outcome?.fate !== 'removed') {
      outcome = {
        fate: 'removed',
        at: event.at,
        detail: { queueId: leg.queueId, by: 'administrator' },
        decided: [event],
      };
    }
  }
  return outcome;
}
