/**
 * Amavis' main log entry, one for each message and outcome: `Passed CLEAN {RelayedInbound}, [ip]:port <a> -> <b>, Queue-ID: ...`,
 * and the entry for each recipient (`Passed CLEAN, <a> -> <b>, Hits: 1, tag=2, ...`), which repeats it for one address.
 * It reads the short and the verbose template of 2.2 to 2.13, left to right, and stops at the first thing it does not know.
 * It joins no continuation lines: a value that a cut line broke off is left out.
 * Amavis: the templates behind __DATA__ in Amavis.pm, expand() in Expand.pm.
 */

import type { Fields } from '../event.ts';
import { messageIdEnd, oneOrMany, pathEnd, plain, readPaths } from './paths.ts';
import { isAddress, isAlphanumeric, isWord } from './words.ts';

const SPACE = 0x20;
const COMMA = 0x2c;

interface Head {
  flags: Fields['flags'];
  client: Fields['client'];
  reversePath: Fields['reversePath'];
  forwardPath: Fields['forwardPath'];
  /** Where `, Queue-ID: ...` begins; a cut line may end here. */
  end: number;
}

type Key = readonly [key: string, field: string | undefined];

/** Keys of the templates in the order of the line. Those mapped to undefined are stepped over. */
const KEYS: readonly Key[] = [
  ['tls: ', undefined],
  ['quarantine: ', 'quarantine'],
  ['quarantine ', 'quarantine'],
  ['Queue-ID: ', 'queue'],
  ['Message-ID: ', 'message-id'],
  ['Resent-Message-ID: ', 'resent'],
  ['mail_id: ', undefined],
  ['secret_id: ', undefined],
  ['b: ', undefined],
  ['Hits: ', 'hits'],
  ['tag=', 'tag'],
  ['tag2=', undefined],
  ['kill=', undefined],
  ['size: ', 'size'],
  ['pt: ', undefined],
  ['queued_as: ', 'queued-as'],
  ['Subject: ', 'subject'],
  ['From: ', 'from'],
];
const KEYS_BY_LETTER = new Map(
  KEYS.map(([first]) => [first.charCodeAt(0), KEYS.filter(([key]) => key[0] === first[0])]),
);

function keyAt(text: string, at: number): Key | undefined {
  const keys = KEYS_BY_LETTER.get(text.charCodeAt(at));
  if (keys !== undefined) for (const key of keys) if (text.startsWith(key[0], at)) return key;
  return undefined;
}

/**
 * `text` is what follows the task id. `cut` says that a continuation line follows (the text without its `...`).
 * A `filter` event, for one recipient's entry a `filter-detail`: what cannot be read for certain is absent.
 */
export function readVerdict(text: string, cut: boolean, session: string | undefined): Fields {
  // All keys at once: an object that grows key by key costs more than reading the line.
  const fields: Fields = {
    event: 'filter',
    action: text.startsWith('Passed') ? 'passed' : 'blocked',
    session,
    reason: undefined,
    virus: undefined,
    symbols: undefined,
    flags: undefined,
    client: undefined,
    reversePath: undefined,
    forwardPath: undefined,
    quarantineId: undefined,
    queueId: undefined,
    messageId: undefined,
    score: undefined,
    size: undefined,
    nextQueueId: undefined,
    subject: undefined,
    headerFrom: undefined,
  };
  const from = text.indexOf(' ') + 1;
  if (from === 0 || text.charCodeAt(from - 2) === 0x2c) {
    // 2.2 and older said `Passed, <a> -> <b>` for a clean message
    readRest(text, text.indexOf(','), cut, fields);
    return fields;
  }
  let end = from;
  while (end < text.length && text.charCodeAt(end) !== SPACE && text.charCodeAt(end) !== COMMA) end++;
  if (end === text.length && cut) return fields;
  fields.reason = text.slice(from, end);
  if (!text.startsWith(' (', end)) {
    readRest(text, end, cut, fields);
    return fields;
  }
  const close = namesEnd(text, end + 2);
  if (close < 0) return fields;
  const names = plain(text.slice(end + 2, close));
  if (fields.reason === 'INFECTED') fields.virus = names;
  else fields.symbols = names.split(' | ');
  readRest(text, close + 1, cut, fields);
  return fields;
}

/** More parentheses than names can hold; where there are more, nothing is believed. */
const MOST_PARENTHESES = 1_000;

/**
 * The index of the parenthesis that ends the names, or -1. Names of banned files are the sender's own words and may
 * imitate the rest of the line, and so may a quoted sender: only the one place that a whole head follows is believed.
 */
function namesEnd(text: string, from: number): number {
  let found = -1;
  let places = 0;
  for (let i = text.indexOf(')', from); i >= 0; i = text.indexOf(')', i + 1)) {
    if (++places > MOST_PARENTHESES) return -1;
    if (!text.startsWith(' {', i + 1) && text.charCodeAt(i + 1) !== 0x2c) continue;
    if (readHead(text, i + 1) === undefined) continue;
    if (found >= 0) return -1;
    found = i;
  }
  return found;
}

function readRest(text: string, at: number, cut: boolean, fields: Fields): void {
  const head = readHead(text, at);
  if (head === undefined) return;
  fields.flags = head.flags;
  fields.client = head.client;
  fields.reversePath = head.reversePath;
  fields.forwardPath = head.forwardPath;
  readKeys(text, head.end, cut, fields);
}

/** Amavis has some thirty flags. A banned name may imitate the beginning of such a list any number of times. */
const FLAGS_LENGTH = 1_000;

/** ` {Flags}, POLICY LOCAL [client]:port [origin] ESMTP/ESMTP <from> -> <to>` at `at`. */
function readHead(text: string, at: number): Head | undefined {
  const head: Head = {
    flags: undefined,
    client: undefined,
    reversePath: undefined,
    forwardPath: undefined,
    end: at,
  };
  let p = at;
  if (text.startsWith(' {', p)) {
    const length = text.slice(p, p + FLAGS_LENGTH).indexOf('}');
    if (length < 0) return undefined;
    const close = p + length;
    const flags = text.slice(p + 2, close).split(',');
    if (!flags.every(isWord)) return undefined;
    head.flags = flags;
    p = close + 1;
  }
  if (!text.startsWith(', ', p)) return undefined;
  p += 2;
  while (text.charCodeAt(p) !== 0x3c) {
    const space = text.indexOf(' ', p);
    if (space < 0) return undefined;
    const word = text.slice(p, space);
    if (word.startsWith('[')) {
      // The first is the SMTP client; a second one comes out of the Received lines, which strangers write.
      const client = readClient(word);
      if (client === undefined) return undefined;
      head.client ??= client;
    } else if (!isWord(word)) return undefined;
    p = space + 1;
  }
  const paths = readPaths(text, p);
  if (paths === undefined) return undefined;
  head.reversePath = paths.reversePath;
  head.forwardPath = paths.forwardPath;
  head.end = paths.end;
  return head;
}

/** `[192.0.2.1]:25`, `[2001:db8::1]`. */
export function readClient(word: string): Fields['client'] | undefined {
  const close = word.indexOf(']');
  if (close < 2) return undefined;
  const ip = word.slice(1, close);
  if (!isAddress(ip)) return undefined;
  if (close === word.length - 1) return { ip };
  const port = Number(word.slice(close + 2));
  return word.charCodeAt(close + 1) === 0x3a && Number.isInteger(port) ? { ip, port } : undefined;
}

function readKeys(text: string, at: number, cut: boolean, fields: Fields): void {
  let p = at;
  while (text.startsWith(', ', p)) {
    p += 2;
    if (text.charCodeAt(p) === 0x28) {
      // (ESMTPS://[192.0.2.1]:25 < ...): the trace, its words sanitized
      const close = text.indexOf('), ', p);
      if (close < 0) return;
      p = close + 1;
      continue;
    }
    const known = keyAt(text, p);
    if (known === undefined) return;
    const [key, field] = known;
    p += key.length;
    const end = valueEnd(text, p, field);
    if (end < 0 || (cut && end === text.length)) return;
    if (field !== undefined) setField(fields, field, plain(text.slice(p, end)));
    p = end;
  }
}

function valueEnd(text: string, at: number, field: string | undefined): number {
  const first = text.charCodeAt(at);
  if ((field === 'message-id' || field === 'resent') && first === 0x3c) return messageIdEnd(text, at);
  if (field === 'from') return first === 0x3c ? pathEnd(text, at) : -1;
  if (field === 'subject') return first === 0x22 ? quotedEnd(text, at) : -1;
  let end = text.indexOf(', ', at);
  while (field === 'quarantine' && end >= 0 && keyAt(text, end + 2) === undefined)
    end = text.indexOf(', ', end + 2);
  return end < 0 ? text.length : end;
}

/** `"a ""b"" c"`: Amavis doubles a quote inside. */
function quotedEnd(text: string, at: number): number {
  for (let i = text.indexOf('"', at + 1); i >= 0; i = text.indexOf('"', i + 2))
    if (text.charCodeAt(i + 1) !== 0x22) return i + 1;
  return -1;
}

function setField(fields: Fields, field: string, value: string): void {
  switch (field) {
    case 'quarantine':
      fields.quarantineId = value;
      break;
    case 'queue':
      if (isAlphanumeric(value)) fields.queueId = value;
      break;
    case 'message-id':
      if (value.startsWith('<')) fields.messageId = value;
      break;
    case 'hits': {
      const score = value === '-' ? Number.NaN : Number(value);
      if (Number.isFinite(score)) fields.score = score;
      break;
    }
    case 'tag':
      fields.event = 'filter-detail';
      break;
    case 'size': {
      const size = Number(value);
      if (Number.isInteger(size)) fields.size = size;
      break;
    }
    case 'queued-as': {
      // Not: the whole reply of a next hop that is not Postfix, which stands here when it names no queue id.
      const ids = value.split('/').filter(isAlphanumeric);
      if (ids.length > 0) fields.nextQueueId = oneOrMany(ids);
      break;
    }
    case 'subject':
      fields.subject = decodedSubject(value.slice(1, -1).replaceAll('""', '"'));
      break;
    case 'from':
      fields.headerFrom = value.slice(1, -1);
      break;
  }
}

/** An encoded subject is printed decoded and once more as it was: `Grüße (raw: =?UTF-8?Q?...?=)`. */
function decodedSubject(written: string): string {
  const raw = written.endsWith(')') ? written.lastIndexOf(' (raw: ') : -1;
  return raw < 0 ? written : written.slice(0, raw);
}
