/** The part of a timeline that the servers tell: arrival, queue, filter, re-injection, delivery. */
import { addressKey } from '../mail/identity.ts';
import type { Arrivals } from './arrivals.ts';
import { commandOf, filterLines, isExpiry, isNullDevice, remoteReply } from './delivered.ts';
import type { Entry } from './entry.ts';
import { handshakeOf } from './handshakes.ts';
import type { JourneyEvent } from './journey.ts';
import { type Leg, OPENING } from './leg.ts';
import { deliveriesTo, otherLines } from './leg-index.ts';
import { storeLine } from './mailbox-stops.ts';
import { checkKind, type Message } from './message.ts';
import { isOwnFilter, list } from './message-legs.ts';
import { agentOf, isMilter } from './program.ts';
import { senderStops } from './sender-checks.ts';
import type { Timeline } from './timeline.ts';

/** One recipient's way through one queue file. `addresses`: the recipient's and those that it came from. */
export interface Passage {
  readonly message: Message;
  readonly leg: Leg;
  readonly first: boolean;
  readonly entry: Entry;
  readonly addresses: ReadonlySet<string>;
  /** What the mail store wrote before it refused the copy. */
  readonly before: readonly JourneyEvent[];
}

export function legStops(t: Timeline, passage: Passage, arrivals: Arrivals): void {
  const { leg } = passage;
  const verdicts = filterLines(leg, passage.addresses);
  const milters = verdicts.filter((e) => isMilter(e.program));
  opened(t, passage, arrivals);
  senderStops(t, leg, arrivals.spf);
  // A milter speaks before the server acts on it, a content filter after the queue has handed the message over.
  for (const e of milters) filterStop(t, e);
  inQueue(t, leg, isBack(passage));
  for (const e of verdicts) if (!milters.includes(e)) filterStop(t, e);
  for (const e of passage.before) storeLine(t, e);
  leaving(t, passage, arrivals);
  const stopped = new Set<JourneyEvent>(verdicts);
  for (const e of otherLines(leg)) if (!stopped.has(e) && isAlso(e)) t.line(e);
}

/** Lines of the queue file that belong to every recipient: what this program does not know, it shows. */
function isAlso(e: JourneyEvent): boolean {
  return e.event !== 'delivery' && e.event !== 'reject' && e.event !== 'filter';
}

function opened(t: Timeline, { message, leg, first, addresses }: Passage, arrivals: Arrivals): void {
  const start = otherLines(leg).find((e) => OPENING.has(e.event));
  const named = otherLines(leg).filter((e) => e.event === 'message-id');
  const kind = message.links.parent(leg)?.kind;
  const session = arrivals.sessionOf.get(leg) ?? [];
  t.line(...session, ...named);
  if (start === undefined) return;
  const queued = otherLines(leg).find((e) => e.event === 'queue-active');
  const more = [...named, ...otherLines(leg).filter((e) => e.event === 'proxy')];
  const detail = { client: leg.client ?? undefined, user: start.user, queueId: leg.queueId };
  if (isBack({ message, leg, first })) {
    return t.add('reinjected', start, detail, ...more, ...(queued === undefined ? [] : [queued]));
  }
  if (kind === 'release') {
    const from = message.links.parent(leg)?.from;
    const kept =
      from === undefined ? undefined : filterLines(from, addresses).find((e) => e.quarantineId !== undefined);
    const released = message.releases.filter((e) => kept?.quarantineId?.includes(e.quarantineId ?? '\0'));
    return t.add('released', start, { ...detail, quarantineId: kept?.quarantineId }, ...released, ...more);
  }
  // A line that opens a queue file is no acceptance yet.
  const accepted =
    leg.active ||
    leg.deliveries.length > 0 ||
    otherLines(leg).some((e) => e.action === 'hold' || e.action === 'discard');
  if (!accepted) return t.line(start);
  const local = start.event === 'pickup' || (start.event === 'arrival' && leg.client?.ip === undefined);
  const submitted = local || leg.client?.saslUsername !== undefined;
  // A process serves one client at a time, so the encryption is that of the connection that brought the message.
  const tls = session.findLast((e) => e.tls !== undefined && e.at <= start.at);
  if (tls !== undefined) more.push(tls);
  t.add(
    submitted ? 'submitted' : 'accepted',
    start,
    { ...detail, tls: tls?.tls, trust: tls?.action },
    ...more,
  );
}

/** Back from a filter: in the queue of the same host again. */
function isBack({ message, leg, first }: Pick<Passage, 'message' | 'leg' | 'first'>): boolean {
  const link = message.links.parent(leg);
  return !first && link?.kind === 'handover' && link.from.host === leg.host && !isNextQueue(link.from, leg);
}

/** Sendmail hands on to the next queue of its host by itself, as the submission program does, unless a filter answered. */
function isNextQueue(from: Leg, to: Leg): boolean {
  const handed = from.deliveries.find((d) => list(d.nextQueueId).includes(to.queueId));
  return handed?.mailer !== undefined && !handed.reply?.includes(' from MTA(');
}

function inQueue(t: Timeline, leg: Leg, back: boolean): void {
  const { queueId } = leg;
  let active = false;
  let held = false;
  for (const e of otherLines(leg)) {
    switch (e.event) {
      case 'queue-active':
        if (active || back) t.line(e);
        else t.add('queued', e, { queueId });
        active = true;
        break;
      case 'held':
        // Exim says again at every queue run that a message is frozen.
        if (e.action === 'still' && held) t.line(e);
        else
          t.add('held', e, {
            queueId,
            reason: e.reason,
            by: e.reason === undefined ? 'administrator' : undefined,
          });
        held = true;
        break;
      case 'released':
      case 'requeued':
        held = false;
        t.add(e.event, e, { queueId });
        break;
      case 'header-check':
      case 'access':
      case 'milter':
        rule(t, e);
        break;
    }
  }
}

function rule(t: Timeline, e: JourneyEvent): void {
  const { reason, action, queueId } = e;
  if (action === 'reject') return t.line(e);
  if (action === 'hold' || action === 'quarantine') return t.add('held', e, { reason, queueId });
  if (action === 'discard')
    return t.add('discarded', e, {
      reason,
      queueId,
      by: e.event === 'header-check' ? checkKind(e) : e.event,
    });
  if (action === 'redirect') {
    return t.add('expanded', e, {
      by: checkKind(e),
      forwardedTo: reason === undefined ? undefined : [reason],
    });
  }
  t.add('checked', e, { reason, by: e.event });
}

const BLOCKING = new Set([
  'blocked',
  'reject',
  'discard',
  'quarantine',
  'soft reject',
  'greylist',
  'infected',
]);

export function filterStop(t: Timeline, e: JourneyEvent): void {
  if (e.action === 'released') return t.line(e);
  const spam =
    e.reason?.startsWith('SPAM') ||
    e.action === 'spam' ||
    e.action === 'add header' ||
    e.action === 'rewrite subject';
  const reason = e.reason ?? e.action;
  const detail = { reason, name: e.virus, score: e.score, quarantineId: e.quarantineId, spam };
  t.add(BLOCKING.has(e.action ?? '') ? 'blocked' : 'filtered', e, detail);
}

/** The delivery lines of this recipient, and of the addresses that it came from. */
function leaving(t: Timeline, { leg, entry, addresses }: Passage, arrivals: Arrivals): void {
  const own = entry.forwardPath === null ? undefined : addressKey(entry.forwardPath);
  let returned = false;
  const aliases: JourneyEvent[] = [];
  for (const e of deliveriesTo(leg, addresses, own)) {
    const to = list(e.forwardPath).map(addressKey);
    const original = e.originalRecipient === undefined ? undefined : addressKey(e.originalRecipient);
    if (to.some((a) => a === own)) {
      delivery(t, e, entry, arrivals);
      returned ||= e.status === 'bounced' || e.status === 'expired';
    } else if (to.some((a) => addresses.has(a))) {
      origin(t, e, entry, arrivals);
    } else if (original !== undefined && original === own) {
      aliases.push(e);
    }
  }
  const [first, ...more] = aliases;
  const redirected = otherLines(leg).some((e) => e.event === 'header-check' && e.action === 'redirect');
  if (redirected) t.line(...aliases);
  else if (first !== undefined) {
    const forwardedTo = [...new Set(aliases.flatMap((e) => list(e.forwardPath)))];
    t.add('expanded', first, { by: 'alias', forwardedTo }, ...more);
  }
  const removed =
    leg.removed === 'administrator' ? otherLines(leg).find((e) => e.event === 'removed') : undefined;
  for (const e of otherLines(leg)) {
    if (isExpiry(e)) {
      t.add('expired', e, { queueId: leg.queueId });
      returned = true;
    }
    if (e === removed) t.add('removed', e, { queueId: leg.queueId, by: 'administrator' });
    if (e.event === 'notification' && (returned || e.action === 'delay'))
      t.add('notified', e, { dsnQueueId: list(e.nextQueueId)[0] });
  }
}

/** How the copy of an address that this one's came from went on. */
function origin(t: Timeline, e: JourneyEvent, entry: Entry, arrivals: Arrivals): void {
  if (e.status !== 'sent') return;
  const daemon = agentOf(e);
  const goesOn = list(e.nextQueueId).length > 0;
  if (goesOn && daemon === 'local')
    t.add('expanded', e, { by: 'local', forwardedTo: entry.forwardPath === null ? [] : [entry.forwardPath] });
  else if (goesOn) t.line(e);
  else if (daemon === 'lmtp') delivery(t, e, entry, arrivals);
}

function delivery(t: Timeline, e: JourneyEvent, entry: Entry, arrivals: Arrivals): void {
  const { relay, enhancedStatusCode, queueId } = e;
  const reply = remoteReply(e.reply ?? '');
  const detail = { relay, reply, enhancedStatusCode, queueId };
  if (e.action === 'not-tried') return t.line(e);
  if (e.status === 'deferred') return t.add('deferred', e, detail);
  if (e.status === 'bounced' || e.status === 'expired') return t.add('bounced', e, detail);
  if (e.action === 'autoreply')
    return t.add('auto-replied', e, { user: entry.forwardPath ?? undefined, forwardedTo: list(e.reason) });
  if (e.status !== 'sent') return t.line(e);
  const daemon = agentOf(e);
  const next = list(e.nextQueueId);
  if (daemon === 'local' && next.length > 0) {
    return t.add('expanded', e, { by: 'local', forwardedTo: entry.forwards.map((f) => f.to) });
  }
  if (daemon === 'discard' || isNullDevice(e)) return t.add('discarded', e, detail);
  if (reply.startsWith('delivered to command: ')) return t.add('piped', e, { command: reply.slice(22) });
  if (daemon === 'pipe') return t.add('piped', e, { command: commandOf(e) });
  // Sendmail's local mailer is a program: procmail, mail.local, Dovecot's delivery agent.
  if (daemon === 'lmtp' || e.mailer === 'local') return t.add('handed-over', e, detail);
  if (daemon === 'local' || daemon === 'virtual' || daemon === 'file') return t.add('delivered', e, {});
  if ((next.length > 0 && isOwnFilter(relay)) || /^250 [\d.]+ Ok, discarded/.test(reply)) return t.line(e);
  const shake = handshakeOf(e, arrivals.handshakes);
  const encryption = { tls: shake?.tls, trust: shake?.action };
  t.add('relayed', e, { ...detail, ...encryption }, ...(shake === undefined ? [] : [shake]));
}
