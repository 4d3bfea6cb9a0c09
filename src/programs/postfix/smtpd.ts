/**
 * Postfix' SMTP server (src/smtpd/smtpd.c, smtpd_check.c, smtpd_sasl_glue.c, smtpd_peer.c), under whatever service
 * name it runs: sessions, opened queue files, refusals and other access(5) actions, milters, before-queue filters,
 * failed sign-ins. A refusal in the middle of a session carries the session's queue id instead of NOQUEUE.
 * Not: the lines of TLS, which smtpd shares with the client (`tls.ts`).
 */
import { queueIdEnd } from '../../mail/queue-id.ts';
import { readReply } from '../../mail/reply.ts';
import type { Client, Fields } from '../event.ts';
import { blocklist } from './blocklist.ts';
import { delivery } from './delivery.ts';
import { envelope, withEnvelope } from './envelope.ts';
import { peer, peerAt, peerEnd } from './peer.ts';
import { noticed, session, startsWithAny } from './session.ts';
import { stageName } from './stage.ts';
import { tls } from './tls.ts';
import { warning } from './warning.ts';

export function smtpd(text: string): Fields | undefined {
  if (text.startsWith('connect from ')) return peerLine('connect', text, 13);
  if (text.startsWith('disconnect from ')) return peerLine('disconnect', text, 16);
  if (text.startsWith('NOQUEUE: '))
    return text.startsWith('proxy-', 9) ? proxy(text, 9) : request(text, 9, undefined);
  const end = queueIdEnd(text);
  if (end > 0 && text.startsWith(': ', end)) return request(text, end + 2, text.slice(0, end));
  if (text.startsWith('warning: ')) return smtpdWarning(text);
  if (text.startsWith('proxy-')) return proxy(text, 0);
  // Before 2.0 without NOQUEUE.
  if (text.startsWith('reject')) return request(text, 0, undefined);
  return lost(text, 0, undefined) ?? tls(text) ?? warning(text) ?? other(text);
}

/** `connect from name[ip]`, `disconnect from name[ip] ehlo=1 mail=1 ... commands=5/7`. */
function peerLine(event: 'connect' | 'disconnect', text: string, start: number): Fields | undefined {
  const end = peerEnd(text, start);
  if (end < 0) return undefined;
  const reason = end < text.length ? text.slice(end + 1) : undefined;
  return { event, client: peer(text, start, end), reason };
}

/** What stands after `QUEUEID: ` or `NOQUEUE: `. */
function request(text: string, at: number, queueId: string | undefined): Fields | undefined {
  if (text.startsWith('client=', at)) return opened(text, at + 7, queueId);
  if (text.startsWith('to=<', at)) return delivery(text, at, queueId);
  const colon = text.indexOf(': ', at);
  if (colon < 0) return lost(text, at, queueId);
  const stageAt = colon + 2;
  const from = text.indexOf(' from ', stageAt);
  if (from < 0) return undefined;
  const end = peerEnd(text, from + 6);
  if (end < 0 || !text.startsWith(': ', end)) return undefined;
  const verb = text.slice(at, colon);
  if (!isVerb(verb)) return undefined;
  const tail = envelope(text, end + 1);
  const said = text.slice(end + 2, tail?.start ?? text.length);
  const stage = stageName(text.slice(stageAt, from));
  const reversePath = tail?.reversePath;
  const forwardPath = tail?.forwardPath;
  const client = withEnvelope(peer(text, from + 6, end), tail);
  const isMilter = verb.startsWith('milter-');
  if (verb !== 'reject' && verb !== 'milter-reject' && verb !== 'reject_warning') {
    const event = isMilter ? 'milter' : 'access';
    const action = isMilter ? verb.slice(7) : verb;
    return { event, action, reason: said, queueId, stage, reversePath, forwardPath, client };
  }
  const isReject = verb === 'reject';
  const { replyCode, enhancedStatusCode, text: reason } = readReply(said);
  return {
    event: isReject ? 'reject' : isMilter ? 'milter' : 'access',
    action: isReject ? undefined : isMilter ? 'reject' : verb,
    queueId,
    stage,
    reversePath,
    forwardPath,
    client,
    // "bare <LF> received" and the like come without a code.
    reply: isReject && replyCode === undefined ? undefined : said,
    enhancedStatusCode,
    reason,
    list: blocklist(reason),
  };
}

/** `client=name[ip], sasl_method=, sasl_username=, sasl_sender=, orig_queue_id=, orig_client=`. */
function opened(text: string, start: number, queueId: string | undefined): Fields | undefined {
  let at = peerEnd(text, start);
  if (at < 0) return undefined;
  const fields: Fields = { event: 'client', queueId, client: peer(text, start, at) };
  if (at === text.length) return fields;
  const client = fields.client!;
  if (text.startsWith(', sasl_method=', at)) {
    let end = text.indexOf(', ', at + 14);
    if (end < 0) end = text.length;
    client.saslMethod = text.slice(at + 14, end);
    at = end;
  }
  const named = text.startsWith(', sasl_username=', at);
  // From here backwards: a user name is the only part that can hold a comma.
  let end = text.length;
  const original = text.lastIndexOf(', orig_client=');
  if (original >= at) end = original;
  const originalId = text.lastIndexOf(', orig_queue_id=', end);
  if (originalId >= at) {
    // Behind a user name it could be the user's own words, and so could it in AUTH= of MAIL (sasl_sender).
    if (!named) fields.originalQueueId = text.slice(originalId + 16, end);
    end = originalId;
  }
  const sender = text.lastIndexOf(', sasl_sender=', end);
  if (sender >= at) end = sender;
  if (named) client.saslUsername = text.slice(at + 16, end);
  return fields;
}

/** `proxy-accept: END-OF-MESSAGE: 250 2.0.0 Ok: queued as X; from=...`, in some releases behind NOQUEUE; names no session. */
function proxy(text: string, at: number): Fields | undefined {
  const colon = text.indexOf(': ', at);
  const stageEnd = colon < 0 ? -1 : text.indexOf(': ', colon + 2);
  if (stageEnd < 0) return undefined;
  const tail = envelope(text, stageEnd + 1);
  const reply = text.slice(stageEnd + 2, tail?.start ?? text.length);
  const { enhancedStatusCode, text: reason } = readReply(reply);
  const fields: Fields = {
    event: 'proxy',
    action: text.slice(at + 6, colon),
    stage: stageName(text.slice(colon + 2, stageEnd)),
    reply,
    enhancedStatusCode,
    reason,
    reversePath: tail?.reversePath,
    forwardPath: tail?.forwardPath,
    client: withEnvelope({}, tail),
  };
  const queued = fields.action === 'accept' ? reply.lastIndexOf('queued as ') : -1;
  if (queued >= 0) {
    const end = queueIdEnd(reply, queued + 10);
    if (end > 0) fields.nextQueueId = reply.slice(queued + 10, end);
  }
  return fields;
}

/**
 * `lost connection after DATA (57 bytes) from name[ip]`, `timeout after ...`, `too many errors after ...`; behind
 * NOQUEUE or a queue id since 3.10. The words before ` after ` are Postfix' own.
 */
function lost(text: string, at: number, queueId: string | undefined): Fields | undefined {
  const after = text.indexOf(' after ', at);
  if (after < 0 || after - at > 30) return undefined;
  const reason = text.slice(at, after);
  const from = text.indexOf(' from ', after);
  const end = from < 0 ? -1 : peerEnd(text, from + 6);
  if (end < 0) return undefined;
  const client = peer(text, from + 6, end);
  let stage = text.slice(after + 7, from);
  if (reason === 'improper command pipelining' || reason === 'bare <LF> received') {
    return { event: 'session', action: reason, stage: stageName(stage), client, reason: text.slice(end + 2) };
  }
  if (end !== text.length) return undefined;
  let size: number | undefined;
  if (stage.endsWith(' bytes)')) {
    const open = stage.lastIndexOf(' (');
    size = Number(stage.slice(open + 2, -7));
    stage = stage.slice(0, open);
  }
  return { event: 'lost-connection', queueId, stage: stageName(stage), client, size, reason };
}

function smtpdWarning(text: string): Fields | undefined {
  const fields = warning(text);
  if (fields === undefined) return undefined;
  const sasl = text.indexOf(': SASL ', 9);
  const end = sasl < 0 ? -1 : peerEnd(text, 9);
  if (end > 0 && end === sasl) return saslFailed(text, peer(text, 9, end), sasl + 7);
  for (const words of COMPLAINTS) {
    if (!text.startsWith(words, 9)) continue;
    const from = text.indexOf(' from ', 9);
    const client = from < 0 ? undefined : peerAt(text, from + 6);
    return client === undefined ? fields : { ...fields, client };
  }
  return unresolved(text, fields);
}

/** Complaints that name the client after their first ` from `. */
const COMPLAINTS = [
  'non-SMTP command from ',
  'Illegal address syntax from ',
  'Connection rate limit exceeded: ',
  'Connection concurrency limit exceeded: ',
  'Message delivery request rate limit exceeded: ',
  'Recipient address rate limit exceeded: ',
  'New TLS session rate limit exceeded: ',
  'AUTH command rate limit exceeded: ',
  'Refusing ',
];

/** `SASL LOGIN authentication failed: reason, sasl_username=name` (the name since 3.6), `SASL PLAIN authentication aborted`. */
function saslFailed(text: string, client: Client, at: number): Fields {
  const end = text.indexOf(' ', at);
  client.saslMethod = end < 0 ? text.slice(at) : text.slice(at, end);
  let reason = end < 0 ? '' : text.slice(end + 1);
  if (reason.startsWith('authentication failed: ')) reason = reason.slice(23);
  const user = reason.indexOf(', sasl_username=');
  if (user >= 0) {
    const name = reason.slice(user + 16);
    if (name !== '(unavailable)') client.saslUsername = name;
    reason = reason.slice(0, user);
  }
  return { event: 'sasl-failed', client, reason };
}

/** `hostname X does not resolve to address IP`, before 2.8 `IP: hostname X verification failed` and `address not listed`. */
function unresolved(text: string, fields: Fields): Fields {
  if (text.startsWith('hostname ', 9)) {
    const does = text.indexOf(' does not resolve to address ', 18);
    if (does < 0) return fields;
    const ip = text.slice(does + 29).split(': ', 1)[0]!;
    return { ...fields, client: { name: text.slice(18, does), ip } };
  }
  const colon = text.indexOf(': ', 9);
  if (colon < 0) return fields;
  const listed = text.startsWith('address not listed for hostname ', colon + 2);
  if (!listed && !text.startsWith('hostname ', colon + 2)) return fields;
  return { ...fields, client: { ip: text.slice(9, colon) } };
}

const OTHER = [
  'statistics: ',
  'discarding EHLO keywords: ',
  'using backwards-compatible default setting ',
  'sasl_exceptions: ',
];

function other(text: string): Fields | undefined {
  if (startsWithAny(text, OTHER)) return noticed(text);
  const end = peerEnd(text, 0);
  if (end > 0 && text.startsWith(': replacing command ', end))
    return { event: 'session', action: 'replaced-command', client: peer(text, 0, end) };
  return session(text);
}

/** `reject`, `milter-reject`, `hold`, ...: one word of lower-case letters, `-` and `_`. */
function isVerb(word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    const c = word.charCodeAt(i);
    if ((c < 97 || c > 122) && c !== 45 && c !== 95) return false;
  }
  return word.length > 0;
}
