/**
 * The timeline of one recipient: what happened on the way, in the order of time, each stop with the lines that prove
 * it. Decides nothing; the fate has been decided from the same lines.
 */
import { type Arrivals, envelopeKey } from './attempt.ts';
import { isTrash } from './copies.ts';
import { filterLines } from './delivered.ts';
import type { Entry } from './entry.ts';
import type { JourneyEvent, Stop, StopName } from './journey.ts';
import type { Leg } from './leg.ts';
import type { MailStore } from './mail-store.ts';
import type { Action } from './mailbox.ts';
import type { Message } from './message.ts';
import { isOwnFilter, list } from './message-legs.ts';
import { daemonOf } from './program.ts';

class Timeline {
  readonly stops: Stop[] = [];
  readonly evidence = new Map<string, JourneyEvent>();

  add(stop: StopName, event: JourneyEvent, detail: Stop['detail'], ...more: readonly JourneyEvent[]): void {
    for (const e of [event, ...more]) this.evidence.set(e.id, e);
    const { at, host, program } = event;
    this.stops.push({ at, stop, host, program, detail, evidence: [event, ...more].map((e) => e.id) });
  }

  line(...events: readonly JourneyEvent[]): void {
    for (const e of events) this.evidence.set(e.id, e);
  }
}

const REFUSAL_STOP = {
  rejected: 'refused',
  discarded: 'discarded',
  held: 'held',
  filtered: 'blocked',
  greylisted: 'greylisted',
  'temporarily-refused': 'temporarily-refused',
} as const;

export interface Told {
  readonly stops: readonly Stop[];
  readonly evidence: readonly JourneyEvent[];
}

/** `path`: the legs that carried this recipient's copy, first to last. */
export function timeline(
  message: Message,
  entry: Entry,
  path: readonly Leg[],
  storeLines: readonly JourneyEvent[],
  actions: readonly Action[],
  store: MailStore,
  arrivals: Arrivals,
): Told {
  const t = new Timeline();
  arrived(t, message, entry, arrivals);
  path.forEach((leg, i) => {
    opened(t, leg, i, message, arrivals);
    travelled(t, leg, entry);
  });
  inMailbox(t, storeLines, actions, store);
  return told(t);
}

/** The part of the timeline that the mail store tells. */
export function mailboxTimeline(
  storeLines: readonly JourneyEvent[],
  actions: readonly Action[],
  store: MailStore,
): Told {
  const t = new Timeline();
  inMailbox(t, storeLines, actions, store);
  return told(t);
}

function inMailbox(
  t: Timeline,
  storeLines: readonly JourneyEvent[],
  actions: readonly Action[],
  store: MailStore,
): void {
  for (const event of storeLines) storeLine(t, event);
  for (const action of actions) mailboxAction(t, action, store);
  const [first] = actions;
  if (first !== undefined) fetched(t, first, actions, store);
}

function told(t: Timeline): Told {
  const stops = t.stops.sort((a, b) => a.at - b.at || order(a) - order(b));
  const evidence = [...t.evidence.values()].sort((a, b) => a.at - b.at || a.seq - b.seq);
  return { stops, evidence };
}

/** Within one second of a log without fractions, causes before effects. */
const ORDER: readonly StopName[] = [
  'greylisted',
  'temporarily-refused',
  'connection-lost',
  'submitted',
  'accepted',
  'checked',
  'held',
  'queued',
  'filtered',
  'blocked',
  'reinjected',
];
function order(stop: Stop): number {
  const i = ORDER.indexOf(stop.stop);
  return i < 0 ? ORDER.length : i;
}

function arrived(t: Timeline, message: Message, entry: Entry, arrivals: Arrivals): void {
  for (const { event, kind } of entry.refusals) {
    const client = event.client;
    const { stage, reply, enhancedStatusCode, reason } = event;
    t.add(REFUSAL_STOP[kind], event, { stage, reply, enhancedStatusCode, reason, client });
  }
  for (const { event, stage } of message.lost)
    t.add('connection-lost', event, { stage, client: event.client });
  for (const leg of message.failedLegs) {
    for (const e of leg.events) if (e.event !== 'delivery') t.line(e);
    t.line(...(arrivals.sessionOf.get(leg) ?? []));
  }
  for (const attempt of message.attempts) {
    const mine = attempt.refusals.some((r) => r.forwardPath === null || r.forwardPath === entry.forwardPath);
    if (mine) t.line(...attempt.events.filter((e) => e.event === 'greylist' || e.event === 'filter'));
  }
  for (const { event } of entry.dispositions) {
    t.add(event.action === 'discard' ? 'discarded' : 'held', event, {
      reason: event.reason,
      queueId: event.queueId,
    });
  }
  if (entry.forwardPath === null || message.legs.length === 0) return;
  const root = message.legs[0] as Leg;
  for (const e of arrivals.greylisting.get(envelopeKey(message.reversePath, entry.forwardPath)) ?? []) {
    if (e.action === 'pass' && Math.abs(e.at - root.first) < 60_000_000) t.line(e);
  }
}

function opened(t: Timeline, leg: Leg, index: number, message: Message, arrivals: Arrivals): void {
  const start = leg.events.find((e) => e.event === 'client' || e.event === 'pickup');
  const named = leg.events.filter((e) => e.event === 'message-id');
  const session = arrivals.sessionOf.get(leg) ?? [];
  const kind = message.links.parent(leg)?.kind;
  if (index === 0 && start !== undefined) {
    const { client } = start;
    const submitted = start.event === 'pickup' || client?.saslUsername !== undefined;
    t.add(
      submitted ? 'submitted' : 'accepted',
      start,
      { client, user: start.user, queueId: leg.queueId },
      ...named,
    );
  } else if (start !== undefined && kind === 'handover') {
    t.add('reinjected', start, { queueId: leg.queueId, client: start.client }, ...named);
  } else if (start !== undefined) {
    t.line(start, ...named);
  } else {
    t.line(...named);
  }
  t.line(...session);
}

function travelled(t: Timeline, leg: Leg, entry: Entry): void {
  const mine = new Set(entry.deliveries.filter((d) => d.leg === leg).map((d) => d.event));
  for (const f of entry.forwards) if (leg.deliveries.includes(f.event)) mine.add(f.event);
  const verdicts = filterLines(leg, entry.forwardPath);
  const dsn = leg.events.filter((e) => e.event === 'notification');
  for (const e of leg.events) {
    const queue = { queueId: leg.queueId };
    switch (e.event) {
      case 'queue-active':
        t.add('queued', e, queue);
        break;
      case 'held':
        t.add('held', e, { ...queue, by: 'administrator' });
        break;
      case 'released':
        t.add('released', e, queue);
        break;
      case 'requeued':
        t.add('requeued', e, queue);
        break;
      case 'expired':
        t.add('expired', e, queue);
        break;
      case 'removed':
        if (leg.removed === 'administrator') t.add('removed', e, { ...queue, by: 'administrator' });
        else t.line(e);
        break;
      case 'filter':
        if (verdicts.includes(e)) filter(t, e);
        break;
      case 'header-check':
      case 'access':
      case 'milter':
        if (e.action !== 'reject' && e.action !== 'hold' && e.action !== 'discard')
          t.add('checked', e, { reason: e.reason, by: e.event });
        else t.line(e);
        break;
      case 'notification':
        if (
          [...mine].some((d) => d.status === 'bounced') ||
          leg.events.some((x) => x.event === 'expired') ||
          e.action === 'delay'
        ) {
          t.add('notified', e, { dsnQueueId: list(e.nextQueueId)[0] });
        }
        break;
      case 'delivery':
        if (mine.has(e)) delivery(t, e);
        break;
      case 'reject':
        break;
      default:
        // What this program does not know, it shows.
        if (!mine.has(e) && !dsn.includes(e)) t.line(e);
    }
  }
}

function filter(t: Timeline, e: JourneyEvent): void {
  const spam = e.reason?.startsWith('SPAM') ?? false;
  const detail = { reason: e.reason, name: e.virus, score: e.score, quarantineId: e.quarantineId, spam };
  t.add(e.action === 'blocked' ? 'blocked' : 'filtered', e, detail);
}

function delivery(t: Timeline, e: JourneyEvent): void {
  const { relay, reply, enhancedStatusCode } = e;
  const detail = { relay, reply, enhancedStatusCode, queueId: e.queueId };
  if (e.status === 'deferred') return t.add('deferred', e, detail);
  if (e.status === 'bounced' || e.status === 'expired') return t.add('bounced', e, detail);
  if (e.status !== 'sent') return t.line(e);
  const daemon = daemonOf(e.program);
  const next = list(e.nextQueueId);
  if (daemon === 'local' && next.length > 0) return t.add('expanded', e, { by: 'local' });
  if (daemon === 'discard' || reply === 'delivered to file: /dev/null') return t.add('discarded', e, detail);
  if (daemon === 'pipe') return t.add('piped', e, { command: relay });
  if (daemon === 'lmtp') return t.add('handed-over', e, detail);
  if (daemon === 'local' || daemon === 'virtual') return t.add('delivered', e, {});
  if (next.length > 0 && isOwnFilter(relay)) return t.line(e);
  if (/^250 [\d.]+ Ok, discarded/.test(reply ?? '')) return t.line(e);
  t.add('relayed', e, detail);
}

const SIEVE_STOPS: Readonly<Record<string, StopName>> = {
  stored: 'sieve-stored',
  forwarded: 'sieve-forwarded',
  discarded: 'sieve-discarded',
  rejected: 'sieve-rejected',
  vacation: 'auto-replied',
};

function storeLine(t: Timeline, e: JourneyEvent): void {
  const { user, mailbox } = e;
  if (e.event === 'quota') return t.add('over-quota', e, { user });
  const stop = e.event === 'sieve' ? SIEVE_STOPS[e.action ?? ''] : undefined;
  if (stop === undefined) return t.line(e);
  const forwardedTo = stop === 'sieve-forwarded' ? list(e.forwardPath) : undefined;
  t.add(stop, e, { user, mailbox, forwardedTo, reason: e.reason });
}

function mailboxAction(t: Timeline, action: Action, store: MailStore): void {
  const { event, copy } = action;
  const login = event.session || event.action === undefined ? store.signIn(event) : { ip: null, lines: [] };
  const { user, fromMailbox, session } = event;
  const mailbox = event.mailbox ?? copy.mailbox;
  const detail = {
    user,
    mailbox,
    fromMailbox,
    session,
    protocol: event.action,
    clientIp: login.ip ?? undefined,
    flags: event.flags,
  };
  switch (event.event) {
    case 'save':
      return t.add('delivered', event, { user, mailbox });
    case 'copy': {
      const moved = copy.parent?.gone != null && copy.parent.gone.session === event.session;
      const name = moved ? (isTrash(mailbox) ? 'trashed' : 'moved') : isTrash(mailbox) ? 'trashed' : 'copied';
      return t.add(name, event, detail, ...login.lines);
    }
    case 'flag-change':
      return t.add(event.action === 'pop3' ? 'fetched' : 'flagged', event, detail, ...login.lines);
    case 'delete':
      return t.add('marked-deleted', event, detail, ...login.lines);
    case 'undelete':
      return t.add('undeleted', event, detail, ...login.lines);
    case 'expunge':
      return t.add('expunged', event, detail, ...login.lines);
    case 'mailbox-delete':
      return t.add('mailbox-deleted', event, detail, ...login.lines);
    case 'mailbox-rename':
      return t.add('mailbox-renamed', event, detail, ...login.lines);
    default:
      t.line(event);
  }
}

/** POP3 logs how many messages a session fetched, not which. */
function fetched(t: Timeline, first: Action, actions: readonly Action[], store: MailStore): void {
  const { user } = first.copy;
  const end =
    actions.find((a) => a.copy === first.copy && a.copy.gone !== null)?.copy.gone?.at ??
    Number.POSITIVE_INFINITY;
  const known = new Set(actions.filter((a) => a.event.action === 'pop3').map((a) => a.event.session));
  for (const e of store.fetched(user, first.event.at, end)) {
    const login = store.signIn(e);
    if (known.has(e.session)) t.line(e, ...login.lines);
  }
}
