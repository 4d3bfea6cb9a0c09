/**
 * The pieces that sentences name: people, hosts, folders, replies, lists. Each is made safe here, once, on its way
 * from a log line into a sentence. Not: the sentences, which stand whole in the catalogues.
 */
import { isJunk, isTrash } from '../mail/mailbox-name.ts';
import { isQueueId } from '../mail/queue-id.ts';
import type { Client } from '../programs/event.ts';
import { isKey, text } from './catalogue.ts';
import type { Say } from './language.ts';
import { named, quotable, quoted, safe } from './safe.ts';

/** Characters of a reply or reason that still read well aloud. */
const QUOTE = 160;
const NAME = 60;
/** Addresses of a list that are named; the rest is counted. */
const LISTED = 4;

/** For a name of the catalogue that names nothing else. */
const unnamed = { name: '', list: '', count: '', value: '', sender: '', recipient: '' };

/** An address, user or host; undefined where there is none. */
export function nameOf(value: string | null | undefined, say: Say): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : named(value, say.language);
}

/** A reply, a reason or a rule's name, in quotation marks. */
export function quoteOf(value: string | null | undefined, say: Say): string | undefined {
  const words = value?.trim();
  return words === undefined || words === '' ? undefined : quoted(words, QUOTE, say.language);
}

/** A mailbox of a user, as people call it. */
export function folderOf(mailbox: string | undefined, say: Say): string | undefined {
  if (mailbox === undefined || mailbox === '') return undefined;
  if (mailbox.toUpperCase() === 'INBOX') return text(say, 'names', 'inbox', {});
  const kind = isJunk(mailbox) ? 'spam' : isTrash(mailbox) ? 'trash' : 'folder';
  return text(say, 'names', kind, { name: quotable(mailbox, NAME, say.language) });
}

/** The trash's own name where that helps to find it: not for a plain "Trash". */
export function trashNameOf(mailbox: string | undefined, say: Say): string | undefined {
  return mailbox === undefined || /^(?:inbox[./])?(?:trash|垃圾桶)$/i.test(mailbox)
    ? undefined
    : folderOf(mailbox, say);
}

/** Whoever brought the message: its name in the DNS and its address. HELO names prove nothing and are not said. */
export function clientOf(client: Client | null | undefined, say: Say): string | undefined {
  const ip = nameOf(client?.ip, say);
  const name = client?.name === 'unknown' ? undefined : nameOf(client?.name, say);
  if (ip === undefined || ip === 'unknown') return name;
  return name === undefined ? ip : `${name} [${ip}]`;
}

/** A next hop that is a server, without its port or socket. Undefined for `none` and for names of transports. */
export function relayOf(relay: string | undefined, say: Say): string | undefined {
  if (relay === undefined || !/[.[:]/.test(relay)) return undefined;
  const open = relay.lastIndexOf('[');
  const close = relay.indexOf(']', open);
  if (open <= 0 || close < 0) return nameOf(relay.replace(/\.$/, ''), say);
  const address = relay.slice(open, close + 1);
  // Sendmail: `mx.far.example. [192.0.2.1]`, and the address twice where it was asked for by address.
  const bare = relay.slice(0, open).replace(/\.? $/, '');
  if (bare === address) return safe(address);
  const host = nameOf(bare, say);
  return address.includes('/') ? host : `${host} ${safe(address)}`;
}

export function queueIdOf(queueId: string | undefined): string | undefined {
  return queueId !== undefined && isQueueId(queueId) ? queueId : undefined;
}

const protocols: Readonly<Record<string, string>> = {
  imap: 'IMAP',
  pop3: 'POP3',
  lmtp: 'LMTP',
  submission: 'SMTP',
};

/** Undefined for what is no protocol that a client speaks, such as doveadm. */
export function protocolOf(protocol: string | undefined): string | undefined {
  return protocol === undefined ? undefined : protocols[protocol.toLowerCase()];
}

const listFormats = { en: new Intl.ListFormat('en-GB'), 'zh-TW': new Intl.ListFormat('zh-TW') };

/** Addresses and the like, the first few by name. */
export function listOf(values: readonly string[] | undefined, say: Say): string | undefined {
  if (values === undefined || values.length === 0) return undefined;
  const shown = values.slice(0, LISTED).map((value) => named(value, say.language));
  return values.length <= LISTED ? joined(shown, say) : andOthers(shown, values.length - LISTED, say);
}

/** The same of what is in words already. */
export function fewOf(words: readonly string[], say: Say): string {
  const rest = words.length - LISTED;
  return rest <= 0 ? joined(words, say) : andOthers(words.slice(0, LISTED), rest, say);
}

function andOthers(shown: readonly string[], rest: number, say: Say): string {
  const list = shown.join(say.language === 'en' ? ', ' : '、');
  return text(say, 'names', rest === 1 ? 'and-one-other' : 'and-others', { list, count: `${rest}` });
}

/** "a, b and c"; in Chinese with its spaces beside Latin letters. */
export function joined(values: readonly string[], say: Say): string {
  const list = listFormats[say.language].format(values);
  return say.language === 'en' ? list : list.replace(/(?<=[a-zA-Z0-9])(?=和)|(?<=和)(?=[a-zA-Z0-9])/g, ' ');
}

export function stageOf(stage: string | undefined, say: Say): string | undefined {
  const key = `stage-${stage === 'ehlo' ? 'helo' : stage}`;
  return isKey('names', key) ? text(say, 'names', key, unnamed) : nameOf(stage?.toUpperCase(), say);
}

export function byOf(by: string | undefined, say: Say): string | undefined {
  const key = `by-${by}`;
  return isKey('names', key) ? text(say, 'names', key, unnamed) : undefined;
}

/** What a check of the sender came to (RFC 8601). */
export function resultOf(result: string | undefined, say: Say): string | undefined {
  const key = `result-${result}`;
  return isKey('names', key) ? text(say, 'names', key, unnamed) : nameOf(result, say);
}

export function flagsOf(flags: readonly string[] | undefined, say: Say): string | undefined {
  // \Recent is the session's own, no mark that somebody set (RFC 3501, 2.3.2).
  const marks = (flags ?? []).filter((flag) => flag !== '\\Recent');
  if (marks.length === 0) return undefined;
  const words = marks.map((flag) => {
    const key = `flag-${flag.replace('\\', '').toLowerCase()}`;
    return isKey('names', key) ? text(say, 'names', key, unnamed) : quoted(flag, NAME, say.language);
  });
  return joined(words, say);
}

/** Whether a sign-in came from the mail server itself or a webmail, so that its address is not the user's machine. */
export function isServer(ip: string | undefined, say: Say): boolean {
  return (
    ip === '127.0.0.1' || ip === '::1' || (ip !== undefined && (say.serverAddresses?.includes(ip) ?? false))
  );
}
