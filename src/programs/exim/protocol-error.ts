/**
 * Clients that break the rules of SMTP: `SMTP protocol error in "AUTH x" H=name (helo) [ip] AUTH command used when not advertised`,
 * `SMTP syntax error in "MAIL FROM:x" H=... malformed address: ...`, `SMTP protocol synchronization error (...): rejected ...`.
 * The command stands in quotes that nothing inside of them is kept from closing. So the client is read where Exim says no
 * words of the client's behind it, where none stand before it, or where there is only one place that it can be at.
 * Exim: synprot_error() and smtp_setup_msg() in src/smtp_in.c.
 */
import type { Client, Fields } from '../event.ts';
import { readPeer } from './fields.ts';

const PROTOCOL = 'SMTP protocol error in "';
const SYNTAX = 'SMTP syntax error in "';
const SYNCHRONIZATION = 'SMTP protocol synchronization error (';
const GREETING = '): rejected connection from H=';
const BEHIND_COMMAND = '" H=';

export function protocolError(text: string, at: number): Fields | undefined {
  let client: Client | undefined;
  if (text.startsWith(PROTOCOL, at)) client = peerAt(text, text.lastIndexOf(BEHIND_COMMAND));
  else if (text.startsWith(SYNTAX, at)) client = peerAt(text, only(text, at));
  else if (text.startsWith(SYNCHRONIZATION, at)) {
    const close = text.indexOf(')', at);
    client = text.startsWith(GREETING, close)
      ? readPeer(text, close + GREETING.length)?.client
      : peerAt(text, only(text, at));
  } else return undefined;
  const fields: Fields = { event: 'session', action: 'protocol-error', reason: text.slice(at) };
  return client === undefined ? fields : { ...fields, client };
}

/** Where the only command ends, or -1. */
function only(text: string, at: number): number {
  const first = text.indexOf(BEHIND_COMMAND, at);
  return first === text.lastIndexOf(BEHIND_COMMAND) ? first : -1;
}

function peerAt(text: string, at: number): Client | undefined {
  return at < 0 ? undefined : readPeer(text, at + BEHIND_COMMAND.length)?.client;
}
