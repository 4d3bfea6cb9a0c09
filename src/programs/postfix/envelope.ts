/**
 * The tail of a refusal: `; from=<sender> to=<recipient> proto=ESMTP helo=<name>`, each part only where it is known
 * (Postfix smtpd_check.c log_whatsup(), smtpd.c smtpd_whatsup(), cleanup_message.c cleanup_act_log(); postscreen
 * writes commas between them). What stands before it (reply texts, subjects) and between its quotes (local parts) is
 * written by strangers and may hold whole copies of it. The anchor is the HELO name: smtpd turns spaces, brackets,
 * quotes and `@` in it into `?`, so the last ` helo=<` is Postfix' own, and from there the tail is only accepted
 * where every part stands gap-free in external form. Does not read what it cannot prove: then the parts are missing.
 */
import { addressEnd } from '../../mail/address.ts';
import type { Client } from '../event.ts';

export interface Envelope {
  /** Index of the `;` before the tail. */
  readonly start: number;
  readonly reversePath: string | undefined;
  readonly forwardPath: string | undefined;
  readonly protocol: string | undefined;
  readonly helo: string | undefined;
  readonly saslMethod: string | undefined;
  readonly saslUsername: string | undefined;
  /** What follows `: ` after the tail (the text of a header_checks rule); '' where nothing does. */
  readonly rest: string;
}

type Tail = { -readonly [part in keyof Envelope]: Envelope[part] };

/** The tail of `text`, which begins at `after` at the earliest; undefined where there is none. */
export function envelope(text: string, after: number): Envelope | undefined {
  const tail: Tail = {
    start: text.length,
    reversePath: undefined,
    forwardPath: undefined,
    protocol: undefined,
    helo: undefined,
    saslMethod: undefined,
    saslUsername: undefined,
    rest: '',
  };
  readHelo(text, after, tail);
  let end = tail.start;
  const comma = text.charCodeAt(end - 1) === 44 ? 1 : 0;
  const protocolAt = lastBlank(text, end);
  if (protocolAt >= after && text.startsWith(' proto=', protocolAt)) {
    tail.protocol = text.slice(protocolAt + 7, end - comma);
    end = protocolAt;
  }
  end -= comma;
  if (end < text.length && text.charCodeAt(end - 1) === 59) {
    tail.start = end - 1;
    return tail;
  }
  const open = end === text.length;
  for (let at = end; ; at--) {
    at = text.lastIndexOf('; ', at);
    if (at < after || at < 1) break;
    const pathsEnd = readPaths(text, at + 1, comma, tail);
    if (pathsEnd < 0) continue;
    tail.start = at;
    if (pathsEnd === end) return tail;
    // Without proto and helo (mail from this machine) only the text of the rule may follow.
    if (open && text.startsWith(': ', pathsEnd) && !isOfStranger(text, pathsEnd + 2)) {
      tail.rest = text.slice(pathsEnd + 2);
      return tail;
    }
  }
  return unquoted(text, after, end, open, tail);
}

/**
 * Reads from the last ` helo=<` to the end of the line, and says in `tail.start` where that begins; reads nothing where
 * it is a stranger's.
 */
function readHelo(text: string, after: number, tail: Tail): void {
  const start = text.lastIndexOf(' helo=<');
  if (start < after) return;
  let close = text.indexOf('>', start + 7);
  if (close < 0) close = text.length;
  if (isOfStranger(text, close)) return;
  let next = close + 1;
  let saslMethod: string | undefined;
  let saslUsername: string | undefined;
  // Postfix 3.9 and later; the user name is bare in refusals and in brackets in those of milters.
  if (text.startsWith(' sasl_method=', next)) {
    const stop = wordEnd(text, next + 13);
    saslMethod = text.slice(next + 13, stop);
    next = stop;
  }
  if (text.startsWith(' sasl_username=', next)) {
    const name = next + 15;
    next = text.indexOf(' sasl_sender=', name);
    if (next < 0) next = text.length;
    const bracketed = text.charCodeAt(name) === 60 && text.charCodeAt(next - 1) === 62;
    saslUsername = bracketed ? text.slice(name + 1, next - 1) : text.slice(name, next);
    if (next < text.length) next = wordEnd(text, next + 13);
  }
  if (next < text.length) {
    if (!text.startsWith(': ', next)) return;
    tail.rest = text.slice(next + 2);
  }
  tail.start = start;
  tail.helo = text.slice(start + 7, close);
  tail.saslMethod = saslMethod;
  tail.saslUsername = saslUsername;
}

/** True where what the rest of `text` follows is a stranger's: another tail comes behind it, or the end of a quoted sender. */
function isOfStranger(text: string, from: number): boolean {
  if (from + 1 >= text.length) return false;
  return text.indexOf('; from=<', from) >= 0 || text.indexOf('"@', from) >= 0;
}

/** Reads ` from=<...>` and ` to=<...>`, of which one may be missing, into `tail`. Where they end, or -1. */
function readPaths(text: string, start: number, comma: number, tail: Tail): number {
  let at = start;
  let reversePath: string | undefined;
  let forwardPath: string | undefined;
  if (text.startsWith(' from=<', at)) {
    const close = addressEnd(text, at + 7);
    if (close < 0) return -1;
    reversePath = text.slice(at + 7, close);
    at = close + 1;
    if (comma === 1 && text.startsWith(', to=<', at)) at++;
  }
  if (text.startsWith(' to=<', at)) {
    const close = addressEnd(text, at + 5);
    if (close < 0) return -1;
    forwardPath = text.slice(at + 5, close);
    at = close + 1;
  }
  if (at === start) return -1;
  tail.reversePath = reversePath;
  tail.forwardPath = forwardPath;
  return at;
}

/**
 * Addresses that no external form explains: Postfix before 3.5 prints them bare, and a line that was cut at 2,000
 * bytes ends inside one. Read only where there is one way to do it.
 */
function unquoted(text: string, after: number, end: number, open: boolean, tail: Tail): Envelope | undefined {
  const from = text.lastIndexOf('; from=<', end);
  const start = from >= after ? from : text.lastIndexOf('; to=<', end);
  if (start < after) return undefined;
  tail.start = start;
  tail.reversePath = undefined;
  tail.forwardPath = undefined;
  if (open || text.charCodeAt(end - 1) !== 62) return tail;
  if (start !== from) {
    tail.forwardPath = text.slice(start + 6, end - 1);
    return tail;
  }
  const to = text.indexOf(' to=<', from);
  if (to < 0 || to > end) {
    tail.reversePath = text.slice(from + 8, end - 1);
    return tail;
  }
  if (text.lastIndexOf(' to=<', end) !== to) return tail;
  const close = text.lastIndexOf('>', to);
  if (close < from) return tail;
  tail.reversePath = text.slice(from + 8, close);
  tail.forwardPath = text.slice(to + 5, end - 1);
  return tail;
}

/** Adds what the tail says about the client. */
export function withEnvelope(client: Client, tail: Envelope | undefined): Client {
  if (tail === undefined) return client;
  if (tail.helo !== undefined) client.helo = tail.helo;
  if (tail.protocol !== undefined) client.protocol = tail.protocol;
  if (tail.saslMethod !== undefined) client.saslMethod = tail.saslMethod;
  if (tail.saslUsername !== undefined) client.saslUsername = tail.saslUsername;
  return client;
}

function wordEnd(text: string, start: number): number {
  const space = text.indexOf(' ', start);
  return space < 0 ? text.length : space;
}

/** The last blank before `end`, or -1. */
function lastBlank(text: string, end: number): number {
  let at = end - 1;
  while (at >= 0 && text.charCodeAt(at) !== 32) at--;
  return at;
}
