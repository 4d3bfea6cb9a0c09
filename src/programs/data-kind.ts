/**
 * Which kind of data a program's lines are, told by its name: what the mail transport wrote, a mail store, a filter, or
 * something else on the same host. Used to choose lines (`--source`) and to keep each kind for its own time. Not: which
 * wording a program speaks (parse.ts).
 */
import { familyOf } from './family.ts';

export type DataKind = 'smtp' | 'mailbox' | 'filter' | 'other';

/** Names begin with one of these. */
export const MAILBOX_PROGRAMS: readonly string[] = ['dovecot', 'managesieve', 'imap', 'pop3'];
export const FILTER_PROGRAMS: readonly string[] = [
  'amavis',
  'rspamd',
  'spamd',
  'clamd',
  'clamav',
  'postgrey',
  'opendkim',
  'opendmarc',
  'policyd',
];
/** As familyOf has them. */
const TRANSPORTS: ReadonlySet<string> = new Set(['postfix', 'exim', 'sendmail']);

export function dataKindOf(program: string): DataKind {
  const begins = (name: string) => program.startsWith(name);
  if (MAILBOX_PROGRAMS.some(begins)) return 'mailbox';
  if (FILTER_PROGRAMS.some(begins)) return 'filter';
  // A Postfix instance may bear any name: `mx-in/smtpd`.
  return program.includes('/') || TRANSPORTS.has(familyOf(program)) ? 'smtp' : 'other';
}
