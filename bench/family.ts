/** Which family of programs a syslog tag belongs to, for counting: `postfix/smtpd` is postfix, `sm-mta` sendmail. */
import { isDovecot } from '../src/journey/program.ts';
import { postfixWording } from '../src/programs/postfix/postfix.ts';

const OTHER_NAMES: Readonly<Record<string, string>> = {
  'sm-mta': 'sendmail',
  'sm-msp-queue': 'sendmail',
  amavisd: 'amavis',
  'amavisd-new': 'amavis',
  clamd: 'clamav',
  'clamav-milter': 'clamav',
  exim4: 'exim',
};

export function familyOf(program: string): string {
  if (postfixWording(program) !== undefined) return 'postfix';
  if (isDovecot(program)) return 'dovecot';
  const name = program.slice(program.lastIndexOf('/') + 1).toLowerCase();
  return OTHER_NAMES[name] ?? name;
}
