/**
 * SMTP replies (RFC 5321, section 4.2) with enhanced status codes (RFC 3463) at their beginning: `554 5.7.1 text`.
 * Reads only the beginning: codes further on in a reply are somebody's words.
 */
import { eximIdEnd, sendmailIdEnd } from './queue-id.ts';

export interface Reply {
  /** `554`; undefined where the text does not begin with one. */
  readonly replyCode: string | undefined;
  readonly enhancedStatusCode: string | undefined;
  /** What follows the codes. */
  readonly text: string;
}

export function readReply(text: string): Reply {
  let at = 0;
  let replyCode: string | undefined;
  if (digits(text, 0) === 3 && endsWord(text, 3)) {
    replyCode = text.slice(0, 3);
    at = text.length > 3 ? 4 : 3;
  }
  const end = enhancedEnd(text, at);
  if (end < 0) return { replyCode, enhancedStatusCode: undefined, text: text.slice(at) };
  return { replyCode, enhancedStatusCode: text.slice(at, end), text: text.slice(end + 1) };
}

/** The session in the reply of Dovecot's LMTP, `250 2.0.0 <user> SESSION Saved`. */
export function lmtpSession(reply: string): string | undefined {
  if (!reply.endsWith(' Saved')) return undefined;
  const words = reply.slice(0, -6);
  const session = words.slice(words.lastIndexOf(' ') + 1);
  // Old versions name the user only.
  return session === '' || session.endsWith('>') ? undefined : session;
}

/** The user in the same reply: the sign-in name whose mailbox took the copy. */
export function lmtpUser(reply: string): string | undefined {
  const { text } = readReply(reply);
  const close = text.indexOf('> ');
  return close > 1 && text.startsWith('<') && text.endsWith(' Saved') ? text.slice(1, close) : undefined;
}

/** What Sendmail says behind the queue id (srvrsmtp.c). */
const SENDMAIL_ACCEPTED = ' Message accepted for delivery';

/**
 * The queue id that a reply to an accepted message names: Postfix' last `queued as X` (an after-queue filter quotes the
 * reply of the next hop at its end) or local's `forwarded as X`, Sendmail's `X Message accepted for delivery`, Exim's `OK id=X`.
 */
export function nextQueueId(reply: string): string | undefined {
  let at = reply.lastIndexOf('queued as ');
  if (at >= 0) at += 10;
  else if (reply.startsWith('forwarded as ')) at = 13;
  else if (reply.endsWith(SENDMAIL_ACCEPTED)) return lastWord(reply.slice(0, -SENDMAIL_ACCEPTED.length));
  else {
    // Sendmail leaves the code before it out.
    at = reply.startsWith('OK id=') ? 6 : reply.lastIndexOf(' OK id=') + 7;
    const end = eximIdEnd(reply, at);
    return at >= 6 && end === reply.length ? reply.slice(at) : undefined;
  }
  let end = at;
  while (isIdCharacter(reply.charCodeAt(end))) end++;
  return end - at >= 5 ? reply.slice(at, end) : undefined;
}

function lastWord(text: string): string | undefined {
  const word = text.slice(text.lastIndexOf(' ') + 1);
  return sendmailIdEnd(word) === word.length ? word : undefined;
}

function isIdCharacter(c: number): boolean {
  return (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 45;
}

/** The index after an enhanced status code at `start`, or -1. */
function enhancedEnd(text: string, start: number): number {
  const c = text.charCodeAt(start);
  if ((c !== 50 && c !== 52 && c !== 53) || text.charCodeAt(start + 1) !== 46) return -1;
  const subject = digits(text, start + 2);
  const dot = start + 2 + subject;
  if (subject < 1 || subject > 3 || text.charCodeAt(dot) !== 46) return -1;
  const detail = digits(text, dot + 1);
  const end = dot + 1 + detail;
  return detail >= 1 && detail <= 3 && endsWord(text, end) ? end : -1;
}

function digits(text: string, start: number): number {
  let i = start;
  while (text.charCodeAt(i) >= 48 && text.charCodeAt(i) <= 57) i++;
  return i - start;
}

function endsWord(text: string, i: number): boolean {
  const c = text.charCodeAt(i);
  return i === text.length || c === 32 || c === 45;
}
