/**
 * The end of a session: imap, pop3, submission, managesieve. Source: imap_logout_format and pop3_logout_format,
 * client_disconnect() of each. IMAP and submission write `REASON in=1 out=2 ...` (before 2.2.? `bytes=1/2`), POP3
 * `REASON top=0/0, retr=1/1234, del=1/3, size=9` with counts of messages: fetched, and deleted of how many.
 * POP3 deletes only when the client says QUIT (`Disconnected: Logged out`); what `del=` says otherwise never happened.
 */
import type { Fields } from '../event.ts';
import { begin } from './mail-log.ts';
import type { Prefix } from './prefix.ts';

const REASONS = [
  'Disconnected',
  'Logged out',
  'Connection closed',
  'Server shutting down',
  'Timed out',
  'Client has quit',
  'Remote closed',
  'Too many ',
];

export function readLogout(prefix: Prefix): Fields | undefined {
  const { message } = prefix;
  if (!REASONS.some((reason) => message.startsWith(reason))) return undefined;
  const totals = totalsAt(prefix);
  const fields = begin(prefix, 'logout');
  fields.reason = totals === -1 ? message : message.slice(0, totals);
  if (totals !== -1 && prefix.service === 'pop3') {
    fields.retrieved = countAfter(message, 'retr=', totals);
    fields.deleted = countAfter(message, 'del=', totals);
  }
  return fields;
}

/** Where the space before the totals is, or -1. */
function totalsAt({ service, message }: Prefix): number {
  if (service === 'pop3') return message.lastIndexOf(' top=');
  const at = message.lastIndexOf(' in=');
  return at === -1 ? message.lastIndexOf(' bytes=') : at;
}

function countAfter(text: string, key: string, from: number): number | undefined {
  const at = text.indexOf(key, from);
  const count =
    at === -1 ? Number.NaN : Number.parseInt(text.slice(at + key.length, at + key.length + 12), 10);
  return Number.isNaN(count) ? undefined : count;
}
