/** Which family of programs a syslog tag belongs to, for counting: as src/programs/family.ts, whoever calls it by what name. */
import { familyOf as familyOfTag, isDovecot } from '../src/programs/family.ts';
import { postfixWording } from '../src/programs/postfix/postfix.ts';

const OTHER_NAMES: Readonly<Record<string, string>> = {
  amavisd: 'amavis',
  'amavisd-new': 'amavis',
  clamd: 'clamav',
  'clamav-milter': 'clamav',
};

export function familyOf(program: string): string {
  if (postfixWording(program) !== undefined) return 'postfix';
  if (isDovecot(program)) return 'dovecot';
  const name = familyOfTag(program.slice(program.lastIndexOf('/') + 1).toLowerCase());
  return OTHER_NAMES[name] ?? name;
}
