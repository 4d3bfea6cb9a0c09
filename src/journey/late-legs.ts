/**
 * Legs that no line links: a Sieve redirect comes in again through pickup or from this machine under the same
 * Message-ID, a released quarantine copy with `resent-message-id=`. They are joined where Message-ID, time and
 * recipient agree. Also puts filter lines that name no queue id onto the leg that they speak of.
 */
import { addressKey, sameMessageId } from '../mail/identity.ts';
import { storeSession } from './delivered.ts';
import type { JourneyEvent } from './journey.ts';
import type { Leg, Legs } from './leg.ts';
import type { MailStore } from './mail-store.ts';
import { list, type MessageLegs } from './message-legs.ts';

/** A redirect is queued again within this time of Sieve's line; microseconds. */
const REDIRECT_TIME = 30_000_000;
const FILTER_TIME = 600_000_000;
/** Lines of the script's two ends may differ by this much; microseconds. */
const PIPE_SKEW = 5_000_000;

function isLocal(leg: Leg): boolean {
  if (leg.client === null) return true;
  const ip = leg.client.ip ?? '';
  return ip.startsWith('127.') || ip === '::1';
}

function addresses(leg: Leg): Set<string> {
  const all = new Set<string>();
  for (const d of leg.deliveries)
    for (const to of [...list(d.forwardPath), d.originalRecipient])
      if (to !== undefined) all.add(addressKey(to));
  return all;
}

export function linkLateLegs(
  events: readonly JourneyEvent[],
  legs: Legs,
  links: MessageLegs,
  store: MailStore,
): void {
  filterLinesWithoutQueueId(events, legs, links);
  releases(legs, links);
  redirects(legs, links, store);
  pipedFilters(legs, links);
}

function redirects(legs: Legs, links: MessageLegs, store: MailStore): void {
  const forwarded = store.sieve.filter((e) => e.action === 'forwarded');
  if (forwarded.length === 0) return;
  const bySession = new Map<string, Leg>();
  for (const leg of legs.all) {
    for (const d of leg.deliveries) {
      const session = storeSession(d.reply);
      if (session !== null) bySession.set(session, leg);
    }
  }
  for (const event of forwarded) {
    const from = bySession.get(event.session ?? '') ?? delivering(legs, event);
    if (from === undefined) continue;
    const targets = list(event.forwardPath).map(addressKey);
    const candidates = named(legs, event).filter((leg) => {
      if (leg === from || links.parent(leg) !== undefined || !isLocal(leg)) return false;
      if (Math.abs(leg.first - event.at) > REDIRECT_TIME) return false;
      const to = addresses(leg);
      if (to.size > 0 && !targets.some((t) => to.has(t))) return false;
      if (event.messageId && leg.messageId)
        return sameMessageId(leg.messageId, event.messageId) !== undefined;
      return to.size > 0;
    });
    candidates.sort((a, b) => Math.abs(a.first - event.at) - Math.abs(b.first - event.at));
    if (candidates[0] !== undefined) links.link({ from, to: candidates[0], kind: 'redirect' });
  }
}

/** The legs that a line of the mail store may mean: it may spell the Message-ID otherwise than cleanup did. */
function named(legs: Legs, event: JourneyEvent): readonly Leg[] {
  const exact = event.messageId ? legs.withMessageId(event.messageId) : [];
  return exact.length > 0 ? exact : legs.all;
}

/** Without a session id: the leg whose hand-over to the store this line can be about. */
function delivering(legs: Legs, event: JourneyEvent): Leg | undefined {
  return named(legs, event).find(
    (leg) =>
      !!event.messageId &&
      !!leg.messageId &&
      sameMessageId(leg.messageId, event.messageId) !== undefined &&
      leg.deliveries.some(
        (d) =>
          d.status === 'sent' &&
          Math.abs(d.at - event.at) <= REDIRECT_TIME &&
          list(d.nextQueueId).length === 0,
      ),
  );
}

/** A simple content filter (Postfix FILTER_README): pipe(8) gives the message to a script that submits it again. */
function pipedFilters(legs: Legs, links: MessageLegs): void {
  for (const from of legs.all) {
    for (const d of from.deliveries) {
      if (d.status !== 'sent' || !d.program.endsWith('/pipe') || !from.messageId) continue;
      const earliest = d.at - (d.delay ?? 0) * 1e6 - PIPE_SKEW;
      const to = legs.withMessageId(from.messageId).find((leg) => {
        const inTime = leg.first >= earliest && leg.first <= d.at + PIPE_SKEW;
        const same =
          leg.reversePath === null ||
          from.reversePath === null ||
          addressKey(leg.reversePath) === addressKey(from.reversePath);
        const named = addresses(leg);
        const known = named.size === 0 || list(d.forwardPath).some((a) => named.has(addressKey(a)));
        return leg !== from && links.parent(leg) === undefined && isLocal(leg) && inTime && same && known;
      });
      if (to !== undefined) links.link({ from, to, kind: 'handover' });
    }
  }
}

function releases(legs: Legs, links: MessageLegs): void {
  for (const leg of legs.all) {
    if (!leg.resent || links.parent(leg) !== undefined || !isLocal(leg) || !leg.messageId) continue;
    const to = addresses(leg);
    const from = legs
      .withMessageId(leg.messageId)
      .find(
        (l) =>
          l !== leg &&
          l.first <= leg.first &&
          l.messageId === leg.messageId &&
          l.events.some(
            (e) =>
              e.event === 'filter' &&
              e.action === 'blocked' &&
              list(e.forwardPath).some((a) => to.has(addressKey(a))),
          ),
      );
    if (from !== undefined) links.link({ from, to: leg, kind: 'release' });
  }
}

function filterLinesWithoutQueueId(events: readonly JourneyEvent[], legs: Legs, links: MessageLegs): void {
  for (const event of events) {
    if ((event.event !== 'filter' && event.event !== 'proxy') || event.queueId !== undefined) continue;
    const leg = event.event === 'proxy' ? accepted(event, legs) : filtered(event, legs, links);
    if (leg === undefined || leg.events.includes(event)) continue;
    leg.events.push(event);
    if (event.event === 'filter') links.follow(leg, event);
    leg.events.sort((a, b) => a.at - b.at || a.seq - b.seq);
  }
}

/** The queue file that a message went into behind a before-queue filter. */
function accepted(event: JourneyEvent, legs: Legs): Leg | undefined {
  return list(event.nextQueueId)
    .flatMap((id) => legs.named(id))
    .find((leg) => Math.abs(leg.first - event.at) <= FILTER_TIME);
}

function filtered(event: JourneyEvent, legs: Legs, links: MessageLegs): Leg | undefined {
  for (const queueId of list(event.nextQueueId)) {
    for (const next of legs.named(queueId)) {
      const from = links.parent(next)?.from;
      if (from !== undefined && Math.abs(next.first - event.at) <= FILTER_TIME) return from;
    }
  }
  if (event.action === 'released' || !event.messageId) return undefined;
  return legs
    .withMessageId(event.messageId)
    .find(
      (leg) =>
        event.at >= leg.first - 1_000_000 &&
        event.at <= leg.last + 60_000_000 &&
        (event.reversePath === undefined ||
          leg.reversePath === null ||
          addressKey(event.reversePath) === addressKey(leg.reversePath)) &&
        (list(event.forwardPath).length === 0 ||
          list(event.forwardPath).some((a) => addresses(leg).has(addressKey(a)))),
    );
}
