/**
 * What of an understood line becomes a column: the keys by which lines are found again. Pure, runs in the thread
 * that parses. The line itself is kept byte for byte as `head` + `text`; everything else can be derived anew.
 * A row's strings are bytes, one a character; those of an event are text. Not: how a row is encoded (row-writer.ts).
 */
import { addressKey, innerAddress } from '../mail/identity.ts';
import { lmtpSession } from '../mail/reply.ts';
import type { LogEvent } from '../programs/event.ts';
import { encode } from '../syslog/bytes.ts';
import type { Frame } from '../syslog/frame.ts';

export interface Row {
  /** Microseconds since the epoch. */
  readonly at: number;
  /** Orders lines that share a time: when the source began, then the line's number in it. */
  readonly seq: number;
  /** How many lines with the same bytes and time came before it in its source. */
  readonly repeat: number;
  readonly host: string;
  readonly program: string;
  readonly pid: string;
  readonly kind: string;
  readonly event: string;
  /** The line as written up to the text (date, host, tag), and the text. */
  readonly head: string;
  readonly text: string;
  readonly queueIds: readonly string[];
  readonly messageId: string;
  readonly sessions: readonly string[];
  readonly addresses: readonly string[];
  readonly clientIp: string;
}

const NONE: readonly string[] = [];

/** `written` is the line as it was written, without its end; `at` replaces a time that the line does not have. */
export function toRow(
  frame: Frame,
  event: LogEvent,
  written: string,
  at: number,
  seq: number,
  repeat: number,
): Row {
  const { text } = frame;
  const whole = written.endsWith(text);
  return {
    at,
    seq,
    repeat,
    host: frame.host,
    program: frame.program,
    pid: frame.pid,
    kind: event.kind,
    event: event.event,
    head: whole ? written.slice(0, written.length - text.length) : written,
    text: whole ? text : '',
    queueIds: queueIds(event),
    messageId: event.messageId === undefined ? '' : encode(event.messageId),
    sessions: sessions(event),
    addresses: addresses(event),
    clientIp: event.client?.ip === undefined ? '' : encode(event.client.ip),
  };
}

function queueIds(event: LogEvent): readonly string[] {
  const { queueId, nextQueueId: next, originalQueueId } = event;
  if (next === undefined && originalQueueId === undefined) return queueId ? [encode(queueId)] : NONE;
  const ids = new Set<string>();
  if (queueId) ids.add(encode(queueId));
  if (typeof next === 'string') ids.add(encode(next));
  else if (next !== undefined) for (const id of next) ids.add(encode(id));
  if (originalQueueId) ids.add(encode(originalQueueId));
  return [...ids];
}

/** Dovecot's LMTP appends `:T2:R2` for the second transaction and recipient; the session itself is what comes before. */
function baseSession(session: string): string {
  const colon = session.indexOf(':');
  return colon > 0 ? session.slice(0, colon) : session;
}

function sessions(event: LogEvent): readonly string[] {
  if (event.session) return [encode(baseSession(event.session))];
  if (event.reply === undefined || event.event !== 'delivery') return NONE;
  if (event.action !== 'lmtp' && !event.program.endsWith('lmtp')) return NONE;
  const saved = lmtpSession(event.reply);
  return saved === undefined ? NONE : [encode(baseSession(saved))];
}

/** As `addressKey` has them. */
function addresses(event: LogEvent): readonly string[] {
  const found: string[] = [];
  if (event.reversePath) {
    add(found, event.reversePath);
    const inner = event.reversePath.includes('=') ? innerAddress(event.reversePath) : undefined;
    if (inner !== undefined) add(found, inner);
  }
  const to = event.forwardPath;
  if (typeof to === 'string') add(found, to);
  else if (to !== undefined) for (const address of to) add(found, address);
  if (event.originalRecipient) add(found, event.originalRecipient);
  if (event.user) add(found, event.user);
  if (event.headerFrom) add(found, bareAddress(event.headerFrom));
  if (event.client?.saslUsername) add(found, event.client.saslUsername);
  return found.length === 0 ? NONE : found;
}

function add(found: string[], address: string): void {
  const key = encode(addressKey(address));
  if (key !== '' && !found.includes(key)) found.push(key);
}

/** `"Jerry" <jerry@corp.example>` -> `jerry@corp.example`: RFC 5322 puts the address into the last angle brackets. */
function bareAddress(header: string): string {
  const close = header.lastIndexOf('>');
  const open = close < 0 ? -1 : header.lastIndexOf('<', close);
  return open < 0 ? header.trim() : header.slice(open + 1, close);
}
