/**
 * The line of every delivery agent: smtp, lmtp, local, virtual, pipe, error, retry, discard, and of qmgr, bounce and
 * cleanup where they give up by themselves. One function of Postfix writes them all: src/global/log_adhoc.c
 * (`to=<>, orig_to=<>, relay=, conn_use=, delay=, delays=a/b/c/d, tls=, dsn=, status=word (reply)`; `delays` and `dsn`
 * since 2.3, `tls` since 3.11). Does not judge the reply: a remote host's reply is a stranger's text.
 */
import { addressEnd } from '../../mail/address.ts';
import { nextQueueId } from '../../mail/reply.ts';
import type { Fields } from '../event.ts';

/** Reads the fields from `to=<` at `start`; undefined where the line is no delivery. */
export function delivery(text: string, start: number, queueId: string | undefined): Fields | undefined {
  let close = pathEnd(text, start + 4);
  if (close < 0) return undefined;
  const forwardPath = text.slice(start + 4, close);
  let at = close + 1;
  let originalRecipient: string | undefined;
  if (text.startsWith(', orig_to=<', at)) {
    close = pathEnd(text, at + 11);
    if (close < 0) return undefined;
    originalRecipient = text.slice(at + 11, close);
    at = close + 1;
  }
  if (!text.startsWith(', relay=', at)) return undefined;
  let end = valueEnd(text, at + 8);
  const fields: Fields = {
    event: 'delivery',
    queueId,
    forwardPath,
    originalRecipient,
    relay: text.slice(at + 8, end),
    delay: undefined,
    delays: undefined,
    enhancedStatusCode: undefined,
    status: undefined,
    reply: undefined,
    nextQueueId: undefined,
    tls: undefined,
  };
  if (text.startsWith(', conn_use=', end)) end = valueEnd(text, end + 11);
  if (text.startsWith(', delay=', end)) {
    at = end + 8;
    end = valueEnd(text, at);
    fields.delay = seconds(text, at, end);
  }
  if (text.startsWith(', delays=', end)) {
    at = end + 9;
    end = valueEnd(text, at);
    fields.delays = delays(text, at, end);
  }
  if (text.startsWith(', tls=', end)) {
    at = end + 6;
    end = valueEnd(text, at);
    fields.tls = text.slice(at, end);
  }
  if (text.startsWith(', dsn=', end)) {
    at = end + 6;
    end = valueEnd(text, at);
    fields.enhancedStatusCode = text.slice(at, end);
  }
  if (text.startsWith(', status=', end)) outcome(text, end + 9, fields);
  return fields;
}

/** `sent (250 2.0.0 Ok: queued as 153053D)`; a line cut at 2,000 bytes has lost the closing bracket. */
function outcome(text: string, start: number, fields: Fields): void {
  let end = text.indexOf(' ', start);
  if (end < 0) end = text.length;
  fields.status = text.slice(start, end);
  if (text.charCodeAt(end + 1) !== 40) return;
  const closed = text.charCodeAt(text.length - 1) === 41;
  fields.reply = text.slice(end + 2, closed ? text.length - 1 : text.length);
  if (fields.status === 'sent') fields.nextQueueId = nextQueueId(fields.reply);
}

/** External form, else (Postfix before 3.5) what stands before the next field. */
function pathEnd(text: string, start: number): number {
  const close = addressEnd(text, start);
  if (close >= 0 && text.charCodeAt(close + 1) === 44) return close;
  const relay = text.indexOf('>, relay=', start);
  const original = text.indexOf('>, orig_to=<', start);
  return original >= 0 && original < relay ? original : relay;
}

function valueEnd(text: string, start: number): number {
  const end = text.indexOf(', ', start);
  return end < 0 ? text.length : end;
}

function delays(text: string, start: number, end: number): number[] | undefined {
  const first = text.indexOf('/', start);
  const second = text.indexOf('/', first + 1);
  const third = text.indexOf('/', second + 1);
  if (first < 0 || second < 0 || third < 0 || third >= end) return undefined;
  return [
    seconds(text, start, first),
    seconds(text, first + 1, second),
    seconds(text, second + 1, third),
    seconds(text, third + 1, end),
  ];
}

const POWERS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/** Digits with at most one point, as format_tv.c writes them; five of them stand in each line, so not Number(slice). */
function seconds(text: string, start: number, end: number): number {
  let digits = 0;
  let point = end - 1;
  for (let i = start; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) digits = digits * 10 + (c - 48);
    else if (c === 46) point = i;
    else return Number.NaN;
  }
  return digits / (POWERS[end - 1 - point] ?? 1);
}
