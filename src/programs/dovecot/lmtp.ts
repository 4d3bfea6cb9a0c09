/**
 * Dovecot's delivery agents (lmtp, lda, deliver of 1.x) where Sieve does not speak: `msgid=<a@b>: saved mail to INBOX`,
 * `save failed to INBOX: ...`, and LMTP's connections. Source: lib-lda/mail-deliver.c, deliver_log_format
 * (`msgid=%{msgid}: %{message}` by default), lmtp/lmtp-client.c.
 * A server with mail_log writes the same save twice, here and as `save: box=INBOX, uid=1, ...`: `status` saved marks
 * the agent's own line, which has no uid.
 * The mailbox is not quoted and a Message-ID may hold the same words, so the last of them count.
 */
import type { Fields } from '../event.ts';
import { begin } from './mail-log.ts';
import type { Prefix } from './prefix.ts';
import { readSieve } from './sieve.ts';

export function readDelivery(prefix: Prefix): Fields | undefined {
  const { message } = prefix;
  if (message.startsWith('sieve: ')) return readSieve(prefix, 7);
  if (message.startsWith('msgid=')) return readSaved(prefix);
  if (message.startsWith('Connect from ')) return readConnect(prefix, message.slice(13));
  if (message.startsWith('Disconnect from ')) return readDisconnect(prefix, message.slice(16));
  return undefined;
}

const SAVED = ': saved mail to ';
const FAILED = ': save failed to ';
const REFUSED = ': Quota exceeded';

function readSaved(prefix: Prefix): Fields | undefined {
  const { message } = prefix;
  const failed = message.lastIndexOf(FAILED);
  const saved = message.lastIndexOf(SAVED);
  if (saved > failed) {
    const fields = begin(prefix, 'save');
    fields.status = 'saved';
    fields.messageId = messageIdOf(message, saved);
    fields.mailbox = message.slice(saved + SAVED.length);
    return fields;
  }
  if (failed === -1) {
    // CMU Sieve of 1.x and 2.0 logs without the word `sieve`.
    return readSieve(prefix, 0);
  }
  let start = failed + FAILED.length;
  if (message.startsWith('open mailbox ', start)) start += 13;
  const colon = message.indexOf(': ', start);
  const full = message.startsWith(REFUSED, colon);
  const fields = begin(prefix, full ? 'quota' : 'lmtp');
  fields.action = 'save-failed';
  fields.messageId = messageIdOf(message, failed);
  fields.mailbox = colon === -1 ? message.slice(start) : message.slice(start, colon);
  if (colon !== -1) fields.reason = message.slice(colon + 2);
  return fields;
}

/** A deliver_log_format of the administrator's own often adds fields behind the Message-ID: `<a@b>, from=...`. */
function messageIdOf(message: string, end: number): string {
  const id = message.slice(6, end);
  const more = id.indexOf('>, ');
  const whole = more === -1 ? id : id.slice(0, more + 1);
  return whole === 'unspecified' ? '' : whole;
}

function readConnect(prefix: Prefix, peer: string): Fields {
  const fields = begin(prefix, 'lmtp');
  fields.action = 'connect';
  setPeer(fields, peer);
  return fields;
}

function readDisconnect(prefix: Prefix, text: string): Fields {
  const fields = begin(prefix, 'lmtp');
  fields.action = 'disconnect';
  const colon = text.indexOf(': ');
  setPeer(fields, colon === -1 ? text : text.slice(0, colon));
  if (colon !== -1) fields.reason = text.slice(colon + 2);
  return fields;
}

/** `local` is a Unix socket. */
function setPeer(fields: Fields, peer: string): void {
  if (peer !== 'local') fields.client = { ip: peer };
}
