/**
 * All servers of one variant, configured from the templates and started in the order in which they need each other.
 */
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numericId } from './accounts.js';
import { amavisServer, startScanner } from './amavis.js';
import { mustBeFree } from './conditions.js';
import { mailHomes } from './mail-homes.js';
import { startNameServer } from './name-server.js';
import type { PostfixInstance } from './postfix-instance.js';
import { maps, postfixes } from './postfix-trio.js';
import { accepts, type Machine, runProgram, startProgram, until } from './processes.js';
import { rspamdServer } from './rspamd.js';
import { filled, writeConfiguration } from './templates.js';
import type { Variant } from './variants.js';

export interface Servers {
  readonly ours: PostfixInstance;
  readonly sender: PostfixInstance;
  readonly outside: PostfixInstance;
  readonly filter: FilterServer;
  readonly dovecot: DovecotServer;
}

export interface FilterServer {
  start(): Promise<void>;
  stop(): Promise<void>;
}
export interface DovecotServer {
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly configuration: string;
}

export const oursAddress = '127.0.1.1';

const usernameFormats = {
  '2.3': { address: '%Lu', 'local-part': '%Ln' },
  '2.4': { address: '%{user | lower}', 'local-part': '%{user | username | lower}' },
} as const;
function dovecotServer(machine: Machine, variant: Variant, run: string): DovecotServer {
  const configuration = join(run, 'dovecot', 'dovecot.conf');
  writeConfiguration(configuration, `dovecot-${variant.dovecot}.conf`, {
    run,
    hostname: variant.hostname,
    address: oursAddress,
    usernameFormat: usernameFormats[variant.dovecot][variant.userNames],
    submissionHost: variant.sieveSendsBy === 'smtp' ? '127.0.0.1:25' : '',
    redirectFrom: 'sender',
  });
  for (const directory of ['base', 'state']) mkdirSync(join(run, 'dovecot', directory), { recursive: true });
  const listening = (): Promise<boolean> => accepts({ host: oursAddress, port: 143 });
  return {
    configuration,
    async start() {
      startProgram(machine, ['dovecot', '-F', '-c', configuration], join(run, 'dovecot.out'));
      await until('Dovecot listens', listening);
      await until('LMTP listens', () => accepts({ path: join(run, 'ours/queue/private/dovecot-lmtp') }));
    },
    async stop() {
      runProgram(machine, ['doveadm', '-c', configuration, 'stop']);
      await until('Dovecot stops', async () => !(await listening()));
    },
  };
}
async function startGreylisting(machine: Machine, run: string): Promise<void> {
  const directory = join(run, 'postgrey');
  mkdirSync(directory, { recursive: true });
  chownSync(directory, numericId(machine.root, 'postgrey'), numericId(machine.root, 'postgrey'));
  for (const name of ['clients', 'recipients']) writeFileSync(join(run, `postgrey-${name}`), '');
  const options = [
    `--dbdir=${directory}`,
    '--delay=3',
    `--whitelist-clients=${run}/postgrey-clients`,
    `--whitelist-recipients=${run}/postgrey-recipients`,
  ];
  startProgram(
    machine,
    ['postgrey', '--inet=127.0.0.1:10023', '--daemonize', `--pidfile=${directory}/pid`, ...options],
    join(run, 'postgrey.out'),
  );
  await until('Postgrey listens', () => accepts({ host: '127.0.0.1', port: 10023 }));
}

const ports = [
  ['Postfix', oursAddress, 25],
  ['Postfix', oursAddress, 587],
  ['Dovecot', oursAddress, 143],
  ['Dovecot', oursAddress, 110],
  ['Dovecot', oursAddress, 4190],
  ['Postgrey', '127.0.0.1', 10023],
  ['The filter', '127.0.0.1', 10024],
  ['Rspamd', '127.0.0.1', 11332],
  ['Redis', '127.0.0.1', 6379],
] as const;

export async function startServers(machine: Machine, variant: Variant, run: string): Promise<Servers> {
  for (const [what, host, port] of ports) await mustBeFree(host, port, what);
  mkdirSync(join(run, 'rsyslog'), { recursive: true });
  mkdirSync(join(run, 'out'), { recursive: true });
  writeConfiguration(join(run, 'rsyslog.conf'), 'rsyslog.conf', {
    run,
    out: join(run, 'out'),
    syslogHostname: variant.syslogHostname,
  });
  startProgram(
    machine,
    ['rsyslogd', '-n', '-f', join(run, 'rsyslog.conf'), '-i', join(run, 'rsyslog.pid')],
    join(run, 'rsyslog.out'),
  );
  await until('rsyslog listens', () =>
    accepts({ path: '/nonexistent' }).then(
      () => runProgram(machine, ['sh', '-c', 'test -S /dev/log && echo yes || echo no']).trim() === 'yes',
    ),
  );
  await startNameServer('127.0.0.53');
  maps(run);
  const posts = postfixes(machine, variant, run);
  mailHomes(variant, run);
  runProgram(machine, ['chown', '-R', '5000:5000', join(run, 'mail')]);
  for (const one of [posts.ours, posts.sender, posts.outside]) one.prepare();
  runProgram(machine, ['sievec', join(run, 'dovecot', 'before.sieve')]);
  const dovecot = dovecotServer(machine, variant, run);
  writeFileSync(join(`${machine.root}/etc/spamassassin`, 'lab.cf'), filled('spamassassin.cf', {}));
  await startScanner(machine, run);
  const filter =
    variant.filter === 'amavis' ? amavisServer(machine, variant, run) : await rspamdServer(machine, run);
  await Promise.all([dovecot.start(), filter.start(), startGreylisting(machine, run)]);
  for (const one of [posts.ours, posts.sender, posts.outside]) one.postfix('start');
  await until('Postfix listens', () => accepts({ host: oursAddress, port: 25 }));
  return { ...posts, filter, dovecot };
}
