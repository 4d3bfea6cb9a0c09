/**
 * Postfix' postscreen (src/postscreen), which looks at clients before smtpd does; a refusal by it never has a queue
 * id. WHITE- and BLACKLISTED are ALLOW- and DENYLISTED since 3.6. What a client sent (`PREGREET`, commands) stays in
 * `reason`.
 */
import { readReply } from '../../mail/reply.ts';
import type { Fields } from '../event.ts';
import { blocklist } from './blocklist.ts';
import { envelope, withEnvelope } from './envelope.ts';
import { peer, peerAt, peerEnd } from './peer.ts';
import { noticed, session } from './session.ts';
import { stageName } from './stage.ts';
import { tls } from './tls.ts';
import { warning } from './warning.ts';

/** Lines that are a verdict and then the client. */
const VERDICTS = [
  ['PASS NEW ', 'pass-new'],
  ['PASS OLD ', 'pass-old'],
  ['DISCONNECT ', 'disconnect'],
  ['WHITELISTED ', 'allowlisted'],
  ['ALLOWLISTED ', 'allowlisted'],
  ['BLACKLISTED ', 'denylisted'],
  ['DENYLISTED ', 'denylisted'],
  ['WHITELIST VETO ', 'allowlist-veto'],
  ['ALLOWLIST VETO ', 'allowlist-veto'],
] as const;

/** Lines that name the client after their first ` from `. */
const VIOLATIONS = [
  ['HANGUP after ', 'hangup'],
  ['PREGREET ', 'pregreet'],
  ['NON-SMTP COMMAND from ', 'non-smtp-command'],
  ['COMMAND PIPELINING from ', 'pipelining'],
  ['COMMAND TIME LIMIT from ', 'time-limit'],
  ['COMMAND COUNT LIMIT from ', 'count-limit'],
  ['COMMAND LENGTH LIMIT from ', 'length-limit'],
  ['BARE NEWLINE from ', 'bare-newline'],
  ['DATA without valid RCPT from ', 'data-without-rcpt'],
  ['BDAT without valid RCPT from ', 'data-without-rcpt'],
] as const;

export function postscreen(text: string): Fields | undefined {
  if (text.startsWith('CONNECT from ')) {
    const client = peerAt(text, 13);
    return client && { event: 'connect', client };
  }
  for (const [words, action] of VERDICTS) {
    if (text.startsWith(words)) return { event: 'postscreen', action, client: peerAt(text, words.length) };
  }
  if (text.startsWith('NOQUEUE: reject: ')) return reject(text, 17);
  if (text.startsWith('reject: connect from ')) return reject(text, 8);
  for (const [words, action] of VIOLATIONS) if (text.startsWith(words)) return violation(text, action);
  if (text.startsWith('DNSBL rank ')) {
    const end = text.indexOf(' for ', 11);
    if (end < 0) return undefined;
    return {
      event: 'postscreen',
      action: 'dnsbl',
      score: Number(text.slice(11, end)),
      client: peerAt(text, end + 5),
    };
  }
  if (text.startsWith('cache ') || text.startsWith('postscreen_') || text.startsWith('skip '))
    return noticed(text);
  return tls(text) ?? warning(text) ?? session(text);
}

/** `RCPT from [ip]:port: 550 5.7.1 text; from=<>, to=<>, proto=, helo=<>`, `CONNECT from [ip]:port: too many connections`. */
function reject(text: string, at: number): Fields | undefined {
  const from = text.indexOf(' from ', at);
  const end = from < 0 ? -1 : peerEnd(text, from + 6);
  if (end < 0 || !text.startsWith(': ', end)) return undefined;
  const tail = envelope(text, end + 1);
  const said = text.slice(end + 2, tail?.start ?? text.length);
  const { replyCode, enhancedStatusCode, text: reason } = readReply(said);
  return {
    event: 'reject',
    stage: stageName(text.slice(at, from)),
    reply: replyCode ? said : undefined,
    enhancedStatusCode,
    reason,
    list: blocklist(reason),
    reversePath: tail?.reversePath,
    forwardPath: tail?.forwardPath,
    client: withEnvelope(peer(text, from + 6, end), tail),
  };
}

function violation(text: string, action: string): Fields | undefined {
  const from = text.indexOf(' from ');
  const end = from < 0 ? -1 : peerEnd(text, from + 6);
  if (end < 0) return undefined;
  const fields: Fields = { event: 'postscreen', action, client: peer(text, from + 6, end) };
  if (text.startsWith(' after ', end)) {
    const colon = text.indexOf(':', end);
    fields.stage = stageName(text.slice(end + 7, colon < 0 ? text.length : colon));
    if (colon >= 0) fields.reason = text.slice(colon + 1).trimStart();
  } else if (end < text.length) fields.reason = text.slice(end).replace(/^(?::| in)? /, '');
  return fields;
}
