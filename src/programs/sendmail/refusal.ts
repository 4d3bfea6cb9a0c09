/**
 * Where Sendmail refuses, drops or quarantines: `ruleset=check_rcpt, arg1=<a@b>, relay=, reject=550 5.7.1 ...` (sendmail/
 * parseaddr.c, rscheck()), `Milter: to=<a@b>, reject=...` (milter.c, srvrsmtp.c), `<a@b>... User unknown` (err.c). `arg1`
 * is what the client said, or a header's text; it is walked over, never searched. A milter's own name and what it adds
 * to a message (`Milter add: header: ...`) decide nothing.
 */
import { readReply } from '../../mail/reply.ts';
import type { Fields } from '../event.ts';
import { addressAt, host, hostEnd, valueEnd } from './text.ts';

const STAGES: ReadonlyMap<string, string> = new Map([
  ['check_relay', 'connect'],
  ['check_mail', 'mail'],
  ['check_rcpt', 'rcpt'],
  ['check_compat', 'rcpt'],
  ['check_data', 'data'],
  ['check_eom', 'end-of-message'],
  ['check_vrfy', 'vrfy'],
  ['check_expn', 'vrfy'],
  ['check_etrn', 'etrn'],
  ['tls_client', 'starttls'],
  ['tls_rcpt', 'rcpt'],
  ['trust_auth', 'auth'],
]);

/** `at` is behind `ruleset=`. */
export function ruleset(text: string, at: number, queueId: string | undefined): Fields | undefined {
  let end = valueEnd(text, at);
  const name = text.slice(at, end);
  const stage = STAGES.get(name) ?? 'header';
  if (!text.startsWith(', arg1=', end)) return undefined;
  const begin = end + 7;
  const path = text[begin] === '<' ? addressAt(text, begin) : undefined;
  end = path?.end ?? behindText(text, begin);
  if (text.startsWith(', arg2=', end)) end = valueEnd(text, end + 7);
  const fields: Fields = { event: 'reject', queueId, stage };
  if (stage === 'mail') fields.reversePath = path?.address;
  else if (stage === 'rcpt') fields.forwardPath = path?.address;
  if (text.startsWith(', relay=', end)) {
    const close = hostEnd(text, end + 8);
    const stop = close < 0 ? valueEnd(text, end + 8) : close;
    fields.client = host(text, end + 8, stop);
    end = stop;
  }
  return verdict(text, end, fields, 'access');
}

/** A header's text, or a name: the last relay is Sendmail's own, unless there is none. */
function behindText(text: string, start: number): number {
  const second = text.indexOf(', arg2=', start);
  const relay = second < 0 ? text.lastIndexOf(', relay=') : second;
  return relay < start ? valueEnd(text, start) : relay;
}

/** `, reject=REPLY`, `, discard` or `, quarantine=REASON` at `at`. */
function verdict(text: string, at: number, fields: Fields, other: 'access' | 'milter'): Fields | undefined {
  if (text.startsWith(', reject=', at)) {
    fields.reply = text.slice(at + 9);
    fields.enhancedStatusCode = readReply(fields.reply).enhancedStatusCode;
    fields.action = other === 'milter' ? 'reject' : undefined;
    return fields;
  }
  fields.event = other;
  if (text.startsWith(', discard', at)) fields.action = 'discard';
  else if (text.startsWith(', quarantine=', at)) {
    fields.action = 'quarantine';
    fields.reason = text.slice(at + 13);
  } else if (text.startsWith(', reject', at)) fields.action = 'reject';
  else return undefined;
  return fields;
}

/** `Milter: to=<a@b>, reject=...`, `Milter: data, discard`, `milter=NAME, reject=...`, `Milter add: header: ...`. */
export function milter(text: string, at: number, queueId: string | undefined): Fields | undefined {
  if (text.startsWith('milter=', at)) {
    // The same is written once more in the form below, with the envelope, unless it quarantines.
    const end = valueEnd(text, at + 7);
    const reason = text.slice(at);
    if (!text.startsWith(', quarantine=', end)) return { event: 'session', queueId, reason };
    return verdict(text, end, { event: 'milter', queueId, stage: 'end-of-message' }, 'milter');
  }
  if (!text.startsWith('Milter: ', at))
    return text.startsWith('Milter ', at) ? { event: 'session', queueId, reason: text.slice(at) } : undefined;
  const begin = at + 8;
  const fields: Fields = { event: 'milter', queueId };
  if (text.startsWith('to=', begin) || text.startsWith('from=', begin)) {
    const equals = text.indexOf('=', begin);
    const path = addressAt(text, equals + 1);
    if (path === undefined) return undefined;
    const isRecipient = equals === begin + 2;
    fields.stage = isRecipient ? 'rcpt' : 'mail';
    if (isRecipient) fields.forwardPath = path.address;
    else fields.reversePath = path.address;
    return verdict(text, path.end, fields, 'milter');
  }
  // `data` is what it said of the whole message, `cmd=data` of the command.
  const end = text.startsWith('helo=', begin) ? text.lastIndexOf(', reject') : valueEnd(text, begin);
  const word = text.slice(begin, Math.min(end, begin + 4));
  fields.stage = word === 'helo' ? 'helo' : word === 'cmd=' ? 'data' : 'end-of-message';
  return verdict(text, end, fields, 'milter') ?? { event: 'session', queueId, reason: text.slice(at) };
}

/** `<a@b>... User unknown`: the reply to RCPT, with neither code nor client. */
export function unknownUser(text: string, at: number, queueId: string | undefined): Fields | undefined {
  const path = addressAt(text.slice(0, text.indexOf('>... ', at) + 1), at);
  if (path === undefined || !text.startsWith('... ', path.end)) return undefined;
  const reply = text.slice(path.end + 4);
  return { event: 'reject', queueId, stage: 'rcpt', forwardPath: path.address, reply };
}
