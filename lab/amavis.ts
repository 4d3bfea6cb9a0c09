/**
 * Amavis with SpamAssassin, and ClamAV with a signature file of the lab's own that knows EICAR and nothing else.
 */
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numericId } from './accounts.js';
import { accepts, type Machine, startProgram, until } from './processes.js';
import type { FilterServer } from './servers.js';
import { writeConfiguration } from './templates.js';
import type { Variant } from './variants.js';

export function amavisServer(machine: Machine, variant: Variant, run: string): FilterServer {
  const home = join(run, 'amavis');
  const user = numericId(machine.root, 'amavis');
  for (const name of ['', 'tmp', 'quarantine', 'db', 'home']) {
    mkdirSync(join(home, name), { recursive: true });
    chownSync(join(home, name), user, user);
  }
  const file = join(run, 'amavis.conf');
  writeConfiguration(file, 'amavis.conf', {
    run,
    hostname: variant.hostname,
    recipientTemplate: variant.name === 'B' ? '' : '$log_recip_templ = undef;',
  });
  let pid = 0;
  return {
    async start() {
      pid = startProgram(machine, ['amavisd', '-c', file, 'foreground'], join(run, 'amavis.out'));
      await until('Amavis listens', () => accepts({ host: '127.0.0.1', port: 10024 }), 60_000);
    },
    async stop() {
      process.kill(pid, 'SIGTERM');
      await until('Amavis stops', async () => !(await accepts({ host: '127.0.0.1', port: 10024 })));
    },
  };
}

export async function startScanner(machine: Machine, run: string): Promise<void> {
  const directory = join(run, 'clamav');
  mkdirSync(join(directory, 'db'), { recursive: true });
  const eicar = Buffer.from('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!').toString(
    'hex',
  );
  writeFileSync(join(directory, 'db', 'lab.ndb'), `Eicar-Test-Signature:0:*:${eicar}\n`);
  chownSync(directory, numericId(machine.root, 'amavis'), numericId(machine.root, 'amavis'));
  writeConfiguration(join(run, 'clamd.conf'), 'clamd.conf', { run });
  startProgram(machine, ['clamd', '-c', join(run, 'clamd.conf')], join(run, 'clamd.out'));
  await until('ClamAV listens', () => accepts({ path: join(directory, 'clamd.sock') }));
}
