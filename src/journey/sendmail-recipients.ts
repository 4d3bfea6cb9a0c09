/**
 * Who Sendmail's delivery lines speak of. They name a recipient as aliases and .forward files have left him: `jerry`
 * for his mailbox here, `friend@far.example` for where his mail goes on. Who it was addressed to is written only by the
 * queue that handed it over (the submission program) or, as `ctladdr`, where a user's own credentials were used. Sendmail
 * Operations Guide, "ctladdr". What an alias of a message from outside was is on no line, and is not guessed.
 */
import { addressKey, localPart } from '../mail/identity.ts';
import type { JourneyEvent } from './journey.ts';
import type { Leg, Legs } from './leg.ts';
import { list, type MessageLegs } from './message-legs.ts';

/** Gives the delivery lines of Sendmail the recipients that they came from. Lines keep their ids. */
export function nameRecipients(legs: Legs, links: MessageLegs): void {
  for (const leg of legs.all) {
    if (!leg.deliveries.some((d) => d.mailer !== undefined)) continue;
    const parent = links.parent(leg)?.from;
    const handed = parent === undefined ? [] : handedTo(parent, leg);
    const senders = [leg.reversePath, parent?.reversePath, ownerOf(parent, leg)];
    rewrite(leg, (d) => withOrigin(d, handed, senders));
    if (parent !== undefined) rewrite(parent, (d) => withDomain(d, leg));
  }
}

function rewrite(leg: Leg, change: (delivery: JourneyEvent) => JourneyEvent): void {
  const changed = new Map(leg.deliveries.map((d) => [d, change(d)]));
  leg.deliveries.splice(0, leg.deliveries.length, ...changed.values());
  leg.events.splice(0, leg.events.length, ...leg.events.map((e) => changed.get(e) ?? e));
}

/** The submission program may know a bare name, the daemon behind it the whole address. */
function withDomain(handed: JourneyEvent, to: Leg): JourneyEvent {
  if (!list(handed.nextQueueId).includes(to.queueId)) return handed;
  const named = to.deliveries.flatMap((d) => [...list(d.forwardPath), ...list(d.originalRecipient)]);
  const whole = list(handed.forwardPath).map((a) => named.find((n) => isBareNameOf(a, n)) ?? a);
  return { ...handed, forwardPath: whole.length === 1 ? whole[0] : whole };
}

/** The recipients whose copies went into this queue file. */
function handedTo(parent: Leg, leg: Leg): string[] {
  return parent.deliveries
    .filter((d) => list(d.nextQueueId).includes(leg.queueId))
    .flatMap((d) => list(d.forwardPath));
}

/** The owner of a list, who became the sender of its copies. */
function ownerOf(parent: Leg | undefined, leg: Leg): string | undefined {
  return parent?.events.find((e) => e.event === 'clone' && list(e.nextQueueId).includes(leg.queueId))
    ?.reversePath;
}

function withOrigin(
  event: JourneyEvent,
  handed: readonly string[],
  senders: readonly (string | null | undefined)[],
): JourneyEvent {
  const { user, mailer } = event;
  if (mailer === undefined) return event;
  // The controlling user is the sender's where that is one of ours.
  const forwarder =
    user !== undefined && !senders.some((s) => s != null && isSame(s, user)) ? user : undefined;
  const known = forwarder === undefined ? handed : [...handed, forwarder];
  const to = list(event.forwardPath).map((a) => known.find((k) => isBareNameOf(a, k)) ?? a);
  const forwardPath = to.length === 1 ? to[0] : to;
  const others = to.filter((a) => !known.some((k) => isSame(a, k)));
  const original = forwarder ?? (handed.length === 1 ? handed[0] : undefined);
  if (others.length === 0 || original === undefined) return { ...event, forwardPath };
  return { ...event, forwardPath, originalRecipient: original };
}

function isBareNameOf(name: string, address: string): boolean {
  return !name.includes('@') && addressKey(name) === addressKey(localPart(address));
}

function isSame(a: string, b: string): boolean {
  return addressKey(a) === addressKey(b) || isBareNameOf(a, b) || isBareNameOf(b, a);
}
