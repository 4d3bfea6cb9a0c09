/**
 * The fate of a recipient by its delivery lines: what the last agent that touched the copy said, read together with
 * what a filter or the mail store wrote about it. `status=sent` alone proves a hand-over, never a mailbox.
 */

import { addressKey } from '../mail/identity.ts';
import { lmtpSession } from '../mail/reply.ts';
import { isExim } from '../programs/family.ts';
import type { Entry } from './entry.ts';
import type { Detail, JourneyEvent, Missing } from './journey.ts';
import type { Leg } from './leg.ts';
import { otherLines } from './leg-index.ts';
import type { Message } from './message.ts';
import { isOwnFilter, list } from './message-legs.ts';
import type { Outcome } from './outcome.ts';
import { agentOf } from './program.ts';
import { inQueue } from './refused.ts';
import { verdictOutcome } from './verdict.ts';

export interface Delivered extends Outcome {
  /** The copy went to the mail store: Dovecot's lines decide further. */
  toStore?: {
    readonly session: string | null;
    readonly event: JourneyEvent;
    /** Put into the mailbox by Postfix itself: no delivery agent wrote about it. */
    readonly direct?: boolean;
  };
  missing: Missing[];
  likely?: boolean;
  leg: Leg;
}

/** The session that a delivery led to, where it is long enough to be met only once. */
export function storeSession(reply: string | undefined): string | null {
  const session = lmtpSession(reply ?? '');
  return session !== undefined && session.length >= 16 ? session : null;
}

/** The lines of a content filter on this leg that speak of one of these addresses (as addressKey has them). */
export function filterLines(leg: Leg, addresses: ReadonlySet<string>): JourneyEvent[] {
  return otherLines(leg).filter((e) => {
    if (e.event !== 'filter') return false;
    const to = list(e.forwardPath);
    return to.length === 0 || addresses.size === 0 || to.some((a) => addresses.has(addressKey(a)));
  });
}

/** A filter that kept or dropped the copy: its own line, or only the reply of its hand-over. */
function blocked(leg: Leg, entry: Entry, delivery: JourneyEvent): Outcome | undefined {
  const own = new Set(entry.forwardPath === null ? [] : [addressKey(entry.forwardPath)]);
  const verdict = filterLines(leg, own).find((e) => e.action === 'blocked');
  const reply = delivery.reply ?? '';
  if (verdict === undefined) {
    const dropped = isOwnFilter(delivery.relay) && /^250 [\d.]+ Ok, discarded, id=/.test(reply);
    if (!dropped) return undefined;
    const reason = reply.slice(reply.indexOf(' - ') + 3);
    return { fate: 'discarded', at: delivery.at, detail: { by: 'filter', reason }, decided: [delivery] };
  }
  const decided = [verdict, delivery];
  const kept = verdictOutcome(verdict);
  return kept.fate === 'discarded' && delivery.status !== 'sent' ? undefined : { ...kept, decided };
}

function replyDetail(event: JourneyEvent): Detail {
  const detail: Detail = {};
  if (event.relay !== undefined) detail.relay = event.relay;
  if (event.reply !== undefined) detail.reply = remoteReply(event.reply);
  if (event.enhancedStatusCode !== undefined) detail.enhancedStatusCode = event.enhancedStatusCode;
  return detail;
}

/** `host mx.b[192.0.2.1] said: 550 5.1.1 no such user (in reply to RCPT TO command)` is the remote's reply in between. */
export function remoteReply(reply: string): string {
  return /^host .+? said: (.*?)(?: \(in reply to [^()]*\))?$/s.exec(reply)?.[1] ?? reply;
}

function notice(leg: Leg): JourneyEvent | undefined {
  return otherLines(leg).find(
    (e) => e.event === 'notification' && e.action === 'non-delivery' && e.reason !== 'postmaster',
  );
}

/** Given up: Postfix' queue manager says so, Sendmail in the line of the notice. */
export function isExpiry({ event, status }: JourneyEvent): boolean {
  return event === 'expired' || (event === 'notification' && status === 'expired');
}

function returned(
  fate: 'bounced' | 'expired',
  at: number,
  event: JourneyEvent,
  leg: Leg,
  more: JourneyEvent[],
): Delivered {
  const dsn = notice(leg);
  const detail = replyDetail(event);
  const dsnQueueId = list(dsn?.nextQueueId)[0];
  if (dsnQueueId !== undefined) detail.dsnQueueId = dsnQueueId;
  return {
    fate,
    at,
    detail,
    decided: [event, ...more, ...(dsn === undefined ? [] : [dsn])],
    missing: [],
    leg,
  };
}

/** The transport of Postfix' pipe(8); the program behind Sendmail's prog, else its mailer's name. */
export function commandOf({ mailer, reason, relay }: JourneyEvent): string {
  if (mailer === undefined) return relay ?? '';
  return reason?.startsWith('|') ? reason.slice(1) : mailer;
}

/** Into the null device: by an alias, in Postfix' words or in Sendmail's. */
export function isNullDevice({ reply, reason, mailer }: JourneyEvent): boolean {
  return reply === 'delivered to file: /dev/null' || (mailer === '*file*' && reason === '/dev/null');
}

function sent(event: JourneyEvent, leg: Leg): Delivered {
  const base = { at: event.at, decided: [event], missing: [], leg };
  const daemon = agentOf(event);
  const reply = event.reply ?? '';
  if (daemon === 'discard') {
    const detail = isExim(event.program) ? { by: 'alias' } : { by: 'transport', reason: reply };
    return { ...base, fate: 'discarded', detail };
  }
  if (daemon === 'pipe') {
    const command = commandOf(event);
    const store = /dovecot|deliver|lda|lmtp|cyrus|maildrop|procmail/i.test(command);
    const piped: Delivered = { ...base, fate: 'piped', detail: { command } };
    return store ? { ...piped, toStore: { session: null, event } } : piped;
  }
  if (daemon === 'local' || daemon === 'virtual' || daemon === 'file') {
    if (reply.startsWith('delivered to command: ')) {
      return {
        ...base,
        fate: 'piped',
        detail: { command: reply.slice(22) },
        toStore: { session: null, event },
      };
    }
    if (isNullDevice(event) || reply.startsWith('discarded')) {
      return { ...base, fate: 'discarded', detail: { by: 'alias', reason: event.reason ?? reply } };
    }
    // Sendmail's local mailer may be Dovecot's delivery agent or its LMTP.
    const direct = event.mailer !== 'local';
    const session = direct ? null : storeSession(reply);
    const detail: Detail = daemon === 'file' && event.reason !== undefined ? { mailbox: event.reason } : {};
    return { ...base, fate: 'delivered', detail, toStore: { session, event, direct } };
  }
  if (daemon === 'lmtp')
    return { ...base, fate: 'delivered', detail: {}, toStore: { session: storeSession(reply), event } };
  return { ...base, fate: 'relayed', detail: replyDetail(event), missing: ['remote'] };
}

/** A hand-over to another queue file of ours: what that file's lines say of a copy that they do not name. */
function handedOn(message: Message, leg: Leg, entry: Entry, event: JourneyEvent): Delivered | undefined {
  const ids = list(event.nextQueueId);
  const next = message.links
    .children(leg)
    .filter((l) => l.kind === 'handover' && ids.includes(l.to.queueId))[0]?.to;
  if (next === undefined) {
    const daemon = agentOf(event);
    const own = isOwnFilter(event.relay) && (daemon === 'smtp' || (daemon === 'lmtp' && ids.length > 0));
    if (!own) return undefined;
    const detail = ids.length > 0 ? { queueId: ids[0] as string } : {};
    return {
      fate: 'unknown',
      at: event.at,
      detail,
      decided: [event],
      missing: ['second-leg', 'no-end'],
      leg,
    };
  }
  if (entry.forwards.length > 0) return expanded(entry, leg, [event]);
  // A remote's reply that names a leg of ours which is done and never named this recipient proves nothing.
  if (next.removed === 'done') {
    if (!isOwnFilter(event.relay)) return undefined;
    const detail = { queueId: next.queueId };
    return { fate: 'unknown', at: event.at, detail, decided: [event], missing: ['second-leg'], leg };
  }
  const state = inQueue(next);
  const decided = [event, ...(state?.decided ?? [])];
  if (state === undefined) {
    return {
      fate: 'unknown',
      at: event.at,
      detail: { queueId: next.queueId },
      decided,
      missing: ['no-end'],
      leg: next,
    };
  }
  return { ...state, decided, missing: [], leg: next };
}

/** An alias, list or rule: the copies went on, none was kept. */
export function expanded(entry: Entry, leg: Leg, lines: readonly JourneyEvent[]): Delivered {
  const [first] = entry.forwards;
  const at = first?.event.at ?? leg.last;
  const detail: Detail = { by: first?.by, forwardedTo: entry.forwards.map((f) => f.to) };
  const decided = [...lines, ...entry.forwards.map((f) => f.event)];
  return { fate: 'forwarded', at, detail, decided, missing: [], leg };
}

/** The last leg that names this recipient, and its lines there. */
function terminal(message: Message, entry: Entry): { leg: Leg; events: JourneyEvent[] } | undefined {
  const depth = new Map(message.legs.map((leg, i) => [leg, i]));
  let last: Leg | undefined;
  for (const { leg } of entry.deliveries) {
    if (last === undefined || (depth.get(leg) ?? 0) > (depth.get(last) ?? 0)) last = leg;
  }
  if (last === undefined) return undefined;
  return { leg: last, events: entry.deliveries.filter((d) => d.leg === last).map((d) => d.event) };
}

export function delivered(message: Message, entry: Entry): Delivered | undefined {
  const end = terminal(message, entry);
  if (end === undefined) return undefined;
  const { leg, events } = end;
  // The same address may have come directly and through a list: where one copy went, it is there.
  const event = events.findLast((e) => e.status === 'sent') ?? events.at(-1)!;
  switch (event.status) {
    case 'sent': {
      const own = events.find((e) => e.status === 'sent' && list(e.nextQueueId).length === 0) ?? event;
      if (agentOf(own) === 'local' && list(own.nextQueueId).length > 0) return expanded(entry, leg, [own]);
      const kept = blocked(leg, entry, own);
      if (kept !== undefined) {
        const seen = kept.decided.some((e) => e.event === 'filter');
        return { ...kept, leg, missing: seen ? [] : ['no-filter-lines'], likely: !seen };
      }
      return handedOn(message, leg, entry, own) ?? sent(own, leg);
    }
    case 'deferred': {
      const state = leg.events.find((e) => isExpiry(e) && e.at >= event.at);
      if (state !== undefined) return returned('expired', state.at, event, leg, [state]);
      const queue = inQueue(leg);
      if (queue !== undefined && queue.fate !== 'queued' && queue.at >= event.at)
        return { ...queue, missing: [], leg };
      // Exim says at every queue run that a host's time has not come; that was no attempt.
      const put = events.filter((e) => e.status === 'deferred');
      const real = put.filter((e) => e.action !== 'not-tried');
      const tries = real.length > 0 ? real : put;
      const last = tries.at(-1) as JourneyEvent;
      const detail: Detail = {
        ...replyDetail(last),
        queueId: leg.queueId,
        attempts: tries.length,
        lastAttempt: last.at,
      };
      return { fate: 'deferred', at: last.at, detail, decided: tries, missing: [], leg };
    }
    case 'bounced': {
      const kept = blocked(leg, entry, event);
      if (kept?.fate === 'quarantined') return { ...kept, leg, missing: [] };
      return returned('bounced', event.at, event, leg, []);
    }
    case 'expired':
      return returned('expired', event.at, event, leg, []);
    default:
      return undefined;
  }
}
