/** Which family of programs wrote a line, told by its syslog tag. Not: which wording it speaks (parse.ts). */

/** Postfix daemons log as `instance/daemon` or `instance/service/daemon`. */
export function isPostfix(program: string): boolean {
  return program.includes('/') && !program.startsWith('dovecot');
}

export function isDovecot(program: string): boolean {
  return program.startsWith('dovecot');
}

export function isExim(program: string): boolean {
  return program === 'exim' || program === 'exim4';
}

/** `sendmail`, `sm-mta`, `sm-msp-queue` and whatever else -L says with `sm-` before it. */
export function isSendmail(program: string): boolean {
  return program === 'sendmail' || program.startsWith('sm-') || program === 'mail.local';
}

/** `postfix/smtpd`, `postfix-in/submission/smtpd` -> postfix; `sm-mta` -> sendmail; `exim4` -> exim; else what stands before a `/`. */
export function familyOf(program: string): string {
  const slash = program.indexOf('/');
  const name = slash < 0 ? program : program.slice(0, slash);
  if (isSendmail(name)) return 'sendmail';
  if (isExim(name)) return 'exim';
  return name.startsWith('postfix') ? 'postfix' : name;
}
