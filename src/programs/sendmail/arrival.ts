/**
 * `from=<a@b>, size=, class=, nrcpts=, msgid=, bodytype=, proto=, daemon=, relay=`: who brought a message (Sendmail
 * sendmail/envelope.c, logsender(); `pri=` before 8.10). It is written when the header has been read, and without
 * `msgid` when a transaction ended before that: then no message came. The Message-ID is a stranger's text, so what
 * stands behind it is read from the end of the line.
 */
import { messageIdIn } from '../../mail/message-id.ts';
import type { Fields } from '../event.ts';
import { addressAt, host, valueEnd } from './text.ts';

/** logsender() cuts the sender at so many characters. */
const LONGEST_SENDER = 200;
const NUMBERS = ['size', 'class', 'pri', 'nrcpts'];
/** Before `relay`, read backwards. */
const TAIL = ['auth', 'tls_verify', 'daemon', 'proto', 'bodytype'];

/** Reads the fields from behind `from=`, which stands before `start`. */
export function arrival(text: string, start: number, queueId: string | undefined): Fields | undefined {
  const sender = senderAt(text, start);
  if (sender === undefined) return undefined;
  let at = sender.end;
  const numbers: Record<string, number> = {};
  for (const name of NUMBERS) {
    if (!text.startsWith(`, ${name}=`, at)) continue;
    const begin = at + name.length + 3;
    at = valueEnd(text, begin);
    numbers[name] = Number(text.slice(begin, at));
  }
  const { size, nrcpts: nrcpt } = numbers;
  if (size === undefined || nrcpt === undefined) return undefined;
  const last = text.lastIndexOf(', relay=');
  if (last < at) return undefined;
  // `name [192.0.2.1] (may be forged)`, or `root@localhost` where the message was handed in on this host.
  const client = host(text, last + 8, text.length);
  let end = last;
  for (const name of TAIL) {
    const begin = text.lastIndexOf(', ', end - 1);
    if (begin < at || !text.startsWith(`, ${name}=`, begin)) continue;
    const value = text.slice(begin + name.length + 3, end);
    if (name === 'proto') client.protocol = value;
    end = begin;
  }
  const fields: Fields = { event: 'client', queueId, reversePath: sender.address, size, nrcpt, client };
  if (client.protocol === undefined && client.ip === undefined) fields.user = caller(text, last + 8);
  if (!text.startsWith(', msgid=', at)) return fields;
  fields.event = 'arrival';
  fields.messageId = messageIdIn(text.slice(at + 8, Math.max(at + 8, end)));
  return fields;
}

function senderAt(text: string, start: number): { address: string; end: number } | undefined {
  if (text.startsWith('<>, ', start)) return { address: '', end: start + 2 };
  const sender = addressAt(text, start);
  if (sender !== undefined && text.startsWith(', size=', sender.end)) return sender;
  const end = start + LONGEST_SENDER;
  if (!text.startsWith(', size=', end)) return undefined;
  return { address: text.slice(text[start] === '<' ? start + 1 : start, end), end };
}

/** Who called sendmail. */
function caller(text: string, start: number): string | undefined {
  const at = text.lastIndexOf('@');
  return at > start ? text.slice(start, at) : undefined;
}
