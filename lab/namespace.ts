/**
 * The lab's own small world on this machine: network, mount, host name and PID namespaces.
 * Outside, `enterNamespaces` starts the lab again inside them; inside, `furnish` brings loopback up and lays
 * the lab's files over /etc, /dev and /run. Nothing of it is visible outside, and everything ends with the first process.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Machine, runProgram } from './processes.js';
import type { Variant } from './variants.js';

/** What `unshare` is to make anew. */
export const namespaceFlags = [
  '--net',
  '--mount',
  '--uts',
  '--ipc',
  '--pid',
  '--fork',
  '--mount-proc',
  '--kill-child=SIGKILL',
];

/** Runs the lab inside; whatever ends this process ends everything in there too. */
export async function enterNamespaces(
  script: string,
  rest: readonly string[],
  timeZone: string,
): Promise<number> {
  const lab = [process.execPath, ...process.execArgv, script, ...rest];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', 'unshare', ...namespaceFlags, ...lab], {
    stdio: 'inherit',
    env: { ...process.env, TZ: timeZone },
  });
  const stop = (): void => void child.kill('SIGKILL');
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  const status = await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  for (const signal of signals) process.off(signal, stop);
  return status;
}

const here: Machine = { root: '', environment: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } };

function bind(source: string, target: string): void {
  runProgram(here, ['mount', '--bind', source, existsSync(target) ? realpathSync(target) : target]);
}

function overlayFile(root: string, name: string, content: string): void {
  const source = join(run, 'etc', name);
  const target = `${root}/etc/${name}`;
  writeFileSync(source, content);
  if (!existsSync(target)) writeFileSync(target, '');
  bind(source, target);
}

const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

/** Where the lab's files lie inside: a short name that log lines may carry. */
export const run = '/srv';

export function furnish(variant: Variant, directory: string, root: string): void {
  bind(directory, run);
  runProgram(here, ['ip', 'link', 'set', 'lo', 'up']);
  // Postfix' inet_interfaces takes only addresses that an interface has by name.
  for (const ip of ['127.0.1.1', '127.0.2.1', '127.0.3.1'])
    runProgram(here, ['ip', 'address', 'add', `${ip}/32`, 'dev', 'lo']);
  runProgram(here, ['hostname', variant.syslogHostname]);
  writeFileSync('/proc/sys/kernel/ns_last_pid', String(variant.firstPid));
  mkdirSync(join(run, 'etc'), { recursive: true });
  const passwd = readFileSync(`${root}/etc/passwd`, 'utf8');
  const group = readFileSync(`${root}/etc/group`, 'utf8');
  const locals = ['walter', 'wilma', 'looper'].map(
    (name, index) => `${name}:x:${5001 + index}:5000::${run}/homes/${name}:/bin/sh\n`,
  );
  overlayFile(
    root,
    'passwd',
    `${passwd}vmail:x:5000:5000::${run}/mail:/usr/sbin/nologin\n${locals.join('')}`,
  );
  overlayFile(root, 'group', `${group}vmail:x:5000:\n`);
  overlayFile(root, 'hosts', '127.0.0.1 localhost\n127.0.1.1 mx1.corp.example mx1\n');
  overlayFile(root, 'resolv.conf', 'nameserver 127.0.0.53\n');
  overlayFile(
    root,
    'nsswitch.conf',
    'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\nprotocols: files\n',
  );
  const dev = join(run, 'dev');
  mkdirSync(dev, { recursive: true });
  runProgram(here, ['mount', '-t', 'tmpfs', 'tmpfs', dev]);
  for (const device of devices) {
    writeFileSync(join(dev, device), '');
    bind(`/dev/${device}`, join(dev, device));
  }
  mkdirSync(join(dev, 'shm'), { mode: 0o1777 });
  runProgram(here, ['chmod', '1777', join(dev, 'shm')]);
  runProgram(here, ['ln', '-s', '/proc/self/fd', join(dev, 'fd')]);
  runProgram(here, ['mount', '--rbind', dev, `${root}/dev`]);
  runProgram(here, ['mount', '-t', 'tmpfs', 'tmpfs', realpathSync(`${root}/run`)]);
  const ours = join(run, 'ours', 'config');
  mkdirSync(ours, { recursive: true });
  for (const name of ['dynamicmaps.cf', 'dynamicmaps.cf.d', 'postfix-files', 'postfix-files.d']) {
    if (existsSync(`${root}/etc/postfix/${name}`))
      cpSync(`${root}/etc/postfix/${name}`, join(ours, name), { recursive: true });
  }
  bind(ours, `${root}/etc/postfix`);
  const spamassassin = join(run, 'spamassassin');
  rmSync(spamassassin, { recursive: true, force: true });
  cpSync(`${root}/etc/spamassassin`, spamassassin, { recursive: true });
  bind(spamassassin, `${root}/etc/spamassassin`);
  const amavis = join(run, 'amavis');
  mkdirSync(amavis, { recursive: true });
  if (existsSync(`${root}/var/lib/amavis`)) bind(amavis, `${root}/var/lib/amavis`);
  if (root !== '') {
    bind(run, `${root}${run}`);
    runProgram(here, ['mount', '-t', 'proc', 'proc', `${root}/proc`]);
  }
}
