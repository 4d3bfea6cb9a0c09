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

/** The tail of `text`, which begins at `after` at the earliest; undefined where there is none. */
export function envelope(text: string, after: number): Envelope | undefined {
  const named = heloPart(text, after);
  const tail = { protocol: undefined as string | undefined, ...(named ?? NO_HELO) };
  let end = named?.end ?? text.length;
  const comma = text.charCodeAt(end - 1) === 44 ? 1 : 0;
  const protocolAt = text.lastIndexOf(' proto=', end);
  if (protocolAt >= after && wordEnd(text, protocolAt + 7) === end) {
    tail.protocol = text.slice(protocolAt + 7, end - comma);
    end = protocolAt;
  }
  end -= comma;
  if (end < text.length && text.charCodeAt(end - 1) === 59) {
    return { ...tail, start: end - 1, reversePath: undefined, forwardPath: undefined };
  }
  const open = end === text.length;
  for (let at = end; ; at--) {
    at = text.lastIndexOf('; ', at);
    if (at < after || at < 1) break;
    const paths = readPaths(text, at + 1, comma);
    if (paths === undefined) continue;
    if (paths.end === end) return { ...tail, start: at, ...paths.paths };
    // Without proto and helo (mail from this machine) only the text of the rule may follow.
    if (open && text.startsWith(': ', paths.end)) {
      const rest = text.slice(paths.end + 2);
      if (!isOfStranger(rest)) return { ...tail, start: at, ...paths.paths, rest };
    }
  }
  return unquoted(text, after, end, open, tail);
}

type HeloPart = Pick<Envelope, 'helo' | 'saslMethod' | 'saslUsername' | 'rest'>;

const NO_HELO: HeloPart = { helo: undefined, saslMethod: undefined, saslUsername: undefined, rest: '' };

/** From the last ` helo=<` (at `end`) to the end of the line; undefined where that one is a stranger's. */
function heloPart(text: string, after: number): (HeloPart & { end: number }) | undefined {
  const end = text.lastIndexOf(' helo=<');
  if (end < after) return undefined;
  let close = text.indexOf('>', end + 7);
  if (close < 0) close = text.length;
  if (isOfStranger(text.slice(close))) return undefined;
  const part = { ...NO_HELO, helo: text.slice(end + 7, close), end };
  let next = close + 1;
  // Postfix 3.9 and later; the user name is bare in refusals and in brackets in those of milters.
  if (text.startsWith(' sasl_method=', next)) {
    const stop = wordEnd(text, next + 13);
    part.saslMethod = text.slice(next + 13, stop);
    next = stop;
  }
  if (text.startsWith(' sasl_username=', next)) {
    const name = next + 15;
    next = text.indexOf(' sasl_sender=', name);
    if (next < 0) next = text.length;
    const bracketed = text.charCodeAt(name) === 60 && text.charCodeAt(next - 1) === 62;
    part.saslUsername = bracketed ? text.slice(name + 1, next - 1) : text.slice(name, next);
    if (next < text.length) next = wordEnd(text, next + 13);
  }
  if (next >= text.length) return part;
  if (!text.startsWith(': ', next)) return undefined;
  part.rest = text.slice(next + 2);
  return part;
}

/** True where what `rest` follows is a stranger's: another tail comes behind it, or the end of a quoted sender. */
function isOfStranger(rest: string): boolean {
  return rest.includes('; from=<') || rest.includes('"@');
}

type Paths = Pick<Envelope, 'reversePath' | 'forwardPath'>;

/** Reads ` from=<...>` and ` to=<...>`, of which one may be missing. */
function readPaths(text: string, start: number, comma: number): { end: number; paths: Paths } | undefined {
  let at = start;
  let reversePath: string | undefined;
  let forwardPath: string | undefined;
  if (text.startsWith(' from=<', at)) {
    const close = addressEnd(text, at + 7);
    if (close < 0) return undefined;
    reversePath = text.slice(at + 7, close);
    at = close + 1;
    if (comma === 1 && text.startsWith(', to=<', at)) at++;
  }
  if (text.startsWith(' to=<', at)) {
    const close = addressEnd(text, at + 5);
    if (close < 0) return undefined;
    forwardPath = text.slice(at + 5, close);
    at = close + 1;
  }
  return at === start ? undefined : { end: at, paths: { reversePath, forwardPath } };
}

/**
 * Addresses that no external form explains: Postfix before 3.5 prints them bare, and a line that was cut at 2,000
 * bytes ends inside one. Read only where there is one way to do it.
 */
function unquoted(
  text: string,
  after: number,
  end: number,
  open: boolean,
  tail: Omit<Envelope, 'start' | 'reversePath' | 'forwardPath'>,
): Envelope | undefined {
  const from = text.lastIndexOf('; from=<', end);
  const start = from >= after ? from : text.lastIndexOf('; to=<', end);
  if (start < after) return undefined;
  const none: Envelope = { ...tail, start, reversePath: undefined, forwardPath: undefined };
  if (open || text.charCodeAt(end - 1) !== 62) return none;
  if (start !== from) return { ...none, forwardPath: text.slice(start + 6, end - 1) };
  const to = text.indexOf(' to=<', from);
  if (to < 0 || to > end) return { ...none, reversePath: text.slice(from + 8, end - 1) };
  if (text.lastIndexOf(' to=<', end) !== to) return none;
  const close = text.lastIndexOf('>', to);
  if (close < from) return none;
  return { ...none, reversePath: text.slice(from + 8, close), forwardPath: text.slice(to + 5, end - 1) };
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
