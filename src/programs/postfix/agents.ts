/**
 * The delivery agents' lines beside the delivery itself: what smtp and lmtp heard from a host before the recipient's
 * fate was known (src/smtp/smtp_trouble.c, smtp_connect.c, src/smtp/smtp_proto.c), and what local, virtual, pipe,
 * error, retry and discard say. A host's words are a stranger's.
 */
import { queueIdEnd } from '../../mail/queue-id.ts';
import { readReply } from '../../mail/reply.ts';
import type { Fields } from '../event.ts';
import { contentCheck } from './cleanup.ts';
import { delivery } from './delivery.ts';
import { peerEnd } from './peer.ts';
import { noticed, session, startsWithAny } from './session.ts';
import { stageName } from './stage.ts';
import { tls } from './tls.ts';
import { warning } from './warning.ts';

export function agent(text: string): Fields | undefined {
  const end = queueIdEnd(text);
  if (end < 0 || !text.startsWith(': ', end)) return withoutQueueId(text);
  const queueId = text.slice(0, end);
  const at = end + 2;
  if (text.startsWith('to=<', at)) return delivery(text, at, queueId);
  // smtp_trouble.c prints whatever reason it has.
  return heard(text, at, queueId) ?? check(text, at, queueId) ?? { ...noticed(text, at), queueId };
}

function withoutQueueId(text: string): Fields | undefined {
  if (text.startsWith('connect to ')) {
    const end = peerEnd(text, 11);
    if (end < 0) return undefined;
    const reason = text.startsWith(': ', end) ? text.slice(end + 2) : undefined;
    return { event: 'remote-reply', relay: text.slice(11, end), reason };
  }
  if (startsWithAny(text, SESSION)) return noticed(text);
  return heard(text, 0, undefined) ?? tls(text) ?? warning(text) ?? session(text);
}

const SESSION = ['discarding EHLO keywords: ', 'Using ESMTP PIPELINING', 'Host offered STARTTLS: '];

/**
 * `host name[ip] said: 450 4.7.1 ... (in reply to RCPT TO command)`, `host name[ip] refused to talk to me: ...`,
 * `lost connection with name[ip] while ...`, `conversation with name[ip] timed out while ...`.
 */
function heard(text: string, at: number, queueId: string | undefined): Fields | undefined {
  for (const words of ['host ', 'lost connection with ', 'conversation with ', 'connect to ']) {
    if (!text.startsWith(words, at)) continue;
    const start = at + words.length;
    const end = peerEnd(text, start);
    if (end < 0) return undefined;
    const relay = text.slice(start, end);
    for (const verb of [' said: ', ' refused to talk to me: ']) {
      if (!text.startsWith(verb, end)) continue;
      const reply = text.slice(end + verb.length);
      const stage = inReplyTo(reply);
      return {
        event: 'remote-reply',
        queueId,
        relay,
        stage,
        reply,
        enhancedStatusCode: readReply(reply).enhancedStatusCode,
      };
    }
    return { event: 'remote-reply', queueId, relay, reason: text.slice(at) };
  }
  return undefined;
}

/** ` (in reply to RCPT TO command)`, which Postfix adds behind the host's words: its stage. */
function inReplyTo(reply: string): string | undefined {
  const at = reply.lastIndexOf(' (in reply to ');
  if (at < 0 || !reply.endsWith(')')) return undefined;
  const words = reply.slice(at + 14, -1);
  if (words === 'end of DATA command' || words === 'end of data') return 'end-of-message';
  const space = words.indexOf(' ');
  return stageName(space < 0 ? words : words.slice(0, space));
}

/** smtp_header_checks and smtp_body_checks: `replace: header Subject: ...: new text`. */
function check(text: string, at: number, queueId: string): Fields | undefined {
  const colon = text.indexOf(': ', at);
  return colon < 0 || colon - at > 16
    ? undefined
    : contentCheck(text, text.slice(at, colon), colon + 2, queueId);
}
