/** What wrote a line: the daemon, the instance, the process, the delivery agent behind a syslog tag. */
import { isExim, isPostfix, isSendmail } from '../programs/family.ts';
import type { JourneyEvent } from './journey.ts';

/** The daemon behind a syslog tag: `postfix/submission/smtpd` is smtpd. */
export function daemonOf(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}

/** Keeps a queue: its lines about a queue id are the life of a file there, not somebody's words about it. */
export function hasQueue(program: string): boolean {
  return isPostfix(program) || isExim(program) || isSendmail(program);
}

/** The delivery agent that wrote a delivery line, by Postfix' name: one program may have several, which its reader told apart. */
export function agentOf({ action, program }: JourneyEvent): string {
  return action === undefined || isPostfix(program) ? daemonOf(program) : action;
}

/** The instance of Postfix behind a syslog tag: `postfix-in/qmgr` is postfix-in. */
export function instanceOf(program: string): string {
  const slash = program.indexOf('/');
  return slash < 0 ? program : program.slice(0, slash);
}

/** One process of one program on one host, as long as its id is not given again. */
export function processOf({ host, program, pid }: JourneyEvent): string {
  return `${host}\0${program}\0${pid}`;
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
