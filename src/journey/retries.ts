/**
 * Tries that are one message: a client that was put off comes back. The Message-ID says so where a try came far enough
 * to have one; else the envelope and the client do, within a day.
 */
import { addressKey } from '../mail/identity.ts';
import type { Client } from '../programs/event.ts';
import { envelopeKey } from './attempt.ts';
import type { Message } from './message.ts';
import { list } from './message-legs.ts';

/** A try that ended without acceptance. */
export interface Try {
  readonly at: number;
  readonly host: string;
  readonly messageId: string | null;
  readonly reversePath: string | null;
  readonly to: readonly string[];
  readonly client: Client | null;
}

/** A sending server gives up after five days (RFC 5321, 4.5.4.1); microseconds. */
export const RETRY_TIME = 5 * 86_400_000_000;
/** Where only the envelope speaks for it, another try is the same message for so long; microseconds. */
const ENVELOPE_TIME = 86_400_000_000;

/**
 * Do two sessions come from one sender? Large ones try again from another of their hosts: the same network or the same
 * domain will do; where one is not known nothing speaks against it.
 */
export function sameClient(a: Client | null | undefined, b: Client | null | undefined): boolean {
  if (!a?.ip || !b?.ip || a.ip === b.ip) return true;
  const net = (ip: string) =>
    (ip.includes(':') ? ip.split(':').slice(0, 4) : ip.split('.').slice(0, 3)).join('.');
  if (net(a.ip) === net(b.ip)) return true;
  const domain = (name: string | undefined) =>
    name?.includes('.') ? name.split('.').slice(-2).join('.').toLowerCase() : undefined;
  return domain(a.name) !== undefined && domain(a.name) === domain(b.name);
}

function isKnown(a: Client | null | undefined, b: Client | null | undefined): boolean {
  return a?.ip !== undefined && b?.ip !== undefined;
}

function clientOf(message: Message): Client | null | undefined {
  return message.legs[0]?.client ?? message.attempts.at(-1)?.client ?? message.failedLegs.at(-1)?.client;
}

export function sameSender(message: Message, reversePath: string | null): boolean {
  const known = message.reversePath;
  return reversePath === null || known === null || addressKey(known) === addressKey(reversePath);
}

/** When a server of this host first took the message in, at or after a time. */
function acceptedAfter(message: Message, { host, at }: Try): number | undefined {
  const later = message.legs.filter((leg) => leg.host === host && leg.first >= at).map((leg) => leg.first);
  return later.length === 0 ? undefined : later.reduce((a, b) => Math.min(a, b));
}

export class Retries {
  readonly #byEnvelope = new Map<string, Message[]>();
  readonly #byMessageId = new Map<string, Message[]>();

  /** Makes a message known under its Message-ID. */
  named(message: Message): void {
    if (message.messageId !== null) add(this.#byMessageId, message.messageId, message);
  }

  /** Makes a message known under one of its recipients. */
  addressed(message: Message, to: string | undefined): void {
    if (to !== undefined) add(this.#byEnvelope, envelopeKey(message.reversePath, to), message);
  }

  withMessageId(messageId: string | null): readonly Message[] {
    return messageId === null ? [] : (this.#byMessageId.get(messageId) ?? []);
  }

  /** The message that a later try became, or the earlier tries that are still open. */
  successor(tried: Try): Message | undefined {
    const { at, messageId, reversePath } = tried;
    for (const message of this.withMessageId(messageId)) {
      const accepted = acceptedAfter(message, tried);
      if (accepted !== undefined && accepted - at <= RETRY_TIME && sameSender(message, reversePath))
        return message;
    }
    for (const message of this.#alike(tried)) {
      const accepted = acceptedAfter(message, tried);
      if (accepted !== undefined && accepted - at <= ENVELOPE_TIME) return message;
    }
    return this.pending(tried);
  }

  /** Earlier tries that have neither been accepted nor refused for good. */
  pending(tried: Try): Message | undefined {
    const { at, messageId, reversePath } = tried;
    for (const message of this.withMessageId(messageId)) {
      const near = Math.abs(message.first - at) <= RETRY_TIME;
      if (message.legs.length === 0 && near && sameSender(message, reversePath) && isOpen(message, tried))
        return message;
    }
    for (const message of this.#alike(tried)) {
      const near = message.first <= at && at - message.first <= ENVELOPE_TIME;
      if (near && !brought(message, tried) && isOpen(message, tried)) return message;
    }
    return undefined;
  }

  /** Of the same envelope and client, and not known to be another message. */
  *#alike({ reversePath, to, client, messageId }: Try): Generator<Message> {
    for (const address of to) {
      for (const message of this.#byEnvelope.get(envelopeKey(reversePath, address)) ?? []) {
        const other = messageId !== null && message.messageId !== null && messageId !== message.messageId;
        // The null sender says nothing about who sent: only the client does.
        const known = reversePath !== '' || isKnown(client, clientOf(message));
        if (!other && known && sameClient(client, clientOf(message))) yield message;
      }
    }
  }
}

/** Was the message accepted for one of these recipients? Others may have been put off beside an accepted one. */
function brought(message: Message, { to }: Try): boolean {
  const addresses = new Set(to.map(addressKey));
  return message.legs.some((leg) =>
    leg.deliveries.some((d) =>
      [...list(d.forwardPath), ...list(d.originalRecipient)].some((a) => addresses.has(addressKey(a))),
    ),
  );
}

/** Was the last word on one of these recipients not a final one? */
function isOpen(message: Message, { to }: Try): boolean {
  const addresses = new Set(to.map(addressKey));
  const last = message.refusals
    .filter((r) => r.forwardPath === null || addresses.has(addressKey(r.forwardPath)))
    .at(-1);
  return last === undefined ? message.lost.length > 0 : last.kind !== 'rejected' && last.kind !== 'discarded';
}

function add(map: Map<string, Message[]>, key: string, message: Message): void {
  const same = map.get(key);
  if (same === undefined) map.set(key, [message]);
  else if (!same.includes(message)) same.push(message);
}
