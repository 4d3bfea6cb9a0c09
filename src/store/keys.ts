/**
 * The keys by which lines are found: queue ids, Message-IDs, sessions, addresses, clients, envelopes. The store keeps of
 * each only a hash (28 bits) and the four seconds in which a line names it; what lies there is read and understood again,
 * so that a key is where its program's own reader found it, and a hash of two keys costs a few lines read in vain.
 * Measured in docs/performance.md. Keys are text, not bytes.
 */
import { addressKey, innerAddress } from '../mail/identity.ts';
import { lmtpSession } from '../mail/reply.ts';
import type { EventName, LogEvent } from '../programs/event.ts';

/** Numbers are part of the hash: another one needs another `VERSION` (schema.ts). */
export const KINDS = {
  queueIds: 1,
  messageIds: 2,
  sessions: 3,
  addresses: 4,
  clientIps: 5,
  envelopes: 6,
  folderUsers: 7,
  acceptedEnvelopes: 8,
} as const;

export type KeyKind = (typeof KINDS)[keyof typeof KINDS];

/** Called with each key of a line, some of them twice. */
export type TakeKey = (kind: KeyKind, key: string) => void;

/** A Message-ID that a log cut short, at 80 characters or earlier, shares this much with the whole one. */
export const MESSAGE_ID_STEM = 32;

/** Events that put a recipient off or refuse him, and name both ends: a message's tries are found by these. */
export const TRIES: readonly EventName[] = ['reject', 'greylist', 'access', 'postscreen', 'milter', 'proxy'];
/** Lines that say who sends an accepted message. */
export const ACCEPTING: readonly EventName[] = ['queue-active', 'arrival'];
/** What happens to mailboxes as a whole is rare, and asked for with every message of theirs. */
const FOLDER_EVENTS: readonly EventName[] = ['mailbox-delete', 'mailbox-rename'];
/** Every session has some, and names its user; asked for by session, or by the words in them. */
const OF_SESSIONS: ReadonlySet<EventName> = new Set(['login', 'logout', 'login-failed', 'sasl-failed']);
/** Their clients bring no message by this line. */
const NO_MESSAGE: ReadonlySet<EventName> = new Set([
  ...OF_SESSIONS,
  'connect',
  'tls',
  'session',
  'warning',
  'other',
]);

/** Microseconds. Shorter places make a larger table, longer ones more lines to look at. */
export const PLACE = 4_000_000;

/** The number of the four seconds that `at` (microseconds since the epoch) lies in; 0 before the epoch. */
export function placeOf(at: number): number {
  return at < 0 ? 0 : Math.floor(at / PLACE);
}

/** FNV-1a over the characters, mixed, since its upper bits are the better ones. 28 bits. */
export function keyHash(kind: KeyKind, key: string): number {
  let hash = 0x811c9dc5 ^ kind;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 12)) & 0x0fffffff;
}

/** Of two ends, as addressKey has them; '' is the null sender. */
export function envelopeKey(from: string, to: string): string {
  return `${from}\0${to}`;
}

export function stemOf(messageId: string): string {
  return messageId.length > MESSAGE_ID_STEM ? messageId.slice(0, MESSAGE_ID_STEM) : messageId;
}

/** Dovecot's LMTP appends `:T2:R2` for the second transaction and recipient; the session itself is what comes before. */
export function baseSession(session: string): string {
  const colon = session.indexOf(':');
  return colon > 0 ? session.slice(0, colon) : session;
}

export function eachKey(event: LogEvent, take: TakeKey): void {
  eachQueueId(event, take);
  if (event.messageId) take(KINDS.messageIds, stemOf(event.messageId));
  if (event.session) take(KINDS.sessions, baseSession(event.session));
  else if (event.event === 'delivery' && event.reply !== undefined) {
    const saved =
      event.action === 'lmtp' || event.program.endsWith('lmtp') ? lmtpSession(event.reply) : undefined;
    if (saved !== undefined) take(KINDS.sessions, baseSession(saved));
  }
  if (!OF_SESSIONS.has(event.event)) eachAddress(event, (address) => take(KINDS.addresses, address));
  if (event.client?.ip && !NO_MESSAGE.has(event.event)) take(KINDS.clientIps, event.client.ip);
  const { event: name, reversePath, forwardPath, user } = event;
  if (reversePath !== undefined && forwardPath !== undefined && TRIES.includes(name)) {
    const from = addressKey(reversePath);
    for (const to of typeof forwardPath === 'string' ? [forwardPath] : forwardPath)
      take(KINDS.envelopes, envelopeKey(from, addressKey(to)));
  } else if (user && FOLDER_EVENTS.includes(name)) take(KINDS.folderUsers, addressKey(user));
}

/** Does the line name a queue file? */
export function eachQueueId({ queueId, nextQueueId, originalQueueId }: LogEvent, take: TakeKey): void {
  if (queueId) take(KINDS.queueIds, queueId);
  if (typeof nextQueueId === 'string') take(KINDS.queueIds, nextQueueId);
  else if (nextQueueId !== undefined) for (const id of nextQueueId) take(KINDS.queueIds, id);
  if (originalQueueId) take(KINDS.queueIds, originalQueueId);
}

/** Senders and recipients of all kinds and users, as `addressKey` has them. */
export function eachAddress(event: LogEvent, take: (address: string) => void): void {
  const { reversePath, forwardPath, originalRecipient, user, headerFrom, client } = event;
  if (reversePath) {
    take(addressKey(reversePath));
    const inner = reversePath.includes('=') ? innerAddress(reversePath) : undefined;
    if (inner) take(addressKey(inner));
  }
  if (typeof forwardPath === 'string') {
    if (forwardPath !== '') take(addressKey(forwardPath));
  } else if (forwardPath !== undefined) {
    for (const address of forwardPath) if (address !== '') take(addressKey(address));
  }
  if (originalRecipient) take(addressKey(originalRecipient));
  if (user) take(addressKey(user));
  if (headerFrom) {
    const address = bareAddress(headerFrom);
    if (address !== '') take(addressKey(address));
  }
  if (client?.saslUsername) take(addressKey(client.saslUsername));
}

/** `"Jerry" <jerry@corp.example>` -> `jerry@corp.example`: RFC 5322 puts the address into the last angle brackets. */
function bareAddress(header: string): string {
  const close = header.lastIndexOf('>');
  const open = close < 0 ? -1 : header.lastIndexOf('<', close);
  return open < 0 ? header.trim() : header.slice(open + 1, close);
}
