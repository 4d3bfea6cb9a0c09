/**
 * Rspamd as milter, with Redis and its own greylisting: Debian's configuration with the lab's files laid over it.
 */
import { chownSync, cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numericId } from './accounts.js';
import { accepts, type Machine, pause, runProgram, startProgram, until } from './processes.js';
import type { FilterServer } from './servers.js';
import { filled, sourceDirectory } from './templates.js';

const listening = (): Promise<boolean> => accepts({ host: '127.0.0.1', port: 11332 });

async function startRedis(machine: Machine, run: string): Promise<void> {
  const directory = join(run, 'redis');
  mkdirSync(directory, { recursive: true });
  const options = [
    '--bind',
    '127.0.0.1',
    '--port',
    '6379',
    '--dir',
    directory,
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  startProgram(machine, ['redis-server', ...options], join(run, 'redis.out'));
  await until('Redis listens', () => accepts({ host: '127.0.0.1', port: 6379 }));
}

export async function rspamdServer(machine: Machine, run: string): Promise<FilterServer> {
  const configuration = join(run, 'rspamd-config');
  cpSync(`${machine.root}/etc/rspamd`, configuration, { recursive: true });
  for (const name of readdirSync(join(sourceDirectory(), 'config', 'rspamd'))) {
    const target = name.endsWith('.lua') ? join(configuration, name) : join(configuration, 'local.d', name);
    writeFileSync(target, filled(join('rspamd', name), { run }));
  }
  runProgram(machine, ['mount', '--bind', configuration, '/etc/rspamd']);
  const data = join(run, 'rspamd');
  mkdirSync(data, { recursive: true });
  chownSync(data, numericId(machine.root, '_rspamd'), numericId(machine.root, '_rspamd'));
  runProgram(machine, ['mount', '--bind', data, '/var/lib/rspamd']);
  await startRedis(machine, run);
  let pid = 0;
  return {
    async start() {
      pid = startProgram(
        machine,
        ['rspamd', '-f', '-u', '_rspamd', '-g', '_rspamd'],
        join(run, 'rspamd.out'),
      );
      await until('Rspamd listens', listening, 60_000);
      await pause(500);
    },
    async stop() {
      process.kill(pid, 'SIGTERM');
      await until('Rspamd stops', async () => !(await listening()));
    },
  };
}
