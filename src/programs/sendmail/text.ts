/**
 * How Sendmail writes addresses, hosts and times into its lines. Addresses are printed as they came, so they are walked
 * over by RFC 5322's quotes, brackets and comments: only a comma outside of these ends one. sm_syslog() (sendmail/conf.c)
 * doubles every backslash; what is inside such a quote stays as the line has it. Does not know which field is where.
 */
import type { Client } from '../event.ts';

const SPACE = 32;
const QUOTE = 34;
const OPEN = 40;
const CLOSE = 41;
const COMMA = 44;
const LESS = 60;
const GREATER = 62;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;

/**
 * The index of the `, ` (or the end of the text) behind a list of addresses that begins at `start`; the addresses go
 * into `list`, without their brackets. -1 where a quote or a bracket is never closed.
 */
export function addressesEnd(text: string, start: number, list?: string[]): number {
  let begin = start;
  let angle = false;
  let comment = 0;
  for (let i = start; ; i++) {
    const c = text.charCodeAt(i);
    if (Number.isNaN(c)) {
      if (angle || comment > 0) return -1;
      list?.push(bare(text, begin, i));
      return i;
    }
    if (c === QUOTE && comment === 0) {
      i = quotedEnd(text, i + 1);
      if (i < 0) return -1;
    } else if (c === LESS && comment === 0) angle = true;
    else if (c === GREATER && comment === 0) angle = false;
    else if (c === OPEN && !angle) comment++;
    else if (c === CLOSE && comment > 0) comment--;
    else if (c === COMMA && !angle && comment === 0) {
      if (i > begin) list?.push(bare(text, begin, i));
      if (text.charCodeAt(i + 1) === SPACE) return i;
      begin = i + 1;
    }
  }
}

/** The index of the quote that ends a quoted string; a backslash (written twice) takes the next character with it. */
function quotedEnd(text: string, start: number): number {
  for (let i = start; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) return i;
    if (c !== BACKSLASH) continue;
    if (text.charCodeAt(i + 1) === BACKSLASH) i++;
    i++;
    if (text.charCodeAt(i) === BACKSLASH) i++;
  }
  return -1;
}

/** `<a@b>` -> `a@b`; `\\jerry` (deliver to him whatever his .forward says) -> `jerry`; `"|/bin/x"` -> `|/bin/x`. */
function bare(text: string, start: number, end: number): string {
  const first = text.charCodeAt(start);
  const last = text.charCodeAt(end - 1);
  if (first === LESS && last === GREATER) return text.slice(start + 1, end - 1);
  if (first === QUOTE && last === QUOTE && (text[start + 1] === '|' || text[start + 1] === '/'))
    return text.slice(start + 1, end - 1);
  let from = start;
  while (text.charCodeAt(from) === BACKSLASH) from++;
  return text.slice(from, end);
}

/** One address; undefined where more or none stands there. */
export function addressAt(text: string, start: number): { address: string; end: number } | undefined {
  const list: string[] = [];
  const end = addressesEnd(text, start, list);
  return end < 0 || list.length !== 1 ? undefined : { address: list[0] as string, end };
}

/** The index of the next `, `, or the end. */
export function valueEnd(text: string, start: number): number {
  const end = text.indexOf(', ', start);
  return end < 0 ? text.length : end;
}

const FORGED = ' (may be forged)';

/**
 * The index after the host at `start`: `name [192.0.2.1]`, `[IPv6:2001:db8::1]`, with ` (may be forged)` where the name
 * does not point back; -1 where none stands there. Names are looked up in the DNS and have no spaces.
 */
export function hostEnd(text: string, start: number): number {
  const open = text.indexOf('[', start);
  if (open < 0) return -1;
  const space = text.indexOf(' ', start);
  if (open > start && space !== open - 1) return -1;
  const close = text.indexOf(']', open);
  if (close < 0) return -1;
  return text.startsWith(FORGED, close + 1) ? close + 1 + FORGED.length : close + 1;
}

/** Reads the host between two indices; `user@` before the name is what identd said, or who called sendmail. */
export function host(text: string, start: number, end: number): Client {
  const client: Client = {};
  const open = text.lastIndexOf('[', end);
  let nameEnd = end;
  if (open >= start) {
    const ip = text.slice(open + 1, text.indexOf(']', open));
    client.ip = ip.startsWith('IPv6:') ? ip.slice(5) : ip;
    nameEnd = text.charCodeAt(open - 1) === SPACE ? open - 1 : open;
  }
  const at = text.lastIndexOf('@', nameEnd - 1);
  const name = text.slice(at < start ? start : at + 1, nameEnd);
  if (name !== '' && name.charCodeAt(0) !== OPEN_BRACKET) client.name = name;
  return client;
}

/** `00:00:05` or `1+03:20:15` (days before the plus) in seconds, as pintvl() prints them. */
export function seconds(value: string): number | undefined {
  let total = 0;
  let part = 0;
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    if (c >= 48 && c <= 57) part = part * 10 + (c - 48);
    else if (c === 58) {
      total = (total + part) * 60;
      part = 0;
    } else if (c === 43) {
      total = part * 24;
      part = 0;
    } else return undefined;
  }
  return total + part;
}
