/**
 * The prefix that Dovecot's log service puts before a message: `imap(jerry)<4711><6Tkq0lY5ZLTAqAoz>: `.
 * Source: mail_log_prefix, whose default is `%s(%u)<%{process:pid}><%{session}>: ` in 2.3 and 2.4, `%s(%u): ` in 2.x
 * before, `%Us(%u): ` (upper case) in 1.x; LMTP of 2.2 writes `lmtp(810, jerry): SESSION: `.
 * Does not read the message itself. The user is one that Dovecot knows, so the first end that fits is the end.
 */

export interface Prefix {
  /** As written: `imap`, `imap-login`, `auth-worker`; upper case in 1.x. */
  readonly service: string;
  readonly user: string | undefined;
  readonly session: string | undefined;
  /** What follows the prefix, level word included. */
  readonly message: string;
}

/** Longer names of processes do not exist; `indexer-worker` is the longest. */
const LONGEST_SERVICE = 24;
/** LMTP session ids are base64 of a 128-bit GUID; shorter single words before a colon are words. */
const SHORTEST_SESSION = 16;

const OPEN = 40; // (
const COLON = 58; // :
const SPACE = 32;
const LESS = 60; // <

export function readPrefix(text: string): Prefix | undefined {
  const limit = Math.min(text.length, LONGEST_SERVICE);
  let end = 0;
  let code = 0;
  while (end < limit) {
    code = text.charCodeAt(end);
    if (code === OPEN || code === COLON || code === SPACE) break;
    end++;
  }
  if (end === 0 || end === limit) return undefined;
  if (code === COLON) {
    if (text.charCodeAt(end + 1) !== SPACE) return undefined;
    return { service: text.slice(0, end), user: undefined, session: undefined, message: text.slice(end + 2) };
  }
  return code === OPEN ? readUser(text, end) : undefined;
}

function readUser(text: string, open: number): Prefix | undefined {
  const service = text.slice(0, open);
  for (let close = text.indexOf(')', open); close !== -1; close = text.indexOf(')', close + 1)) {
    const next = text.charCodeAt(close + 1);
    if (next === COLON && text.charCodeAt(close + 2) === SPACE) {
      const inside = text.slice(open + 1, close);
      return withLooseSession(service, userOf(inside), text.slice(close + 3));
    }
    if (next !== LESS) continue;
    const first = text.indexOf('>', close + 2);
    if (first === -1) return undefined;
    const user = text.slice(open + 1, close);
    if (text.charCodeAt(first + 1) === LESS) {
      const second = text.indexOf('>: ', first + 2);
      if (second === -1) continue;
      const session = text.slice(first + 2, second);
      return {
        service,
        user,
        session: session === '' ? undefined : session,
        message: text.slice(second + 3),
      };
    }
    if (text.charCodeAt(first + 1) !== COLON || text.charCodeAt(first + 2) !== SPACE) continue;
    const only = text.slice(close + 2, first);
    const session = isNumber(only) || only === '' ? undefined : only;
    return { service, user, session, message: text.slice(first + 3) };
  }
  return undefined;
}

/** `810` is a process id, `810, jerry` a process id and a user (LMTP of 2.2). */
function userOf(inside: string): string | undefined {
  if (isNumber(inside)) return undefined;
  const comma = inside.indexOf(', ');
  return comma > 0 && isNumber(inside.slice(0, comma)) ? inside.slice(comma + 2) : inside;
}

/** 2.2 LMTP: `SESSION: message`; a common mail_log_prefix of 2.x: `session=SESSION message` or `session=<SESSION> message`. */
function withLooseSession(service: string, user: string | undefined, message: string): Prefix {
  if (message.startsWith('session=')) {
    const end = message.indexOf(' ');
    if (end !== -1) {
      let session = message.slice(8, end);
      if (session.startsWith('<') && session.endsWith('>')) session = session.slice(1, -1);
      return { service, user, session, message: message.slice(end + 1) };
    }
  }
  if (service === 'lmtp' || service === 'lda') {
    const end = message.indexOf(': ');
    if (end >= SHORTEST_SESSION && isSession(message, end))
      return { service, user, session: message.slice(0, end), message: message.slice(end + 2) };
  }
  return { service, user, session: undefined, message };
}

function isSession(text: string, end: number): boolean {
  for (let i = 0; i < end; i++) {
    const c = text.charCodeAt(i);
    // A-Z a-z, and + / 0-9 : of base64 and of LMTP's transaction suffix
    if (!((c >= 65 && c <= 90) || (c >= 97 && c <= 122) || (c >= 47 && c <= 58) || c === 43 || c === 61))
      return false;
  }
  return true;
}

export function isNumber(text: string): boolean {
  if (text.length === 0) return false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 57) return false;
  }
  return true;
}

export type Level = 'Debug' | 'Info' | 'Warning' | 'Error' | 'Fatal' | 'Panic';

const LEVELS: readonly Level[] = ['Info', 'Warning', 'Error', 'Fatal', 'Panic', 'Debug'];

/** The level word at the start of `text` (`Error: ...`); Dovecot writes none for information sent to syslog. */
export function readLevel(text: string): Level | undefined {
  const colon = text.indexOf(':');
  if (colon < 4 || colon > 7 || text.charCodeAt(colon + 1) !== SPACE) return undefined;
  const word = text.slice(0, colon);
  return LEVELS.find((level) => level === word);
}
