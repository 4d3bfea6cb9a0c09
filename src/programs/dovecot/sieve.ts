/**
 * What Sieve did with a message: `sieve: msgid=<a@b>: stored mail into mailbox 'INBOX'`. Source: Pigeonhole,
 * sieve-actions.c, cmd-redirect.c, cmd-discard.c, ext-reject.c, cmd-vacation.c and lda-sieve-plugin.c; later 2.3 and
 * 2.4 put `fileinto action: ` and the like before the words, and begin `Marked message to be discarded` with a capital.
 * The Message-ID, the mailbox (extension variables) and an address may each hold the words of another action, so the
 * words are sought by how the line ends, which only the real action decides: a mailbox by the last words that open
 * it, an address by the first words whose address is one. Log text of the script itself is not read further.
 */
import type { Fields } from '../event.ts';
import type { Prefix } from './prefix.ts';

/** `at` is where `sieve: ` ends. */
export function readSieve(prefix: Prefix, at: number): Fields | undefined {
  const { message } = prefix;
  const fields: Fields = { event: 'sieve' };
  if (prefix.user !== undefined) fields.user = prefix.user;
  if (prefix.session !== undefined) fields.session = prefix.session;
  if (!message.startsWith('msgid=', at)) return readScriptTrouble(message.slice(at), fields);
  const text = message.slice(at + 6);
  return readAction(text, fields) ?? readOther(text, fields);
}

function readAction(text: string, fields: Fields): Fields | undefined {
  switch (text.charCodeAt(text.length - 1)) {
    case 39: // '
      return readStored(text, fields) ?? readProgram(text, fields);
    case 62: // >
      return readAddressed(text, fields, '>', ADDRESSED);
    case 41: // )
      return (
        readDiscarded(text, fields) ??
        readAddressed(text, fields, '> (reject)', REJECTED) ??
        readAddressed(text, fields, '> (ereject)', REJECTED) ??
        readStored(text, fields)
      );
    case 93: // ]
      return readStored(text, fields);
  }
  return undefined;
}

const STORED: readonly (readonly [string, string])[] = [
  [': stored mail into mailbox ', 'stored'],
  [': left message in mailbox ', 'kept'],
];

/** `'NAME'`, `'NAME' (NAME)` where a namespace spells it otherwise, `[SPECIAL-USE \Junk] (NAME)`. */
function readStored(text: string, fields: Fields): Fields | undefined {
  for (const [words, action] of STORED) {
    const at = text.lastIndexOf(words);
    if (at === -1) continue;
    const start = at + words.length;
    const mailbox = mailboxName(text.slice(start));
    if (mailbox === undefined) continue;
    fields.mailbox = mailbox;
    return done(fields, action, text, at);
  }
  return undefined;
}

/** The name that mail_log and IMAP use is the one in brackets, where there are two. */
function mailboxName(text: string): string | undefined {
  const last = text.charCodeAt(text.length - 1);
  if (text.charCodeAt(0) === 39) {
    if (last === 39) return text.length > 1 ? text.slice(1, -1) : undefined;
    const second = last === 41 ? text.indexOf("' (", 1) : -1;
    return second === -1 ? undefined : text.slice(second + 3, -1);
  }
  if (!text.startsWith('[SPECIAL-USE ')) return undefined;
  const close = text.indexOf('] (');
  return close === -1 || last !== 41 ? text : text.slice(close + 3, -1);
}

function readProgram(text: string, fields: Fields): Fields | undefined {
  const words = ": piped message to program '";
  const at = text.lastIndexOf(words);
  if (at === -1) return undefined;
  fields.reason = text.slice(at + words.length, -1);
  return done(fields, 'piped', text, at);
}

function readDiscarded(text: string, fields: Fields): Fields | undefined {
  const words = 'arked message to be discarded if not explicitly delivered (discard action)';
  return text.endsWith(words) ? done(fields, 'discarded', text, text.length - words.length - 3) : undefined;
}

type Addressed = readonly (readonly [string, string, 'forwardPath' | 'reversePath'])[];

/** The reply of a vacation goes to the message's own sender: that is its reversePath. */
const ADDRESSED: Addressed = [
  [': forwarded to <', 'forwarded', 'forwardPath'],
  [': discarded duplicate forward to <', 'duplicate', 'forwardPath'],
  [': sent vacation response to <', 'vacation', 'reversePath'],
  [': discarded duplicate vacation response to <', 'vacation-withheld', 'reversePath'],
  [': not sending reject message to <', 'discarded', 'reversePath'],
];

const REJECTED: Addressed = [[': rejected message from <', 'rejected', 'reversePath']];

function readAddressed(text: string, fields: Fields, ending: string, actions: Addressed): Fields | undefined {
  if (!text.endsWith(ending)) return undefined;
  const end = text.length - ending.length;
  let first = text.length;
  let found: Addressed[number] | undefined;
  for (const action of actions) {
    for (let at = text.indexOf(action[0]); at !== -1 && at < first; at = text.indexOf(action[0], at + 1)) {
      if (!isAddress(text.slice(at + action[0].length, end))) continue;
      first = at;
      found = action;
    }
  }
  if (found === undefined) return undefined;
  fields[found[2]] = text.slice(first + found[0].length, end);
  const action = found[1];
  if (action === 'rejected') fields.reason = ending.slice(3, -1);
  if (action === 'discarded') fields.reason = text.slice(first + 2);
  return done(fields, action, text, first);
}

/** Angle brackets stand only in a quoted local part. */
function isAddress(text: string): boolean {
  const tail = text.charCodeAt(0) === 34 ? text.slice(text.lastIndexOf('"')) : text;
  return !tail.includes('>') && !tail.includes('<');
}

/** Everything whose end is free text: the Message-ID ends at its first bracket. */
function readOther(text: string, fields: Fields): Fields | undefined {
  let at = text.startsWith('<') ? text.indexOf('>: ') + 1 : text.indexOf(': ');
  if (at <= 0) at = text.indexOf(': ');
  if (at === -1) return undefined;
  let rest = text.slice(at + 2);
  const action = rest.indexOf(' action: ');
  if (action > 0 && action < 24) rest = rest.slice(action + 9);
  fields.messageId = messageIdOf(text.slice(0, at));
  fields.reason = rest;
  const stored =
    /^failed to (?:store into|open) mailbox (.*?'(?: \([^)]*\))?|\[SPECIAL-USE [^\]]*\]): (.*)$/is.exec(rest);
  if (stored) {
    const mailbox = mailboxName(stored[1]!);
    if (mailbox !== undefined) fields.mailbox = mailbox;
    fields.reason = stored[2]!;
    fields.action = 'error';
    return fields;
  }
  if (/^(?:failed|error|aborted|execution of script|script)/i.test(rest)) fields.action = 'error';
  else if (rest === 'discarded' || /^not sending reject message/i.test(rest)) fields.action = 'discarded';
  else if (/vacation/i.test(rest)) fields.action = 'vacation-withheld';
  else fields.action = 'note';
  return fields;
}

/** `sieve: Execution of script ... failed, but implicit keep was successful` and its kin, which name no message. */
function readScriptTrouble(text: string, fields: Fields): Fields {
  fields.action = /\b(?:fail|failed|abort|aborted|error|corrupt|invalid|could not)\b/i.test(text)
    ? 'error'
    : 'note';
  fields.reason = text;
  return fields;
}

/** `end` is where `: ` begins that ends the Message-ID, or the name of an action (`<a@b>: fileinto action`) before it. */
function done(fields: Fields, action: string, text: string, end: number): Fields {
  fields.action = action;
  let last = end;
  if (text.endsWith(' action', end)) {
    const name = text.lastIndexOf(': ', end - 1);
    if (name !== -1 && end - name < 32) last = name;
  }
  fields.messageId = messageIdOf(text.slice(0, last));
  return fields;
}

function messageIdOf(text: string): string {
  return text === 'unspecified' ? '' : text;
}
