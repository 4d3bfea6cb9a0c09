/**
 * Which legs are one message: re-injection behind a content filter, hand-over to a next host of ours, local
 * forwarding. Decided from what both sides wrote, never from a remote's reply alone: a stranger's server may name
 * any of our queue ids. A non-delivery notice is a message of its own and is not linked here.
 */
import { addressKey } from '../mail/identity.ts';
import type { JourneyEvent } from './journey.ts';
import type { Leg, Legs } from './leg.ts';

export interface Link {
  readonly from: Leg;
  readonly to: Leg;
  readonly kind: 'handover' | 'local' | 'redirect' | 'release';
}

/** Clocks of two hosts, and the order of lines, may differ by this much; microseconds. */
const SKEW = 5_000_000;

export function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value as T];
}

/**
 * A relay on this machine that is no mail exchanger: a content filter on loopback, or a Unix socket. Other addresses
 * of 127/8 and port 25 may be anybody's, as on hosts that forward ports.
 * Exim names no port by default, and never delivers to itself by SMTP.
 */
export function isOwnFilter(relay: string | undefined): boolean {
  return (
    relay !== undefined &&
    /\[(?:(?:127\.0\.0\.1|::1|IPv6:(?:0:0:0:0:0:0:0|:):1)\](?::(?!25$)\d+)?|[^\]]*\/[^\]]*\])$/.test(relay)
  );
}

function differentMessageId(a: Leg, b: Leg): boolean {
  return !!a.messageId && !!b.messageId && a.messageId !== b.messageId;
}

/** `mx2` of `mx2.corp.example[192.0.2.2]:25` or of a host name. */
function firstLabel(name: string | undefined): string {
  return /^[^.[\]:]*/.exec(name ?? '')?.[0].toLowerCase() ?? '';
}

/** Does the queue file name the recipient that was handed over, as far as it names any? */
function carries(to: Leg, event: JourneyEvent): boolean {
  const handed = new Set(list(event.forwardPath).map(addressKey));
  const named = to.deliveries.flatMap((d) => [...list(d.forwardPath), ...list(d.originalRecipient)]);
  return named.length === 0 || named.some((a) => handed.has(addressKey(a)));
}

/** Sendmail names the recipients behind aliases only: the Message-ID has to speak for them. */
function isExpanded(from: Leg, to: Leg): boolean {
  return (
    !!from.messageId && from.messageId === to.messageId && to.deliveries.some((d) => d.mailer !== undefined)
  );
}

/**
 * A remote's reply may name any of our queue ids. On this host it is believed where the message came back from the very
 * address that it was sent to (a filter on another machine); on another host of ours where the two name each other;
 * and only where both speak of the same recipient.
 */
function isBelieved(from: Leg, to: Leg, event: JourneyEvent): boolean {
  if (differentMessageId(from, to) || !(carries(to, event) || isExpanded(from, to))) return false;
  const ip = /\[([^\]]+)\]/.exec(event.relay ?? '')?.[1];
  if (from.host === to.host) return ip !== undefined && ip === to.client?.ip;
  const toName = firstLabel(event.relay);
  const fromName = firstLabel(to.client?.name);
  return (
    (toName !== '' && toName === firstLabel(to.host)) ||
    (fromName !== '' && fromName === firstLabel(from.host))
  );
}

/** The life of `queueId` that `event` on `from` handed the message to, or undefined. */
function target(legs: Legs, from: Leg, event: JourneyEvent, queueId: string): Leg | undefined {
  const trusted = event.event !== 'delivery' || isOwnFilter(event.relay) || event.relay === 'local';
  const earliest = event.at - (event.delay ?? 60) * 1e6 - SKEW;
  let best: Leg | undefined;
  for (const leg of legs.named(queueId)) {
    if (leg === from || leg.first < earliest || leg.first > event.at + SKEW) continue;
    const own = trusted && leg.host === from.host;
    if (own ? differentMessageId(from, leg) : !isBelieved(from, leg, event)) continue;
    if (best === undefined || Math.abs(leg.first - event.at) < Math.abs(best.first - event.at)) best = leg;
  }
  return best;
}

export class MessageLegs {
  readonly #parent = new Map<Leg, Link>();
  readonly #children = new Map<Leg, Link[]>();

  readonly #legs: Legs;

  constructor(legs: Legs) {
    this.#legs = legs;
    for (const leg of legs.all) {
      for (const event of leg.events) this.follow(leg, event);
    }
  }

  /** Links what a line of this leg names. */
  follow(leg: Leg, event: JourneyEvent): void {
    const legs = this.#legs;
    if (event.event === 'notification') {
      // Sendmail says no more of where a notice comes from.
      for (const id of list(event.nextQueueId)) {
        for (const to of legs.named(id)) {
          if (to.host !== leg.host || to.opened) continue;
          to.opened = true;
          to.reversePath ??= '';
        }
      }
      return;
    }
    for (const queueId of list(event.nextQueueId)) {
      const to = target(legs, leg, event, queueId);
      const local = event.event === 'delivery' && event.program.endsWith('/local');
      if (to !== undefined) this.link({ from: leg, to, kind: local ? 'local' : 'handover' });
    }
    if (event.originalQueueId === undefined || event.action === 'notification') return;
    const from = legs
      .named(event.originalQueueId)
      .find(
        (l) =>
          l !== leg &&
          l.first <= leg.first + SKEW &&
          l.last >= leg.first - SKEW &&
          !differentMessageId(l, leg),
      );
    if (from !== undefined) this.link({ from, to: leg, kind: 'handover' });
  }

  /** Links unless `to` has a parent already or the link would close a circle. */
  link(link: Link): boolean {
    if (this.#parent.has(link.to)) return false;
    for (let leg: Leg | undefined = link.from; leg !== undefined; leg = this.#parent.get(leg)?.from) {
      if (leg === link.to) return false;
    }
    this.#parent.set(link.to, link);
    const children = this.#children.get(link.from);
    if (children === undefined) this.#children.set(link.from, [link]);
    else children.push(link);
    return true;
  }

  parent(leg: Leg): Link | undefined {
    return this.#parent.get(leg);
  }

  children(leg: Leg): readonly Link[] {
    return this.#children.get(leg) ?? [];
  }

  root(leg: Leg): Leg {
    let root = leg;
    for (let link = this.#parent.get(root); link !== undefined; link = this.#parent.get(root))
      root = link.from;
    return root;
  }

  /** A root and everything behind it, nearest first. */
  tree(root: Leg): Leg[] {
    const all = [root];
    for (const leg of all) for (const link of this.children(leg)) all.push(link.to);
    return all;
  }
}
