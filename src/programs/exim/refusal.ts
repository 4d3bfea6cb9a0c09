/**
 * What Exim writes about an SMTP client that was refused or went away, with or without a message id: `H=name (helo) [ip] F=<from>
 * rejected RCPT <to>: reason`, `temporarily rejected ...`, `rejected after DATA`, `... dropped by 'connect' ACL`, connections
 * that broke off. The reason may quote strangers, the part before it holds them between brackets. A reply code is stated only
 * where the ACL's own message has one; `status` temporary is what the word says.
 * Exim: handle_acl_fail() and smtp_setup_msg() in src/smtp_in.c, acl_warn() in src/acl.c, receive_msg() in src/receive.c.
 */
import { addressEnd } from '../../mail/address.ts';
import { readReply } from '../../mail/reply.ts';
import type { Fields } from '../event.ts';
import { clientOf } from './arrival.ts';
import { addressWordEnd, isMadeUpBeforeSender, readFields, readPeer, wordEnd } from './fields.ts';

/** A line that begins with the client, `H=` or `U=`, or (a message from local_scan) with `F=`, at `at`. */
export function fromClient(text: string, at: number): Fields | undefined {
  const named = readFields(text, at);
  if (named.end === at || text.charCodeAt(named.end) !== 32) return undefined;
  const base: Fields = { event: 'reject' };
  const client = clientOf(named);
  if (client?.helo !== undefined && isMadeUpBeforeSender(text, at)) return undefined;
  if (client !== undefined) base.client = client;
  const { values } = named;
  if (values.F !== undefined) base.reversePath = values.F;
  if (values.X !== undefined) base.tls = values.X;
  const start = named.end + 1;
  return refused(text, start, base) ?? other(text, start, base);
}

/** `[temporarily ]rejected <stage>: reason`. */
function refused(text: string, at: number, fields: Fields): Fields | undefined {
  const temporary = text.startsWith('temporarily ', at);
  const verb = temporary ? at + 12 : at;
  if (temporary) fields.status = 'temporary';
  if (text.startsWith('rejected ', verb)) return stage(text, verb + 9, fields);
  if (text.startsWith("dropped by 'connect' ACL", at))
    return because(text, at + 24, { ...fields, stage: 'connect' });
  if (text.startsWith('RCPT <', at)) {
    const close = addressEnd(text, at + 6);
    if (close < 0 || !text.startsWith('>: discarded', close)) return undefined;
    fields.event = 'access';
    fields.action = 'discard';
    fields.forwardPath = text.slice(at + 6, close);
    return because(text, close + 1, { ...fields, stage: 'rcpt' });
  }
  return undefined;
}

/** What stands behind `rejected `, longest words first; where a path follows, it is read. */
const STAGES = [
  ['RCPT ', 'rcpt'],
  ['MAIL FROM:', 'mail'],
  ['MAIL ', 'mail'],
  ['EHLO or HELO ', 'helo'],
  ['EHLO from ', 'helo'],
  ['HELO from ', 'helo'],
  ['EHLO', 'helo'],
  ['HELO', 'helo'],
  ['after DATA', 'end-of-message'],
  ['after SIZE', 'end-of-message'],
  ['during MIME ACL checks', 'end-of-message'],
  ['by local_scan()', 'end-of-message'],
  ['by non-SMTP ACL', 'end-of-message'],
  ['by not-SMTP ACL', 'end-of-message'],
  ['PRDR', 'end-of-message'],
  ['DATA', 'data'],
  ['predata', 'data'],
  ['connection', 'connect'],
  ['AUTH', 'auth'],
  ['STARTTLS', 'starttls'],
  ['VRFY', 'vrfy'],
  ['EXPN', 'vrfy'],
  ['ETRN', 'etrn'],
  ['QUIT', 'quit'],
  ['WELLKNOWN ', 'wellknown'],
  ['from ', 'data'],
] as const;

function stage(text: string, at: number, fields: Fields): Fields | undefined {
  const found = STAGES.find(([words]) => text.startsWith(words, at));
  if (found === undefined) return undefined;
  const [words, name] = found;
  fields.stage = name;
  const start = at + words.length;
  if (name !== 'rcpt' && name !== 'mail') return because(text, start, fields);
  const bracketed = text.charCodeAt(start) === 60;
  const end = bracketed ? addressEnd(text, start + 1) : addressWordEnd(text, start);
  if (end < 0) return because(text, start, fields);
  const path = text.slice(bracketed ? start + 1 : start, end);
  if (name === 'mail') fields.reversePath = path;
  else fields.forwardPath = path;
  return because(text, bracketed ? end + 1 : end, fields);
}

/** The reason behind the next `: `. */
function because(text: string, at: number, fields: Fields): Fields {
  const colon = text.indexOf(': ', at);
  if (colon < 0) return fields;
  const reason = text.slice(colon + 2);
  const { replyCode, enhancedStatusCode } = readReply(reason);
  if (replyCode === undefined) fields.reason = reason;
  else fields.reply = reason;
  if (enhancedStatusCode !== undefined) fields.enhancedStatusCode = enhancedStatusCode;
  return fields;
}

function other(text: string, at: number, fields: Fields): Fields | undefined {
  const event = (name: Fields['event']): Fields => ({ ...fields, event: name, reason: text.slice(at) });
  if (text.startsWith('Warning: ', at)) return { ...event('warning'), action: 'acl-warning' };
  if (text.startsWith('sender verify ', at)) {
    const action = text.startsWith('defer', at + 14) ? 'sender-verify-deferred' : 'sender-verify-failed';
    const open = text.indexOf(' for <', at + 14) + 6;
    const close = open < 6 || open > at + 27 ? -1 : addressEnd(text, open);
    const verified = { ...event('session'), action };
    return close < 0 ? verified : { ...verified, reversePath: text.slice(open, close) };
  }
  if (text.startsWith('incomplete transaction (', at)) return { ...broken(text, at, fields), stage: 'rcpt' };
  return undefined;
}

/** `incomplete transaction (QUIT) from <a@b> for c@d e@f`. */
function broken(text: string, at: number, fields: Fields): Fields {
  const from = text.indexOf(') from <', at);
  const close = from < 0 ? -1 : addressEnd(text, from + 8);
  const lost: Fields = { ...fields, event: 'lost-connection' };
  if (close < 0) return lost;
  lost.reversePath = text.slice(from + 8, close);
  if (text.startsWith('> for ', close))
    lost.forwardPath = text.slice(close + 6, addressWordEnd(text, close + 6));
  return lost;
}

/** Lines whose client stands behind these words, and what they mean. */
const AFTER = [
  ['SMTP data timeout (message abandoned) on connection from ', 'lost-connection', 'data'],
  ['SMTP command timeout on connection from ', 'disconnect', undefined],
  ['SMTP command timeout on TLS connection from ', 'disconnect', undefined],
  ['unexpected disconnection while reading SMTP command from ', 'disconnect', undefined],
  ['TLS error on connection from ', 'tls', undefined],
  ['no MAIL in SMTP connection from ', 'disconnect', undefined],
  ['no MAIL in SMTPS connection from ', 'disconnect', undefined],
  ['SMTP call from ', 'disconnect', undefined],
  ['Connection from ', 'reject', 'connect'],
  ['refused connection from ', 'reject', 'connect'],
  ['rejected HELO from ', 'reject', 'helo'],
  ['rejected EHLO from ', 'reject', 'helo'],
  ['rejected MAIL from ', 'reject', 'mail'],
  ['rejected XCLIENT from ', 'session', undefined],
] as const;

/** A line without an id that names the client behind its first words, or undefined. */
export function aboutConnection(text: string): Fields | undefined {
  if (text.startsWith('SMTP connection from ')) return connection(text, 21);
  // 4.98 tells the number of the connection first.
  if (text.startsWith('SMTP connection Ci=')) {
    const end = wordEnd(text, 19);
    if (text.startsWith(' from ', end)) return connection(text, end + 6);
  }
  if (text.startsWith('rejected MAIL FROM:<')) return stage(text, 9, { event: 'reject' });
  for (const [words, event, stageName] of AFTER) {
    if (!text.startsWith(words)) continue;
    const fields: Fields = { event, reason: text };
    const found = readPeer(text, words.length);
    const known = found?.client.helo === undefined || !isMadeUpBeforeSender(text, words.length);
    if (found !== undefined && known) fields.client = found.client;
    if (stageName !== undefined) fields.stage = stageName;
    return fields;
  }
  return notSignedIn(text);
}

const INCORRECT = ': 535 Incorrect authentication data (set_id=';

/** `plain authenticator failed for name (helo) [ip]:port I=...: 535 Incorrect authentication data (set_id=user)`. */
function notSignedIn(text: string): Fields | undefined {
  const authenticator = wordEnd(text, 0);
  if (!text.startsWith(' authenticator failed for ', authenticator)) return undefined;
  const at = authenticator + 26;
  const found = readPeer(text, text.startsWith('H=', at) ? at + 2 : at);
  const fields: Fields = { event: 'sasl-failed', reason: text.slice(at) };
  if (found === undefined) return fields;
  fields.client = { ...found.client, saslMethod: text.slice(0, authenticator) };
  const { end } = readFields(text, found.end);
  if (text.startsWith(INCORRECT, end) && text.endsWith(')'))
    fields.client.saslUsername = text.slice(end + INCORRECT.length, -1);
  return fields;
}

/** `SMTP connection from name (helo) [ip]` and what became of it, at `at`. */
function connection(text: string, at: number): Fields {
  const found = readPeer(text, at);
  const fields: Fields = { event: 'session', reason: text };
  if (found === undefined) return fields;
  fields.client = found.client;
  const rest = readFields(text, found.end).end;
  if (text.startsWith(' lost while reading message data', rest)) {
    fields.event = 'lost-connection';
    fields.stage = 'data';
  } else if (text.startsWith(' (TCP/IP connection count', rest)) fields.event = 'connect';
  else if (text.startsWith(' closed by ', rest) || text.startsWith(' lost', rest))
    fields.event = 'disconnect';
  return fields;
}
