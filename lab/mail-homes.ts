/**
 * Homes of mail users: passwords, quotas, Sieve scripts; `.forward` files of local users; the commands that aliases lead to.
 */
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crowd, password, people } from './people.js';
import type { Variant } from './variants.js';

export function mailHomes(variant: Variant, run: string): void {
  const lines: string[] = [];
  const home = (name: string): string => {
    const directory = join(run, 'mail', name);
    mkdirSync(directory, { recursive: true });
    return directory;
  };
  const domainless = variant.userNames === 'local-part';
  for (const person of [...people, ...crowd.map((name) => ({ name })), { name: 'müller' }] as typeof people) {
    const directory = home(person.name);
    if (person.sieve !== undefined) writeFileSync(join(directory, '.dovecot.sieve'), person.sieve);
    const rule = variant.dovecot === '2.3' ? 'quota_rule=*:bytes=' : 'quota_storage_size=';
    const quota = person.quotaBytes === undefined ? '' : ` userdb_${rule}${person.quotaBytes}`;
    const later = person.whenFull === 'bounce' ? ' userdb_quota_full_tempfail=no' : '';
    const user = domainless
      ? person.name
      : `${person.name}@${person.name === 'müller' ? 'bücher.example' : 'corp.example'}`;
    lines.push(`${user}:{PLAIN}${password}:5000:5000::${directory}::${quota}${later}\n`);
  }
  mkdirSync(join(run, 'dovecot'), { recursive: true });
  writeFileSync(join(run, 'dovecot', 'users'), lines.join(''));
  writeFileSync(
    join(run, 'dovecot', 'before.sieve'),
    'require "fileinto";\nif anyof (header :is "X-Spam-Flag" "YES", header :is "X-Spam" "Yes") { fileinto "Junk"; }\n',
  );
  const forwards: Readonly<Record<string, string>> = {
    walter: 'walter@outside.example\n',
    wilma: `${run}/homes/wilma/Maildir/\nwilma@outside.example\n`,
    looper: 'looper@corp.example\n',
  };
  for (const [index, name] of ['walter', 'wilma', 'looper'].entries()) {
    const directory = join(run, 'homes', name);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, '.forward'), forwards[name] ?? '');
    chownSync(directory, 5001 + index, 5000);
    chownSync(join(directory, '.forward'), 5001 + index, 5000);
  }
  for (const name of ['archive-command', 'ticket-command']) {
    writeFileSync(join(run, name), `#!/bin/sh\nexec cat >> ${run}/${name}.seen\n`, { mode: 0o755 });
    chmodSync(join(run, name), 0o755);
    writeFileSync(join(run, `${name}.seen`), '');
    chmodSync(join(run, `${name}.seen`), 0o666);
  }
}
