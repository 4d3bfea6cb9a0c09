/**
 * The fields that Exim strings together in one line: ` H=name (helo) [192.0.2.1]:25 P=esmtps X=... S=512 id=...`. They are
 * read from the left, each where the one before it ends: what a stranger wrote is closed in by brackets or quotes, or is an
 * address that Exim has parsed. It does not know which lines have which fields.
 * Exim: src/receive.c receive_msg(), src/deliver.c delivery_log(), src/host.c host_and_ident(), src/string.c string_printing();
 * the specification's chapter "Log files", sections "Logging message reception" and "Logging deliveries".
 */
import { addressEnd } from '../../mail/address.ts';
import type { Client } from '../event.ts';

const SPACE = 32;
const QUOTE = 34;
const COLON = 58;
const LESS = 60;
const CLOSE = 41;
const OPEN = 91;
const BACKSLASH = 92;

const LONGEST_ADDRESS = 45;

export interface EximFields {
  /** By their letters, without quotes and brackets; `H` and `I` are not among them. */
  readonly values: Readonly<Record<string, string>>;
  /** What `H=` says: the client of an arrival, the next hop of a delivery. */
  readonly peer: Client | undefined;
  /** Where the text goes on: at the blank before what is no field, or at its end. */
  readonly end: number;
}

/** Words without a value: pipelining, chunking, PRDR, TCP fast open, another delivery on the same connection. */
const FLAGS: ReadonlySet<string> = new Set([
  'L',
  'L.',
  'L*',
  'L-',
  'K',
  'PRDR',
  'TFO',
  'TFO*',
  'DS',
  'PRX',
  '*',
  'SMTPUTF8',
]);

/** The longest is DKIM; `Ci` is the only one with a small letter beside `id`. */
const KEY_LENGTH = 5;

/** Reads fields from `at`, which is at the blank before the first or at the first itself. */
export function readFields(text: string, at: number): EximFields {
  const values: Record<string, string> = {};
  let peer: Client | undefined;
  let end = at;
  for (;;) {
    const start = text.charCodeAt(end) === SPACE ? end + 1 : end;
    const equals = keyEnd(text, start);
    if (equals < 0) {
      const stop = wordEnd(text, start);
      if (stop === start || !FLAGS.has(text.slice(start, stop))) break;
      end = stop;
      continue;
    }
    const key = text.slice(start, equals);
    if (key === 'H') {
      const host = readPeer(text, equals + 1);
      if (host === undefined) break;
      peer ??= host.client;
      end = host.end;
      continue;
    }
    const stop = valueEnd(text, equals + 1, key);
    if (stop < 0) break;
    values[key] ??= bare(text, equals + 1, stop);
    end = stop;
  }
  return { values, peer, end };
}

/** The index of the `=` behind the capitals and digits, or the `id`, that begin at `start`; or -1. */
function keyEnd(text: string, start: number): number {
  if (text.startsWith('id=', start)) return start + 2;
  for (let i = start; i <= start + KEY_LENGTH; i++) {
    const c = text.charCodeAt(i);
    if (c === 61) return i > start ? i : -1;
    if (!((c >= 65 && c <= 90) || (c >= 48 && c <= 57)) && !(c === 105 && i === start + 1)) return -1;
  }
  return -1;
}

function valueEnd(text: string, at: number, key: string): number {
  const c = text.charCodeAt(at);
  if (c === QUOTE && key !== 'id') return quotedEnd(text, at);
  if (c === LESS) {
    const close = addressEnd(text, at + 1);
    return close < 0 ? -1 : close + 1;
  }
  return addressWordEnd(text, at);
}

/** The value between its quotes, with Exim's escapes undone, or between its angle brackets. */
function bare(text: string, at: number, end: number): string {
  const c = text.charCodeAt(at);
  if (c === LESS) return text.slice(at + 1, end - 1);
  if (c === QUOTE && text.charCodeAt(end - 1) === QUOTE) return plain(text.slice(at + 1, end - 1));
  return text.slice(at, end);
}

/** `\303\244`, `\n`, `\"`: what string_printing() made of control characters and of bytes beyond ASCII. */
function plain(written: string): string {
  if (!written.includes('\\')) return written;
  const bytes = Buffer.from(written, 'utf8').toString('latin1');
  const undone = bytes.replace(/\\(?:([0-3][0-7]{2})|([\s\S]))/g, (_, octal?: string, char?: string) =>
    octal === undefined
      ? char === 'n' || char === 't' || char === 'r'
        ? ' '
        : (char as string)
      : String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return Buffer.from(undone, 'latin1').toString('utf8');
}

/** The index after the closing quote, or -1. */
function quotedEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === BACKSLASH) i++;
    else if (c === QUOTE) return i + 1;
  }
  return -1;
}

export function wordEnd(text: string, at: number): number {
  const space = text.indexOf(' ', at);
  return space < 0 ? text.length : space;
}

/** Where an address without brackets ends: at a blank or at `: `, outside the quotes of its local part. */
export function addressWordEnd(text: string, at: number): number {
  for (let i = at; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) {
      const end = quotedEnd(text, i);
      if (end < 0) return text.length;
      i = end - 1;
    } else if (c === SPACE) return i;
    else if (c === COLON && (i + 1 === text.length || text.charCodeAt(i + 1) === SPACE) && i > at) return i;
  }
  return text.length;
}

/**
 * `name (helo) [address]:port`, of which only the address is always there. Not: whether a HELO name that holds the like of
 * `) [address]` (helo_accept_junk_hosts) made it up, for which the rest of the line must be known.
 */
export function readPeer(
  text: string,
  at: number,
): { readonly client: Client; readonly end: number } | undefined {
  const client: Client = {};
  let i = at;
  const first = text.charCodeAt(i);
  if (first !== OPEN && first !== 40) {
    const end = wordEnd(text, i);
    client.name = text.slice(i, end);
    i = end + 1;
    if (text.startsWith('DS [', i)) i += 3;
  }
  if (text.charCodeAt(i) === 40) {
    const close = text.indexOf(') [', i);
    if (close < 0) return undefined;
    client.helo = text.slice(i + 1, close);
    i = close + 2;
  }
  if (text.charCodeAt(i) !== OPEN) {
    // A local transport with a host list names no address.
    return client.name === undefined || client.helo !== undefined
      ? undefined
      : { client, end: at + client.name.length };
  }
  const close = text.indexOf(']', i);
  const ip = text.slice(i + 1, close);
  if (close < 0 || !isAddress(ip)) return undefined;
  client.ip = ip;
  let end = close + 1;
  if (text.charCodeAt(end) === COLON) {
    const digits = digitsEnd(text, end + 1);
    if (digits > end + 1) {
      client.port = Number(text.slice(end + 1, digits));
      end = digits;
    }
  }
  if (text.charCodeAt(end) === 42) end++;
  return { client, end };
}

/** Does `) [192.0.2.1]` stand at `at`, as behind a HELO name? */
function isHeloEnd(text: string, at: number): boolean {
  if (!text.startsWith(') [', at)) return false;
  const behind = text.slice(at + 3, at + 3 + LONGEST_ADDRESS + 1);
  return isAddress(behind.slice(0, behind.indexOf(']')));
}

/**
 * Does the HELO name in this line of an arrival go on behind the client that is read, so that the client is made up? What else
 * strangers say there stands in quotes. A name that holds an odd quote turns the others inside out: then one is left open.
 */
export function isMadeUp(text: string, at: number): boolean {
  let quoted = false;
  let hidden = false;
  const first = text.indexOf(') [', at);
  for (let i = first + 3; first >= 0 && i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === BACKSLASH && (text[i + 1] === '"' || text[i + 1] === '\\')) i++;
    else if (c === QUOTE) quoted = !quoted;
    else if (c === CLOSE && isHeloEnd(text, i)) {
      if (!quoted) return true;
      hidden = true;
    }
  }
  return quoted && hidden;
}

/** The same of a refusal, where a HELO name is followed by the sender; the reason behind it may hold the client once more. */
export function isMadeUpBeforeSender(text: string, at: number): boolean {
  const first = text.indexOf(') [', at);
  const again = first < 0 ? -1 : text.indexOf(') [', first + 3);
  return again >= 0 && again < text.indexOf(' F=<', first) && isHeloEnd(text, again);
}

function isAddress(ip: string): boolean {
  if (ip.length < 3 || ip.length > LONGEST_ADDRESS) return false;
  for (let i = 0; i < ip.length; i++) {
    const c = ip.charCodeAt(i);
    const hex = (c >= 48 && c <= 58) || (c >= 65 && c <= 70) || (c >= 97 && c <= 102);
    if (!hex && c !== 46) return false;
  }
  return true;
}

export function digitsEnd(text: string, at: number): number {
  let i = at;
  while (text.charCodeAt(i) >= 48 && text.charCodeAt(i) <= 57) i++;
  return i;
}
