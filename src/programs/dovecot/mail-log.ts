/**
 * What Dovecot's mail_log plugin says of a mailbox: save, copy, delete, undelete, expunge, flag_change, and mailboxes
 * created, deleted and renamed; 2.0 to 2.4. Source: src/plugins/mail-log/mail-log-plugin.c.
 * `delete` is the \Deleted flag set, `undelete` the flag removed, `expunge` the message gone; `autoexpunge` (2.2.27
 * and later) is an expunge by the server's own retention setting. `copy from SOURCE: box=DESTINATION, uid=...` names
 * the copy: uid is the new message's, known when the transaction is committed (`uid=error` where it is not known).
 * 2.4 puts the mailbox before it: `Mailbox INBOX: expunge: box=INBOX, ...`. 1.x words are in `version-1.ts`.
 */
import type { EventName, Fields } from '../event.ts';
import { isAt, ORDER_2, readLogFields, startsFields } from './log-fields.ts';
import type { Prefix } from './prefix.ts';
import { isNumber } from './prefix.ts';

/** The plugin cuts names at 64 bytes, the event prefix of 2.4 does not; longer than this is no name. */
const LONGEST_NAME = 1024;

export function readMailLog(prefix: Prefix): Fields | undefined {
  const { message } = prefix;
  if (!message.startsWith('Mailbox ')) return readEvent(prefix, 0);
  return readBehindMailbox(prefix) ?? readMailbox(prefix);
}

interface Word {
  readonly event: EventName;
  readonly text: string;
  readonly reason?: string;
}

const SAVE: Word = { event: 'save', text: 'save: ' };
const COPY: Word = { event: 'copy', text: 'copy from ' };
const DELETE: Word = { event: 'delete', text: 'delete: ' };
const UNDELETE: Word = { event: 'undelete', text: 'undelete: ' };
const EXPUNGE: Word = { event: 'expunge', text: 'expunge: ' };
const AUTOEXPUNGE: Word = { event: 'expunge', text: 'autoexpunge: ', reason: 'autoexpunge' };
const FLAG_CHANGE: Word = { event: 'flag-change', text: 'flag_change: ' };

function wordAt(text: string, at: number): Word | undefined {
  const word = candidateAt(text.charCodeAt(at));
  return word !== undefined && isAt(text, at, word.text) ? word : undefined;
}

function candidateAt(initial: number): Word | undefined {
  switch (initial) {
    case 115:
      return SAVE;
    case 99:
      return COPY;
    case 100:
      return DELETE;
    case 117:
      return UNDELETE;
    case 101:
      return EXPUNGE;
    case 97:
      return AUTOEXPUNGE;
    case 102:
      return FLAG_CHANGE;
  }
  return undefined;
}

/** Where the fields begin that `word` at `at` introduces, or -1. */
function fieldsAt(text: string, at: number, word: Word): number {
  const start = at + word.text.length;
  if (word === COPY) return nextFields(text, start);
  return startsFields(text, start) ? start : -1;
}

/** The next list of fields behind `: `, where a mailbox name ends; -1 where there is none. */
function nextFields(text: string, from: number): number {
  for (let colon = text.indexOf(': ', from); colon !== -1; colon = text.indexOf(': ', colon + 1))
    if (startsFields(text, colon + 2)) return colon + 2;
  return -1;
}

/** `at` is where the word begins; `mailbox` is the name that 2.4 writes before it. */
function readEvent(prefix: Prefix, at: number, mailbox?: string): Fields | undefined {
  const { message } = prefix;
  const word = wordAt(message, at);
  if (word === undefined) return undefined;
  const start = fieldsAt(message, at, word);
  if (start === -1) return undefined;
  const first = readAt(prefix, word, at, start, mailbox);
  return isPlausible(first.messageId) ? first : (reread(prefix, word, at, start, mailbox) ?? first);
}

/** `boxLength` is the length of the mailbox name in `box=`, where it is known. */
function readAt(
  prefix: Prefix,
  word: Word,
  at: number,
  start: number,
  mailbox?: string,
  boxLength?: number,
): Fields {
  const { message } = prefix;
  const fields = begin(prefix, word.event);
  fields.reason = word.reason;
  fields.mailbox = mailbox;
  if (word === COPY) fields.fromMailbox = message.slice(at + COPY.text.length, start - 2);
  const proved = mailbox !== undefined && boxIs(message, start, mailbox);
  readLogFields(message, start, ORDER_2, fields, proved ? mailbox.length : boxLength);
  return fields;
}

/** The plugin cuts a name at 64 bytes and adds `...`. */
const LONGEST_BOX = 67;
/** So often a name of 64 bytes can hold `: box=`. */
const MOST_READINGS = 12;

/**
 * A mailbox name may hold `, uid=1, msgid=<other>` or `: box=INBOX, ...`. Then the first reading has a Message-ID
 * that is none, and a later end of the source's or the mailbox's name gives one. What a Message-ID of that kind could
 * win by it is a mailbox that does not exist.
 */
function reread(
  prefix: Prefix,
  word: Word,
  at: number,
  first: number,
  mailbox: string | undefined,
): Fields | undefined {
  const { message } = prefix;
  const starts: number[] = [];
  let start = first;
  for (let i = 0; i < MOST_READINGS && start !== -1; i++) {
    if (mailbox === undefined || boxIs(message, start, mailbox)) starts.push(start);
    start = word === COPY ? nextFields(message, start) : -1;
  }
  for (const start of starts) {
    const fields = readAt(prefix, word, at, start, mailbox);
    if (fields.messageId !== undefined && isPlausible(fields.messageId)) return fields;
  }
  for (const start of starts) {
    const box = start + 4;
    if (!message.startsWith('box=', start)) continue;
    for (let end = message.indexOf(', uid=', box); end !== -1; end = message.indexOf(', uid=', end + 1)) {
      if (end - box > LONGEST_BOX) break;
      const fields = readAt(prefix, word, at, start, mailbox, end - box);
      if (fields.messageId !== undefined && isPlausible(fields.messageId)) return fields;
    }
  }
  return undefined;
}

/** One pair of brackets around everything, or none; the end may be cut off. */
function isPlausible(messageId: string | undefined): boolean {
  if (messageId === undefined) return true;
  const close = messageId.indexOf('>');
  if (close !== -1 && close !== messageId.length - 1) return false;
  return messageId.lastIndexOf('<') <= 0;
}

function boxIs(text: string, at: number, name: string): boolean {
  if (!isAt(text, at, 'box=') || !isAt(text, at + 4, name)) return false;
  const end = at + 4 + name.length;
  return end === text.length || isAt(text, end, ', ');
}

/**
 * 2.4: `Mailbox NAME: expunge: box=NAME, ...`, or `Mailbox NAME: UID 5: ...`. The name may hold `: expunge: box=`;
 * the two spellings of it agree only at the right place. Without `box=` the first event word ends the name.
 */
function readBehindMailbox(prefix: Prefix): Fields | undefined {
  const { message } = prefix;
  let name: string | undefined;
  let at = -1;
  const last = 8 + LONGEST_NAME;
  for (
    let colon = message.indexOf(': ', 8);
    colon !== -1 && colon < last;
    colon = message.indexOf(': ', colon + 1)
  ) {
    // A name that stands twice is shorter than half.
    if (at !== -1 && colon > message.length / 2) break;
    const word = skipUid(message, colon + 2);
    const found = wordAt(message, word);
    if (found === undefined) continue;
    const start = fieldsAt(message, word, found);
    if (start === -1) continue;
    const candidate = message.slice(8, colon);
    const agrees = boxIs(message, start, candidate);
    if (at !== -1 && !agrees) continue;
    name = candidate;
    at = word;
    if (!isAt(message, start, 'box=')) break;
  }
  return at === -1 ? undefined : readEvent(prefix, at, name);
}

function skipUid(text: string, at: number): number {
  if (text.charCodeAt(at) !== 85 || !text.startsWith('UID ', at)) return at;
  const colon = text.indexOf(': ', at);
  return colon !== -1 && isNumber(text.slice(at + 4, colon)) ? colon + 2 : at;
}

/** `Mailbox created: NAME`; 2.4 `Mailbox NAME: Mailbox created`, but `Mailbox OLD: Mailbox renamed: OLD -> NEW`. */
export function readMailbox(prefix: Prefix): Fields | undefined {
  const { message } = prefix;
  if (message.endsWith(CREATED)) return named(prefix, 'mailbox-create', message.slice(8, -CREATED.length));
  if (message.endsWith(DELETED)) return named(prefix, 'mailbox-delete', message.slice(8, -DELETED.length));
  if (message.startsWith('Mailbox created: ')) return named(prefix, 'mailbox-create', message.slice(17));
  if (message.startsWith('Mailbox deleted: ')) return named(prefix, 'mailbox-delete', message.slice(17));
  const renamed = message.startsWith('Mailbox renamed: ') ? 0 : message.indexOf(': Mailbox renamed: ') + 2;
  if (renamed === 1) return undefined;
  // Not: a guess where names hold ` -> ` themselves; the first arrow is taken.
  const arrow = message.indexOf(' -> ', renamed + 17);
  if (arrow === -1) return undefined;
  const fields = named(prefix, 'mailbox-rename', message.slice(arrow + 4));
  fields.fromMailbox = message.slice(renamed + 17, arrow);
  return fields;
}

const CREATED = ': Mailbox created';
const DELETED = ': Mailbox deleted';

function named(prefix: Prefix, event: EventName, mailbox: string): Fields {
  const fields = begin(prefix, event);
  fields.mailbox = mailbox;
  return fields;
}

/**
 * `action` of a mailbox event is the protocol: imap, pop3, lmtp, lda, doveadm, indexer-worker, ...
 * All keys at once: an object that grows key by key costs more than reading the line.
 */
export function begin(prefix: Prefix, event: EventName): Fields {
  return {
    event,
    action: prefix.service,
    user: prefix.user,
    session: prefix.session,
    mailbox: undefined,
    fromMailbox: undefined,
    uid: undefined,
    messageId: undefined,
    size: undefined,
    headerFrom: undefined,
    subject: undefined,
    flags: undefined,
    reason: undefined,
  };
}
