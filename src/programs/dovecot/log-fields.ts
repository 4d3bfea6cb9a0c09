/**
 * The `key=value, key=value` list of Dovecot's mail_log plugin, read in the order in which the plugin writes it.
 * Source: src/plugins/mail-log/mail-log-plugin.c, mail_log_append_mail_message_real() of 2.0 to 2.4 and
 * mail_log_action() of 1.1 and 1.2. Nothing in it is quoted: a mailbox name, Message-ID, header From or subject
 * (each cut at 64 or 80 bytes) may hold `, uid=1, msgid=<other>`. Therefore a free value ends at the first key that
 * may follow it and whose own value has the right form (a number; flags only where the plugin writes them), and keys
 * that come too late are text. A Message-ID that imitates the list can shorten itself to another Message-ID;
 * that is no more than sending a message with that Message-ID.
 * Where this reading gives a Message-ID that is none, the caller may try another (`mail-log.ts`).
 */
import type { Fields } from '../event.ts';

/** The keys, as indices into the tables below. */
const BOX = 0;
const UID = 1;
const UIDS = 2;
const MSGID = 3;
const SIZE = 4;
const VSIZE = 5;
const FROM = 6;
const SUBJECT = 7;
const FLAGS = 8;
const DEST = 9;
const NONE = -1;

const WRITTEN = [
  'box=',
  'uid=',
  'uids=',
  'msgid=',
  'size=',
  'vsize=',
  'from=',
  'subject=',
  'flags=',
  'dest=',
];
const LENGTHS = WRITTEN.map((key) => key.length);

/** The rank of each key: what comes first has the lowest; NONE is not written by that version. */
export type Order = readonly number[];

/** box, uid, msgid, size, vsize, from, subject, flags */
export const ORDER_2: Order = [0, 1, NONE, 2, 3, 4, 5, 6, 7, NONE];
/** uid or uids, box, flags, dest, msgid, from, subject, size, vsize */
export const ORDER_1: Order = [1, 0, 0, 4, 7, 8, 5, 6, 2, 3];

/** The same as `text.startsWith(word, at)`, which takes ten times as long on short words. */
export function isAt(text: string, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (text.charCodeAt(at + i) !== word.charCodeAt(i)) return false;
  return true;
}

function keyAt(text: string, at: number): number {
  switch (text.charCodeAt(at)) {
    case 98:
      return isAt(text, at, 'box=') ? BOX : NONE;
    case 117:
      return isAt(text, at, 'uid=') ? UID : isAt(text, at, 'uids=') ? UIDS : NONE;
    case 109:
      return isAt(text, at, 'msgid=') ? MSGID : NONE;
    case 115:
      return isAt(text, at, 'size=') ? SIZE : isAt(text, at, 'subject=') ? SUBJECT : NONE;
    case 118:
      return isAt(text, at, 'vsize=') ? VSIZE : NONE;
    case 102:
      return isAt(text, at, 'from=') ? FROM : isAt(text, at, 'flags=(') ? FLAGS : NONE;
    case 100:
      return isAt(text, at, 'dest=') ? DEST : NONE;
  }
  return NONE;
}

/** True where a list of mail_log fields can begin. */
export function startsFields(text: string, at: number): boolean {
  return keyAt(text, at) !== NONE;
}

/** Where the digits (or `error`) of a number end, or NONE where there is no number. */
function numberEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length) {
    const c = text.charCodeAt(end);
    if (c < 48 || c > 57) break;
    end++;
  }
  if (end > at) return end;
  return isAt(text, at, 'error') ? at + 5 : NONE;
}

function numberOf(text: string, start: number, end: number): number | undefined {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

const FREE = -2;

/** Where the value of a key with a fixed form ends, NONE where it has not that form, FREE for free text. */
function fixedEnd(text: string, key: number, at: number, order: Order): number {
  switch (key) {
    case UID:
    case SIZE:
    case VSIZE:
      return numberEnd(text, at);
    case UIDS: {
      const end = text.indexOf(', ', at);
      return end === -1 ? text.length : end;
    }
    case FLAGS: {
      // Keywords are IMAP atoms and hold no bracket. The plugin of 2.x writes flags last.
      const last = text.length - 1;
      if (order === ORDER_2 && text.charCodeAt(last) !== 41) return NONE;
      const close = text.indexOf(')', at);
      const inner = text.indexOf('(', at + 1);
      if (close === -1 || (inner !== -1 && inner < close)) return NONE;
      return order === ORDER_2 && close !== last ? NONE : close + 1;
    }
  }
  return FREE;
}

/** The key behind the comma at `end`, NONE where there is none or it may not follow `rank`. */
function keyAfter(text: string, end: number, rank: number, order: Order): number {
  if (text.charCodeAt(end) !== 44 || text.charCodeAt(end + 1) !== 32) return NONE;
  const key = keyAt(text, end + 2);
  return key !== NONE && order[key]! > rank ? key : NONE;
}

/** Where free text ends: at the first comma with a key that may follow `rank` and a value of its form. */
function freeEnd(text: string, at: number, rank: number, order: Order): number {
  for (let comma = text.indexOf(',', at); comma !== -1; comma = text.indexOf(',', comma + 1)) {
    const key = keyAfter(text, comma, rank, order);
    if (key === NONE) continue;
    const end = fixedEnd(text, key, comma + 2 + LENGTHS[key]!, order);
    if (end === FREE || end === text.length) return comma;
    if (end !== NONE && keyAfter(text, end, order[key]!, order) !== NONE) return comma;
  }
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
  while (key !== NONE) {
    const rank = order[key]!;
    const start = at + LENGTHS[key]!;
    let end = key === BOX && boxLength !== undefined ? start + boxLength : fixedEnd(text, key, start, order);
    if (end === NONE) return;
    if (end === FREE) end = freeEnd(text, start, rank, order);
    store(fields, key, text, start, end);
    key = keyAfter(text, end, rank, order);
    at = end + 2;
  }
}

function store(fields: Fields, key: number, text: string, start: number, end: number): void {
  switch (key) {
    case BOX:
      fields.mailbox = text.slice(start, end);
      break;
    case DEST:
      fields.fromMailbox = fields.mailbox;
      fields.mailbox = text.slice(start, end);
      break;
    case UID:
    case UIDS: {
      const uid = numberOf(text, start, end);
      if (uid !== undefined && uid > 0) fields.uid = uid;
      break;
    }
    case MSGID: {
      // A folded header keeps the space of its fold.
      const value = text.slice(text.charCodeAt(start) === 32 ? start + 1 : start, end);
      fields.messageId = value === '(null)' ? '' : value;
      break;
    }
    case SIZE:
      fields.size = numberOf(text, start, end);
      break;
    case FROM:
      fields.headerFrom = text.slice(start, end);
      break;
    case SUBJECT:
      fields.subject = text.slice(start, end);
      break;
    case FLAGS:
      fields.flags = end - start > 2 ? text.slice(start + 1, end - 1).split(' ') : [];
      break;
  }
}
