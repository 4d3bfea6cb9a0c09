/** Which family of programs wrote a line, told by its syslog tag. */
import { isSendmail } from '../programs/sendmail/sendmail.ts';
import type { JourneyEvent } from './journey.ts';

/** Postfix daemons log as `instance/daemon` or `instance/service/daemon`. */
export function isPostfix(program: string): boolean {
  return program.includes('/') && !program.startsWith('dovecot');
}

/** The daemon behind a syslog tag: `postfix/submission/smtpd` is smtpd. */
export function daemonOf(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}

/** Keeps a queue: its lines about a queue id are the life of a file there, not somebody's words about it. */
export function hasQueue(program: string): boolean {
  return isPostfix(program) || isExim(program) || isSendmail(program);
}

export function isExim(program: string): boolean {
  return program === 'exim' || program === 'exim4';
}

/** The delivery agent that wrote a delivery line, by Postfix' name: one program may have several, which its reader told apart. */
export function agentOf({ action, program }: JourneyEvent): string {
  return action === undefined || isPostfix(program) ? daemonOf(program) : action;
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
