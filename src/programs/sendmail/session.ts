/**
 * What Sendmail says of its connections: who hung up, signed in or used TLS (sendmail/srvrsmtp.c, collect.c,
 * tls.c, usersmtp.c). Mostly with the queue id that
 * the session's next message would have borne.
 */
import type { Fields } from '../event.ts';
import { host, hostEnd, valueEnd } from './text.ts';

/** Behind `STARTTLS=`: `server, relay=name [ip], version=TLSv1.3, verify=NO, cipher=X, bits=256/256`. */
export function secured(text: string, at: number, queueId: string | undefined): Fields {
  const end = valueEnd(text, at);
  const fields: Fields = { event: 'tls', queueId, reason: text.slice(at) };
  if (!text.startsWith(', relay=', end)) return fields;
  const begin = end + 8;
  const close = hostEnd(text, begin);
  const stop = close < 0 ? valueEnd(text, begin) : close;
  if (text.slice(at, end) === 'server') fields.client = host(text, begin, stop);
  else fields.relay = text.slice(begin, stop);
  if (text.startsWith(', version=', stop)) fields.tls = text.slice(stop + 10, valueEnd(text, stop + 10));
  return fields;
}

/** Behind `AUTH=`: `server, relay=name [ip], authid=jerry, mech=PLAIN, bits=0`. */
export function signedIn(text: string, at: number, queueId: string | undefined): Fields {
  if (!text.startsWith('server, relay=', at)) return { event: 'session', queueId, reason: text.slice(at) };
  const begin = at + 14;
  const close = hostEnd(text, begin);
  const stop = close < 0 ? valueEnd(text, begin) : close;
  const client = host(text, begin, stop);
  // The name was checked by the time it is logged, but may hold anything.
  const mechanism = text.lastIndexOf(', mech=');
  if (text.startsWith(', authid=', stop) && mechanism > stop) {
    client.saslUsername = text.slice(stop + 9, mechanism);
    client.saslMethod = text.slice(mechanism + 7, valueEnd(text, mechanism + 7));
  }
  return { event: 'session', action: 'signed-in', queueId, client };
}

/** Behind `AUTH failure (`: `LOGIN): authentication failure (-13) SASL(-13): ..., user=x, relay=name [ip]`. */
export function authFailure(text: string, at: number, queueId: string | undefined): Fields | undefined {
  const close = text.indexOf('): ', at);
  const relay = text.lastIndexOf(', relay=');
  if (close < 0 || relay < close) return undefined;
  const client = host(text, relay + 8, text.length);
  const saslMethod = text.slice(at, close);
  return {
    event: 'sasl-failed',
    queueId,
    client: { ...client, saslMethod },
    reason: text.slice(close + 3, relay),
  };
}

/** What happened between the two servers. */
export function conversation(text: string, at: number, queueId: string | undefined): Fields | undefined {
  if (text.startsWith('lost input channel from ', at)) return lost(text, at + 24, queueId);
  if (text.startsWith('timeout waiting for input from ', at)) return timeout(text, at + 31, queueId);
  if (text.startsWith('collect: premature EOM', at) || text.startsWith('collect: unexpected close', at))
    return { event: 'lost-connection', queueId, stage: 'data', reason: text.slice(at + 9) };
  if (text.startsWith('collect: ', at)) return { event: 'session', queueId, reason: text.slice(at) };
  if (text.startsWith('rejecting commands from ', at)) {
    const begin = at + (text[at + 24] === ' ' ? 25 : 24);
    const end = hostEnd(text, begin);
    if (end < 0) return undefined;
    const client = host(text, begin, end);
    return { event: 'reject', queueId, stage: 'connect', client, reason: text.slice(end + 8) };
  }
  return protocolError(text, at, queueId) ?? byClient(text, at, queueId);
}

/** `name [ip] to MTA after rcpt`. */
function lost(text: string, at: number, queueId: string | undefined): Fields | undefined {
  const end = hostEnd(text, at);
  const after = text.indexOf(' after ', end);
  if (end < 0 || after < 0) return undefined;
  const stage = text.slice(after + 7);
  return { event: 'lost-connection', queueId, client: host(text, at, end), stage };
}

/** `name [ip] during message collect`, `... during server cmd read`; `during client ...`: the other server was asked. */
function timeout(text: string, at: number, queueId: string | undefined): Fields | undefined {
  const during = text.lastIndexOf(' during ');
  if (during < at) return undefined;
  const what = text.slice(during + 8);
  if (what.startsWith('client '))
    return {
      event: 'remote-reply',
      queueId,
      relay: text.slice(at, during),
      reason: `timeout during ${what}`,
    };
  const stage = what === 'message collect' ? 'data' : 'unknown';
  return { event: 'lost-connection', queueId, client: host(text, at, during), stage, reason: 'timeout' };
}

/** `mx.b.example.: SMTP DATA-2 protocol error: 571 Message refused`. */
function protocolError(text: string, at: number, queueId: string | undefined): Fields | undefined {
  const name = text.indexOf(': SMTP ', at);
  const space = text.indexOf(' ', at);
  if (name < 0 || space !== name + 1) return undefined;
  const error = text.indexOf(' protocol error: ', name);
  if (error < 0 || text.indexOf(' ', name + 7) !== error) return undefined;
  const stage = text.slice(name + 7, error).toLowerCase();
  return {
    event: 'remote-reply',
    queueId,
    relay: text.slice(at, name),
    stage,
    reply: text.slice(error + 17),
  };
}

/** What begins with the client. */
function byClient(text: string, at: number, queueId: string | undefined): Fields | undefined {
  const end = hostEnd(text, at);
  if (end < 0) return undefined;
  const client = host(text, at, end);
  if (text.startsWith(' did not issue MAIL/EXPN/VRFY/ETRN during connection to ', end))
    return { event: 'disconnect', queueId, client };
  if (!text.startsWith(': ', end)) return undefined;
  const reason = text.slice(end + 2);
  for (const words of SUSPICIOUS)
    if (reason.startsWith(words)) return { event: 'warning', queueId, client, reason };
  const command = reason.slice(0, 4).toUpperCase();
  if (command === 'VRFY' || command === 'EXPN' || command === 'ETRN')
    return { event: 'session', queueId, client, reason };
  return undefined;
}

const SUSPICIOUS = [
  'possible SMTP attack: ',
  'Possible SMTP RCPT flood',
  'probable open proxy: ',
  'SMTP violation',
];
