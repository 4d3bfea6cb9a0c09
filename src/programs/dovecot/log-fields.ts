/**
 * The `key=value, key=value` list of Dovecot's mail_log plugin, read in the order in which the plugin writes it.
 * Source: src/plugins/mail-log/mail-log-plugin.c, mail_log_append_mail_message_real() of 2.0 to 2.4 and
 * mail_log_action() of 1.1 and 1.2. Nothing in it is quoted: a mailbox name, Message-ID, header From or subject
 * (each cut at 64 or 80 bytes) may hold `, uid=1, msgid=<other>`. Therefore a free value ends at the first key that
 * may follow it and whose own value has the right form (a number; flags only where the plugin writes them), and keys
 * that come too late are text. A Message-ID that imitates the list can shorten itself to another Message-ID;
 * that is no more than sending a message with that Message-ID.
 */
import type { Fields } from '../event.ts';

type Key = 'box' | 'uid' | 'uids' | 'msgid' | 'size' | 'vsize' | 'from' | 'subject' | 'flags' | 'dest';

/** What comes first has the lowest rank; a key without a rank is not written by that version. */
export type Order = Readonly<Partial<Record<Key, number>>>;

export const ORDER_2: Order = { box: 0, uid: 1, msgid: 2, size: 3, vsize: 4, from: 5, subject: 6, flags: 7 };
export const ORDER_1: Order = {
  uid: 0,
  uids: 0,
  box: 1,
  flags: 2,
  dest: 3,
  msgid: 4,
  from: 5,
  subject: 6,
  size: 7,
  vsize: 8,
};

function keyAt(text: string, at: number): Key | undefined {
  switch (text.charCodeAt(at)) {
    case 98:
      return text.startsWith('box=', at) ? 'box' : undefined;
    case 117:
      return text.startsWith('uid=', at) ? 'uid' : text.startsWith('uids=', at) ? 'uids' : undefined;
    case 109:
      return text.startsWith('msgid=', at) ? 'msgid' : undefined;
    case 115:
      return text.startsWith('size=', at) ? 'size' : text.startsWith('subject=', at) ? 'subject' : undefined;
    case 118:
      return text.startsWith('vsize=', at) ? 'vsize' : undefined;
    case 102:
      return text.startsWith('from=', at) ? 'from' : text.startsWith('flags=(', at) ? 'flags' : undefined;
    case 100:
      return text.startsWith('dest=', at) ? 'dest' : undefined;
  }
  return undefined;
}

/** True where a list of mail_log fields can begin. */
export function startsFields(text: string, at: number): boolean {
  return keyAt(text, at) !== undefined;
}

/** Where the digits (or `error`) of a number end, or -1 where there is no number. */
function numberEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length) {
    const c = text.charCodeAt(end);
    if (c < 48 || c > 57) break;
    end++;
  }
  if (end > at) return end;
  return text.startsWith('error', at) ? at + 5 : -1;
}

/** Where the value of a key with a fixed form ends, or -1; `undefined` for free text. */
function fixedEnd(text: string, key: Key, at: number, order: Order): number | undefined {
  switch (key) {
    case 'uid':
    case 'size':
    case 'vsize':
      return numberEnd(text, at);
    case 'uids': {
      const end = text.indexOf(', ', at);
      return end === -1 ? text.length : end;
    }
    case 'flags': {
      // Keywords are IMAP atoms and hold no bracket. The plugin of 2.x writes flags last.
      const close = text.indexOf(')', at);
      return close === -1 || (order === ORDER_2 && close !== text.length - 1) ? -1 : close + 1;
    }
  }
  return undefined;
}

function follows(text: string, at: number, rank: number, order: Order): boolean {
  const key = keyAt(text, at);
  return key !== undefined && (order[key] ?? -1) > rank;
}

/** Is there at `at` a key that may follow `rank`, with a value of its form? */
function begins(text: string, at: number, rank: number, order: Order): boolean {
  const key = keyAt(text, at);
  if (key === undefined) return false;
  const own = order[key] ?? -1;
  if (own <= rank) return false;
  const end = fixedEnd(text, key, at + key.length + 1, order);
  if (end === undefined || end === text.length) return true;
  return end !== -1 && text.startsWith(', ', end) && follows(text, end + 2, own, order);
}

function freeEnd(text: string, at: number, rank: number, order: Order): number {
  for (let comma = text.indexOf(', ', at); comma !== -1; comma = text.indexOf(', ', comma + 1))
    if (begins(text, comma + 2, rank, order)) return comma;
  return text.length;
}

/**
 * Reads the list that begins at `at` into `fields`. `boxLength` is the length of the mailbox name where the text
 * before the list has already proved it. A number that the program could not find (`uid=error`) is left out.
 */
export function readLogFields(
  text: string,
  at: number,
  order: Order,
  fields: Fields,
  boxLength?: number,
): void {
  let key = keyAt(text, at);
  let rank = -1;
  while (key !== undefined) {
    rank = order[key] ?? -1;
    const start = at + key.length + 1;
    let end =
      key === 'box' && boxLength !== undefined ? start + boxLength : fixedEnd(text, key, start, order);
    end ??= freeEnd(text, start, rank, order);
    if (end === -1) return;
    store(fields, key, text, start, end);
    if (!text.startsWith(', ', end) || !follows(text, end + 2, rank, order)) return;
    at = end + 2;
    key = keyAt(text, at);
  }
}

function store(fields: Fields, key: Key, text: string, start: number, end: number): void {
  const value = text.slice(start, end);
  switch (key) {
    case 'box':
      fields.mailbox = value;
      break;
    case 'dest':
      fields.fromMailbox = fields.mailbox;
      fields.mailbox = value;
      break;
    case 'uid':
    case 'uids': {
      const uid = Number(value);
      if (uid > 0) fields.uid = uid;
      break;
    }
    case 'msgid':
      fields.messageId = value === '(null)' ? '' : value;
      break;
    case 'size': {
      const size = Number(value);
      if (size >= 0) fields.size = size;
      break;
    }
    case 'from':
      fields.headerFrom = value;
      break;
    case 'subject':
      fields.subject = value;
      break;
    case 'flags':
      fields.flags = value.length > 2 ? value.slice(1, -1).split(' ') : [];
      break;
    case 'vsize':
      break;
  }
}
