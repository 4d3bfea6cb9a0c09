/**
 * Debian packages that tests need: which are missing, whether they may be installed here, and their installation.
 * Only as root where no init system runs (a container of continuous integration) or with WAYBILL_TEST_INSTALL=1:
 * a reader's own machine is left alone, and a real server's MTA is never replaced.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const doNotStart = '/usr/sbin/policy-rc.d';

/** Of these package names, those that are not installed; all of them where there is no dpkg. */
export function missing(packages) {
  return packages.filter((name) => {
    const done = spawnSync('dpkg-query', ['-W', '-f', '$' + '{Status}', name], { encoding: 'utf8' });
    return done.error !== undefined || !done.stdout.includes('install ok installed');
  });
}

/** Tries to install what is missing, where that is allowed; returns what is still missing. No service is started. */
export function provide(packages) {
  const absent = missing(packages);
  if (absent.length === 0 || !mayInstall() || spawnSync('apt-get', ['--version']).error) return absent;
  const own = !existsSync(doNotStart);
  if (own) writeFileSync(doNotStart, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    apt('update');
    apt('install', '--no-install-recommends', ...absent);
  } finally {
    if (own) rmSync(doNotStart, { force: true });
  }
  return missing(packages);
}

function apt(...parameters) {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['-q', '-y', ...parameters], { stdio: ['ignore', 2, 2], env: environment });
}

function mayInstall() {
  if (process.env.WAYBILL_TEST_INSTALL === '1') return true;
  if (process.getuid?.() !== 0) return false;
  try {
    return !/^(systemd|init)$/.test(readFileSync('/proc/1/comm', 'utf8').trim());
  } catch {
    return false;
  }
}
