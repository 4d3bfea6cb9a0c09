/**
 * What became of one recipient: `=> address <original> R=router T=transport H=host [ip] C="reply"`, `->` for another one of
 * the same copy, `>>` for one that was delivered while the client waited, `== ... defer (code): reason`, `** ...: reason`.
 * A local delivery names the local part alone, an alias' pipe or file its command or path, an autoreply `>address`;
 * `:blackhole:` is an alias that leads into nothing. `action` is the agent as Postfix calls it: smtp, lmtp, local, pipe, discard.
 * Exim: string_log_address(), delivery_log(), deferral_log() and failure_log() in src/deliver.c; transports are told by their
 * names where a line says no more. Does not judge a remote host's reply.
 */
import { addressEnd } from '../../mail/address.ts';
import { isUserOf } from '../../mail/identity.ts';
import { lmtpSession, nextQueueId, readReply } from '../../mail/reply.ts';
import type { Client, Fields } from '../event.ts';
import { addressWordEnd, type EximFields, readFields, wordEnd } from './fields.ts';

const STATUS: Readonly<Record<string, string>> = {
  '=>': 'sent',
  '->': 'sent',
  '>>': 'sent',
  '==': 'deferred',
  '**': 'bounced',
};

/** Reads what follows `mark` and a blank, at `at`; undefined where it is no delivery. */
export function delivery(text: string, mark: string, at: number, queueId: string): Fields | undefined {
  const status = STATUS[mark];
  if (status === undefined) return undefined;
  return (
    outcome(text, status, recipient(text, at), queueId) ?? outcome(text, status, quoted(text, at), queueId)
  );
}

function outcome(
  text: string,
  status: string,
  to: Recipient | undefined,
  queueId: string,
): Fields | undefined {
  if (to === undefined) return undefined;
  const named = readFields(text, to.end);
  // Beside fields nothing may stand: else the local part held blanks and was no plain word.
  if (status === 'sent' && named.end < text.length) return undefined;
  const fields: Fields = { event: 'delivery', queueId, status, ...paths(to, named) };
  const { values } = named;
  if (values.F !== undefined) fields.reversePath = values.F;
  if (values.X !== undefined) fields.tls = values.X;
  const delay = values.QT ?? values.DT;
  if (delay !== undefined) fields.delay = seconds(delay);
  const relay = relayOf(named.peer);
  if (relay !== undefined) fields.relay = relay;
  if (status !== 'sent') return unfinished(text, named.end, fields);
  if (values.C !== undefined) setReply(fields, values.C);
  fields.action = agent(to.word, named);
  if (fields.action === 'autoreply') {
    fields.status = 'replied';
    if (to.word.startsWith('>')) fields.reason = to.word.slice(1);
  }
  if (fields.action === 'pipe') {
    const isCommand = to.word.startsWith('|') && isOfAlias(to.word, named);
    fields.relay = isCommand ? to.word.slice(1) : (values.T ?? '');
  }
  if (fields.action === 'smtp') {
    const next = nextQueueId(values.C ?? '');
    if (next !== undefined) fields.nextQueueId = next;
  }
  return fields;
}

interface Recipient {
  /** The address, local part, command or file that Exim delivered to. */
  readonly word: string;
  /** The alias between it and the original recipient, only with pipes, files and replies. */
  readonly parent: string | undefined;
  readonly original: string | undefined;
  readonly end: number;
}

/** What follows the original recipient of a command; a system filter's has neither router nor transport. */
const BEHIND_ORIGINAL = ['> R=', '> T=', '> routing defer ('] as const;

function recipient(text: string, at: number): Recipient | undefined {
  const first = text[at];
  let end: number;
  // A command has blanks of its own; what an alias says is no stranger's text.
  if ((first === '|' && !isAddressAt(text, at)) || text.startsWith('save ', at)) {
    const close = BEHIND_ORIGINAL.map((words) => text.indexOf(words, at)).find((found) => found >= 0);
    end = close === undefined ? -1 : text.lastIndexOf(' <', close);
    const parent = text.lastIndexOf(' (', end);
    if (parent > at && text.charCodeAt(end - 1) === 41 && text.indexOf('@', parent) < end) end = parent;
  } else end = first === ':' ? wordEnd(text, at) : addressWordEnd(text, at);
  if (end <= at) return undefined;
  const word = text.slice(at, end);
  let parent: string | undefined;
  if (text.startsWith(' (', end)) {
    const close = text.indexOf(')', end);
    if (close < 0) return undefined;
    parent = text.slice(end + 2, close).split(', ', 1)[0];
    end = close + 1;
  }
  if (!text.startsWith(' <', end)) return { word, parent, original: undefined, end };
  const close = addressEnd(text, end + 2);
  if (close < 0) return undefined;
  return { word, parent, original: text.slice(end + 2, close), end: close + 1 };
}

/**
 * A local part that needs quotes is printed without them, and then once more with them in the original recipient: only there
 * it is known where it ends.
 */
function quoted(text: string, at: number): Recipient | undefined {
  const start = text.indexOf(' <"', at);
  const close = start < 0 ? -1 : addressEnd(text, start + 2);
  if (close < 0) return undefined;
  return { word: text.slice(start + 2, close), parent: undefined, original: undefined, end: close + 1 };
}

const ENDS_IN_DOMAIN = /@[A-Za-z0-9.-]+$/;

/** A local part may begin with `|` too. */
function isAddressAt(text: string, at: number): boolean {
  return ENDS_IN_DOMAIN.test(text.slice(at, addressWordEnd(text, at)));
}

/** A command, a file, a reply or nothing, as an alias or a filter wants it; no address that a host was given. */
function isOfAlias(word: string, { peer }: EximFields): boolean {
  if (peer?.ip !== undefined) return false;
  return /^(?:[/>:]|save )/.test(word) || (word.startsWith('|') && !ENDS_IN_DOMAIN.test(word));
}

/** Whose copy it was, and from which address it came. */
function paths(
  { word, parent, original }: Recipient,
  named: EximFields,
): Pick<Fields, 'forwardPath' | 'originalRecipient'> {
  if (original === undefined) return { forwardPath: word };
  if (isOfAlias(word, named)) {
    return parent === undefined || parent === original
      ? { forwardPath: original }
      : { forwardPath: parent, originalRecipient: original };
  }
  if (!word.includes('@') && isUserOf(word, original)) return { forwardPath: original };
  return { forwardPath: word, originalRecipient: original };
}

/** A local part that a transport of this name takes goes to a command, not into a mailbox. */
const COMMANDS = /pipe|procmail|maildrop|dovecot|deliver(?!y)|_lda/;

const REPLIES = /reply|vacation/;

function agent(word: string, named: EximFields): string {
  const { peer, values } = named;
  const first = isOfAlias(word, named) ? word[0] : undefined;
  if (first === '|') return 'pipe';
  if (first === '>' || REPLIES.test(values.T ?? '')) return 'autoreply';
  if (word === ':blackhole:' || word === '/dev/null') return 'discard';
  const transport = values.T ?? '';
  if (lmtpSession(values.C ?? '') !== undefined || transport.includes('lmtp')) return 'lmtp';
  if (peer?.ip !== undefined) return 'smtp';
  return first !== '/' && COMMANDS.test(transport) ? 'pipe' : 'local';
}

/** In Postfix' form, `mx.b.example[192.0.2.1]:25`; Exim names the port only with its log selector. */
function relayOf(peer: Client | undefined): string | undefined {
  if (peer?.ip === undefined) return undefined;
  const port = peer.port === undefined ? '' : `:${peer.port}`;
  return `${peer.name ?? ''}[${peer.ip}]${port}`;
}

/** ` defer (-44) H=mx [192.0.2.1]: reason` or `: reason`; `at` is behind the fields that both have. */
function unfinished(text: string, at: number, fields: Fields): Fields | undefined {
  let end = at;
  if (fields.status === 'deferred') {
    if (text.startsWith(' routing', end) || text.startsWith(' delivery', end))
      end = text.indexOf(' ', end + 1);
    if (!text.startsWith(' defer (', end)) return undefined;
    end = text.indexOf(')', end) + 1;
    if (end === 0) return undefined;
    const more = readFields(text, end);
    fields.relay ??= relayOf(more.peer);
    end = more.end;
  }
  if (text.charCodeAt(end) === 32) end++;
  if (!text.startsWith(': ', end)) return end < text.length ? undefined : fields;
  reason(text.slice(end + 2), fields);
  return fields;
}

const NOT_TRIED = /^(?:retry time not (?:yet )?reached|Retry time not yet reached)/;
const GIVEN_UP = /^(?:retry timeout exceeded|all hosts (?:for .* )?have been failing for a long time)/;

function reason(words: string, fields: Fields): void {
  const said = remoteReply(words, fields);
  setReply(fields, said);
  if (fields.status === 'deferred' && NOT_TRIED.test(words)) fields.action = 'not-tried';
  if (fields.status !== 'bounced') return;
  const final = said !== words && said.startsWith('5');
  if (GIVEN_UP.test(words) || (!final && words.endsWith(': retry timeout exceeded')))
    fields.status = 'expired';
}

/** `SMTP error from remote mail server after RCPT TO:<a@b>: [host mx [ip]: ]550 no` -> `550 no`. */
function remoteReply(words: string, fields: Fields): string {
  const after = ' error from remote mail server after ';
  const start = words.indexOf(after);
  if (start < 0 || start > 5) return words;
  let end = start + after.length;
  const path = words.indexOf(':<', end);
  if (path >= 0 && path < end + 24) end = Math.max(end, addressEnd(words, path + 2));
  end = words.indexOf(': ', end);
  if (end < 0) return words;
  const reply = words.slice(end + 2);
  // Before 4.88 the host stood here.
  const host = /^host ([^ ]+) \[([^\]]+)\]: /.exec(reply);
  if (host === null) return reply;
  fields.relay ??= `${host[1]}[${host[2]}]`;
  return reply.slice(host[0].length);
}

function setReply(fields: Fields, reply: string): void {
  fields.reply = reply;
  const { enhancedStatusCode } = readReply(reply);
  if (enhancedStatusCode !== undefined) fields.enhancedStatusCode = enhancedStatusCode;
}

const UNITS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 };

/** `1h2m3s`, `0.123s`. */
function seconds(written: string): number {
  let total = 0;
  for (const [, count, unit] of written.matchAll(/([\d.]+)([wdhms])/g))
    total += Number(count) * (UNITS[unit as string] as number);
  return total;
}
