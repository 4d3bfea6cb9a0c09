/** Which family of programs wrote a line, told by its syslog tag, and which agent a delivery line speaks of. */
import type { LogEvent } from '../programs/event.ts';
import { isSendmail } from '../programs/sendmail/sendmail.ts';

/** Postfix daemons log as `instance/daemon` or `instance/service/daemon`. */
export function isPostfix(program: string): boolean {
  return program.includes('/') && !program.startsWith('dovecot');
}

/** The daemon behind a syslog tag: `postfix/submission/smtpd` is smtpd. */
export function daemonOf(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}

export function isDovecot(program: string): boolean {
  return program.startsWith('dovecot');
}

/** The instance of Postfix behind a syslog tag: `postfix-in/qmgr` is postfix-in. */
export function instanceOf(program: string): string {
  const slash = program.indexOf('/');
  return slash < 0 ? program : program.slice(0, slash);
}

/** Filters that the server asks while the client waits. */
export function isMilter(program: string): boolean {
  return (
    program === 'rspamd' ||
    program.endsWith('-milter') ||
    program.startsWith('opendkim') ||
    program.startsWith('opendmarc')
  );
}

/** Servers whose queue ids name queue files of their own; filters write those of the server before them. */
export function isQueue(program: string): boolean {
  return isPostfix(program) || isSendmail(program);
}

/** Sendmail's mailers (cf/mailer/*.m4) by the agent of Postfix that does the same. Whatever speaks SMTP has a relay. */
const MAILERS: ReadonlyMap<string, string> = new Map([
  ['local', 'local'],
  ['prog', 'pipe'],
  ['*file*', 'file'],
  ['discard', 'discard'],
  ['lmtp', 'lmtp'],
  ['dovecot-lmtp', 'lmtp'],
  ['cyrusv2', 'lmtp'],
]);

export function agentOf({ program, mailer, relay }: Pick<LogEvent, 'program' | 'mailer' | 'relay'>): string {
  if (mailer === undefined) return daemonOf(program);
  return MAILERS.get(mailer) ?? (relay === undefined ? 'pipe' : 'smtp');
}
