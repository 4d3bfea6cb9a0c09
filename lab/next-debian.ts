/**
 * The next Debian in a directory, made by debootstrap from the mirror that this machine's apt already uses
 * (or the one named in LAB_MIRROR), with the lab's packages in it. Made once and kept in the temporary directory.
 * The trial of the Debian package (scripts/deb-trial.mjs) has one of its own.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packages } from './conditions.js';
import { LabError } from './processes.js';

const release = 'trixie';

/** What the next Debian does not have, or its variant does not need. */
const elsewhere = ['debootstrap', 'iproute2', 'redis-server', 'rspamd'];

function mirror(): string {
  const named = process.env.LAB_MIRROR;
  if (named !== undefined) return named;
  const directory = '/etc/apt/sources.list.d';
  const files = [
    '/etc/apt/sources.list',
    ...readdirSync(directory).map((name) => join(directory, name)),
  ].filter((file) => existsSync(file));
  for (const file of files) {
    const found = readFileSync(file, 'utf8').match(
      /^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(\S*\/debian\/?)(?:\s|$)/m,
    )?.[1];
    if (found !== undefined) return found;
  }
  throw new LabError("No Debian mirror found in apt's sources: name one in LAB_MIRROR.");
}

function step(what: string, command: readonly string[]): void {
  const done = spawnSync(command[0] ?? '', command.slice(1), {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (done.status !== 0)
    throw new LabError(`${what} failed: ${`${done.stderr}`.trim().split('\n').slice(-3).join(' ')}`);
}

export function nextDebian(): string {
  return debianWith(
    `waybill-lab-${release}`,
    packages().filter((name) => !elsewhere.includes(name)),
  );
}

/** In the temporary directory, under this name. */
export function debianWith(directory: string, names: readonly string[]): string {
  const root = join(tmpdir(), directory);
  const mark = join(root, 'lab-is-ready');
  if (existsSync(mark)) return root;
  step('debootstrap', ['debootstrap', '--variant=minbase', release, root, mirror()]);
  for (const name of readdirSync('/etc/apt/apt.conf.d'))
    step('cp', ['cp', join('/etc/apt/apt.conf.d', name), join(root, 'etc/apt/apt.conf.d')]);
  for (const name of ['resolv.conf', 'hosts']) step('cp', ['cp', `/etc/${name}`, join(root, 'etc', name)]);
  writeFileSync(join(root, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  step('apt-get update', ['chroot', root, 'apt-get', 'update']);
  step('apt-get install', ['chroot', root, 'apt-get', 'install', '-y', '--no-install-recommends', ...names]);
  writeFileSync(mark, '');
  return root;
}
