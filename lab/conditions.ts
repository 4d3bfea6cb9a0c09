/**
 * What the lab needs before it starts anything: root, Debian's packages, namespaces; and ports that nobody holds.
 * Each lack is one sentence, and nothing has been started when it is said.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namespaceFlags } from './namespace.js';
import { accepts, LabError } from './processes.js';
import { sourceDirectory } from './templates.js';

/** The Debian packages that the lab is made of, one a line in `packages.txt`. */
export function packages(): string[] {
  const text = readFileSync(join(sourceDirectory(), 'packages.txt'), 'utf8');
  return text.split('\n').filter((line) => line !== '');
}

function missingPackages(): string[] {
  return packages().filter((name) => {
    const done = spawnSync('dpkg-query', ['-W', '-f', '$' + '{Status}', name], { encoding: 'utf8' });
    return done.error !== undefined || !done.stdout.includes('install ok installed');
  });
}

/** Why the lab cannot be run on this machine, in one sentence; undefined where it can. */
export function obstacle(): string | undefined {
  if (process.getuid?.() !== 0)
    return 'The lab needs root: it makes namespaces and starts mail servers in them.';
  const missing = missingPackages();
  if (missing.length > 0)
    return `The lab needs Debian packages that are missing here: apt-get install ${missing.join(' ')}`;
  const tried = spawnSync('unshare', [...namespaceFlags, 'true'], { encoding: 'utf8' });
  if (tried.status !== 0)
    return `The lab needs namespaces of its own, which this machine does not allow (${(tried.stderr ?? String(tried.error)).trim()}): run it in a virtual machine or a privileged container.`;
  return undefined;
}

/** Throws where another program answers already: half of the lab would then talk to the wrong server. */
export async function mustBeFree(host: string, port: number, what: string): Promise<void> {
  if (await accepts({ host, port }))
    throw new LabError(`${what} cannot start: port ${port} at ${host} is taken by another program.`);
}
