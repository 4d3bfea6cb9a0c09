/**
 * Postfix' cleanup server: the Message-ID of a queue file, what header_checks and body_checks did, what milters did at
 * the end of the message (src/cleanup/cleanup_message.c, cleanup_milter.c). A header stands in these lines as the
 * sender wrote it, cut at 200 characters (60 after a milter), so everything behind it is read from the end.
 * The header checks of the SMTP client (src/smtp/smtp_proto.c) look alike and are read here too.
 */
import { messageIdIn } from '../../mail/message-id.ts';
import { queueIdEnd } from '../../mail/queue-id.ts';
import { readReply } from '../../mail/reply.ts';
import type { Fields } from '../event.ts';
import { delivery } from './delivery.ts';
import { type Envelope, envelope, withEnvelope } from './envelope.ts';
import { peer, peerEnd } from './peer.ts';
import { session } from './session.ts';
import { stageName } from './stage.ts';
import { warning } from './warning.ts';

export function cleanup(text: string): Fields | undefined {
  const end = queueIdEnd(text);
  if (end < 0 || !text.startsWith(': ', end)) return warning(text) ?? session(text);
  const queueId = text.slice(0, end);
  const at = end + 2;
  if (text.startsWith('message-id=', at)) {
    return { event: 'message-id', queueId, messageId: messageIdIn(text.slice(at + 11)) };
  }
  if (text.startsWith('resent-message-id=', at)) {
    return { event: 'message-id', queueId, messageId: messageIdIn(text.slice(at + 18)), action: 'resent' };
  }
  if (text.startsWith('to=<', at)) return delivery(text, at, queueId);
  if (text.startsWith('removed (', at) && text.endsWith(')')) {
    // Since 3.10: a queue file that never reached qmgr, for a refusal or lost connection (canceled) or a DISCARD.
    return { event: 'removed', queueId, action: text.slice(at + 9, -1) };
  }
  const colon = text.indexOf(': ', at);
  if (colon < 0) return undefined;
  const verb = text.slice(at, colon);
  return (
    contentCheck(text, verb, colon + 2, queueId) ??
    milter(text, verb, colon + 2, queueId) ??
    lookup(text, at, queueId)
  );
}

/** `reject: header Subject: ... from name[ip]; from=<> to=<> proto= helo=<>: text of the rule`. */
export function contentCheck(text: string, verb: string, at: number, queueId: string): Fields | undefined {
  let start = at;
  let stage: string;
  if (
    text.startsWith('header ', at) ||
    text.startsWith('nested header ', at) ||
    text.startsWith('mime header ', at)
  ) {
    start = text.indexOf('header ', at) + 7;
    stage = 'header';
  } else if (
    text.startsWith('body ', at) ||
    text.startsWith('content ', at) ||
    text.startsWith('mime-error ', at)
  ) {
    start = text.indexOf(' ', at) + 1;
    stage = 'body';
  } else return undefined;
  const action = verb.slice(verb.lastIndexOf('-') + 1);
  const found = origin(text, start);
  const content = text.slice(start, found?.from ?? text.length);
  const fields: Fields = { event: 'header-check', action, queueId, stage, ...named(stage, content) };
  if (found === undefined) return fields;
  const { tail } = found;
  if (found.peerEnd > 0) fields.client = withEnvelope(peer(text, found.from + 6, found.peerEnd), tail);
  else if (tail.helo !== undefined || tail.protocol !== undefined) fields.client = withEnvelope({}, tail);
  fields.reversePath = tail.reversePath;
  fields.forwardPath = tail.forwardPath;
  if (tail.rest === '') return fields;
  if (action !== 'reject') return { ...fields, reason: tail.rest };
  const { enhancedStatusCode, text: reason } = readReply(tail.rest);
  return { ...fields, reply: tail.rest, enhancedStatusCode, reason };
}

/**
 * The last ` from name[ip]`, ` from local` or ` from unknown` before the tail, and the tail. What stands before it is
 * the sender's, so never the first.
 */
function origin(text: string, start: number): { from: number; peerEnd: number; tail: Envelope } | undefined {
  const tail = envelope(text, start);
  if (tail === undefined) return undefined;
  const from = text.lastIndexOf(' from ', tail.start);
  if (from < start) return undefined;
  const end = peerEnd(text, from + 6);
  return { from, peerEnd: end === tail.start ? end : -1, tail };
}

/** The header or body line of a check, as it was printed. */
function named(stage: string, content: string): Partial<Fields> {
  if (stage !== 'header') return { header: content };
  const colon = content.indexOf(':');
  const name = content.slice(0, Math.max(colon, 0)).toLowerCase();
  const value = content.slice(colon + 1).trim();
  if (name === 'subject') return { subject: value };
  return name === 'from' ? { headerFrom: value } : { header: content };
}

/** `milter-reject: END-OF-MESSAGE from name[ip]: 5.7.1 text; from=<> to=<> proto= helo=<>`. */
function milter(text: string, verb: string, at: number, queueId: string): Fields | undefined {
  if (!verb.startsWith('milter-')) return undefined;
  const from = text.indexOf(' from ', at);
  const end = from < 0 ? -1 : peerEnd(text, from + 6);
  if (end < 0 || !text.startsWith(': ', end)) return undefined;
  const tail = envelope(text, end + 1);
  const said = text.slice(end + 2, tail?.start ?? text.length);
  const fields: Fields = {
    event: 'milter',
    action: verb.slice(7),
    queueId,
    stage: stageName(text.slice(at, from)),
    reason: said,
    reversePath: tail?.reversePath,
    forwardPath: tail?.forwardPath,
    client: withEnvelope(peer(text, from + 6, end), tail),
  };
  if (fields.action !== 'reject') return fields;
  const { enhancedStatusCode, text: reason } = readReply(said);
  return { ...fields, reply: said, enhancedStatusCode, reason };
}

/** `virtual_alias_maps map lookup problem for a@b -- message not accepted, try again later` (before 2.8 without a level). */
function lookup(text: string, at: number, queueId: string): Fields | undefined {
  const words = text.indexOf(' map lookup problem ', at);
  if (words < 0 || text.indexOf(' ', at) !== words) return undefined;
  return { event: 'warning', queueId, reason: text.slice(at) };
}
