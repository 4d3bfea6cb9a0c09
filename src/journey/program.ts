/** Which family of programs wrote a line, told by its syslog tag. */

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
