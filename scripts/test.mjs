/**
 * `npm test`: installs what the tests need, then runs every check and every test, plays the lab on real mail servers
 * (configurations A and C), and says what was left out. Arguments go to vitest, and then nothing else is run:
 * `npm test -- src/syslog`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, root } from './build.mjs';
import { checks, passes } from './check.mjs';
import { provide } from './debian.mjs';

/** Some tests compress with these. Without them those tests are skipped. */
const compressors = ['bzip2', 'xz-utils', 'zstd'];
/** Real log daemons, which a running server listens to. */
const daemons = ['openssl', 'rsyslog', 'systemd-journal-remote'];
const servers = readFileSync(join(root, 'lab', 'packages.txt'), 'utf8')
  .trim()
  .split('\n');
/** Characters of what is said of a failure once more at the end, where whoever reads only the end finds it. */
const LONGEST_FAILURE = 1500;
const all = process.argv.length === 2;

prepare();
const absent = provide(all ? [...new Set([...compressors, ...daemons, ...servers])] : compressors);

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
const lab = all ? playLab() : { passed: 0, failed: 0, skipped: [] };
const skipped = [...tests.skipped, ...lab.skipped];

const passed = results.filter(Boolean).length + tests.passed + lab.passed;
const failed = results.length - results.filter(Boolean).length + tests.failed + lab.failed;
writeFileSync(join(root, 'dist', 'test-summary.json'), JSON.stringify({ passed, failed }));
for (const name of skipped) console.log(`skipped: ${name}`);
for (const failure of tests.failures) console.log(failure);
if (absent.length > 0) console.log(`not installed, so what needs them was skipped: ${absent.join(', ')}`);
console.log(
  `waybill: ${failed === 0 ? 'everything passed' : `${failed} FAILED`} (${passed} checks and tests passed, ${skipped.length} skipped)`,
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
  const failures = told.testResults.flatMap((file) =>
    [file, ...file.assertionResults]
      .filter(({ status }) => status === 'failed')
      .map((each) => [each.fullName ?? each.name, each.failureMessages?.join('\n') ?? each.message])
      .map(([name, why]) => `FAILED: ${name}\n${why}`.slice(0, LONGEST_FAILURE)),
  );
  return {
    passed: told.numPassedTests,
    failed: vitest.status !== 0 && failed === 0 ? 1 : failed,
    failures,
    skipped,
  };
}

/** The lab's answers, each counted as a test. Where the lab cannot be run, its own sentence says why. */
function playLab() {
  const out = mkdtempSync(join(tmpdir(), 'waybill-lab-'));
  const command = [join(root, 'dist', 'lab', 'run.js'), 'A', 'C', '--out', out];
  const played = spawnSync(process.execPath, command, { cwd: root, stdio: ['ignore', 'inherit', 'pipe'] });
  process.stderr.write(played.stderr);
  const why = played.stderr.toString().trim();
  if (played.status === 3) return { passed: 0, failed: 0, skipped: [`the lab of real mail servers. ${why}`] };
  let told = { passed: 0, failed: 0 };
  try {
    told = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));
  } catch {}
  if (played.status === 0 || told.failed > 0) rmSync(out, { recursive: true, force: true });
  else console.log(`what the lab left: ${out}`);
  const failed = played.status !== 0 && told.failed === 0 ? 1 : told.failed;
  return { passed: told.passed, failed, skipped: [] };
}
