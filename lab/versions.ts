/**
 * Which Debian and which versions of the servers a variant was played on.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const servers = [
  'postfix',
  'dovecot-core',
  'dovecot-sieve',
  'amavisd-new',
  'spamassassin',
  'clamav-daemon',
  'postgrey',
  'rspamd',
  'redis-server',
  'rsyslog',
];

/** Name and version, Debian first; what is not installed there is left out. `root` is empty for this machine. */
export function versions(root: string): ReadonlyMap<string, string> {
  const format = '$' + '{Package} $' + '{Version}\n';
  const database = join(root === '' ? '/' : root, 'var/lib/dpkg');
  const done = spawnSync('dpkg-query', ['--admindir', database, '-W', '-f', format, ...servers], {
    encoding: 'utf8',
  });
  const found = done.stdout
    .split('\n')
    .map((line) => line.split(' '))
    .filter((parts): parts is [string, string] => (parts[1] ?? '') !== '');
  const byName = new Map(found);
  const debian = readFileSync(join(root === '' ? '/' : root, 'etc/debian_version'), 'utf8').trim();
  return new Map([
    ['Debian', debian],
    ...servers.flatMap((name): [string, string][] => {
      const version = byName.get(name);
      return version === undefined ? [] : [[name, version]];
    }),
  ]);
}
