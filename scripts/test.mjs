/**
 * `npm test`: installs what the tests need, then runs every check and every test and says what was left out.
 * Arguments go to vitest: `npm test -- src/syslog`. Debian packages are installed only as root where no init system
 * runs (a container of continuous integration) or with WAYBILL_TEST_INSTALL=1: a reader's own machine is left alone.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root } from './build.mjs';
import { checks, passes } from './check.mjs';

/** A command that some tests compress with, and the Debian package that has it. Without it those tests are skipped. */
const wanted = { bzip2: 'bzip2', xz: 'xz-utils', zstd: 'zstd' };

prepare();
const absent = installPackages(Object.keys(wanted).filter((command) => !isThere(command)));

const results = checks.map(passes);
const report = join(root, 'dist', 'vitest.json');
mkdirSync(join(root, 'dist'), { recursive: true });
const vitest = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
const tests = summary();

const passed = results.filter(Boolean).length + tests.passed;
const failed = results.length - results.filter(Boolean).length + tests.failed;
writeFileSync(join(root, 'dist', 'test-summary.json'), JSON.stringify({ passed, failed }));
for (const name of tests.skipped) console.log(`skipped: ${name}`);
if (absent.length > 0) console.log(`not installed, so what needs them was skipped: ${absent.join(', ')}`);
console.log(
  `waybill: ${failed === 0 ? 'everything passed' : `${failed} FAILED`} (${passed} checks and tests passed, ${tests.skipped.length} skipped)`,
);
process.exit(failed === 0 ? 0 : 1);

/** What vitest reports. A run that broke before a test could fail counts as one failure. */
function summary() {
  let told = { numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 0, testResults: [] };
  try {
    told = JSON.parse(readFileSync(report, 'utf8'));
  } catch {}
  const brokenFiles = told.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
  ).length;
  const skipped = told.testResults
    .flatMap((file) => file.assertionResults)
    .filter(({ status }) => status === 'pending' || status === 'skipped' || status === 'todo')
    .map(({ fullName }) => fullName);
  const failed = told.numFailedTests + brokenFiles;
  return {
    passed: told.numPassedTests,
    failed: vitest.status !== 0 && failed === 0 ? 1 : failed,
    skipped,
  };
}

function isThere(command) {
  return spawnSync(command, ['--help'], { stdio: 'ignore' }).error === undefined;
}

/** Tries to install what is absent, where that is allowed; returns what is still absent. */
function installPackages(commands) {
  if (commands.length === 0 || !mayInstall() || !isThere('apt-get')) return commands;
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...parameters) =>
    spawnSync('apt-get', ['-q', '-y', ...parameters], { stdio: ['ignore', 2, 2], env: environment });
  apt('update');
  apt('install', '--no-install-recommends', ...commands.map((command) => wanted[command]));
  return commands.filter((command) => !isThere(command));
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
