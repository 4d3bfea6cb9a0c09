/**
 * `<= sender H=client P=esmtps X=... A=plain:user S=512 id=message-id T="subject" from <sender> for recipients`: a message
 * that Exim has accepted, from a client, a local program (`U=user P=local`) or itself (`<> R=id`: a bounce or a warning about
 * that message). `(=` is a message that it accepted while telling the client that it did not (control = fakereject).
 * Exim: the end of receive_msg() in src/receive.c; `T=`, `from` and `for` only with their log selectors.
 */
import type { Client, Fields } from '../event.ts';
import { addressWordEnd, type EximFields, isMadeUp, readFields } from './fields.ts';

/** Of a line whose client said its name so that nobody can tell where the line goes on. */
const NOTHING: EximFields = { values: {}, peer: undefined, end: Number.POSITIVE_INFINITY };

/** `at`: behind `<= `. */
export function arrival(text: string, at: number, queueId: string): Fields {
  const senderEnd = addressWordEnd(text, at);
  const sender = text.slice(at, senderEnd);
  const read = readFields(text, senderEnd);
  const named = read.peer?.helo !== undefined && isMadeUp(text, senderEnd) ? NOTHING : read;
  const { values } = named;
  const fields: Fields = { event: 'arrival', queueId, reversePath: sender === '<>' ? '' : sender };
  const client = clientOf(named);
  if (client !== undefined) fields.client = client;
  else if (values.U !== undefined) fields.user = values.U;
  if (values.id !== undefined) fields.messageId = `<${values.id}>`;
  if (values.S !== undefined) fields.size = Number(values.S);
  if (values.X !== undefined) fields.tls = values.X;
  if (values.T !== undefined) fields.subject = values.T;
  if (sender === '<>' && values.R !== undefined) {
    fields.originalQueueId = values.R;
    fields.action = 'notification';
  }
  let end = named.end;
  if (text.startsWith(' from <', end)) {
    const close = text.indexOf('> for ', end);
    end = close < 0 ? text.length : close + 1;
  }
  if (text.startsWith(' for ', end)) {
    const to = addresses(text, end + 5);
    if (to.length > 0) fields.forwardPath = to.length === 1 ? (to[0] as string) : to;
  }
  return fields;
}

/** Who brought it, with how they spoke and signed in; undefined for a program on this machine. */
export function clientOf({ peer, values }: EximFields): Client | undefined {
  if (peer === undefined) return undefined;
  const client: Client = { ...peer };
  if (values.P !== undefined) client.protocol = values.P;
  if (values.A !== undefined) {
    const [method = '', user] = values.A.split(':', 2);
    client.saslMethod = method;
    if (user !== undefined) client.saslUsername = user;
  }
  return client;
}

function addresses(text: string, at: number): string[] {
  const found: string[] = [];
  for (let from = at; from < text.length; ) {
    const end = addressWordEnd(text, from);
    if (end > from) found.push(text.slice(from, end));
    from = end + 1;
  }
  return found;
}
