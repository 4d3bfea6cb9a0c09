/**
 * `npm start`: shows what Waybill does. Without arguments with the bundled sample day, asked about a few of its
 * messages; `npm start -- /var/log/mail.log*` with the reader's own logs. Nothing is kept but, for own logs, a folder
 * in the temporary directory, so that the next question need not read them again.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { prepare, root } from './build.mjs';

const here = process.env.INIT_CWD ?? process.cwd(); // where npm was called
const program = join(relative(here, root) || '.', 'bin', 'waybill');
const say = (text = '') => process.stdout.write(`${text}\n`);

prepare();
const files = process.argv.slice(2);
process.exit(files.length === 0 ? sampleDay() : ownLogs(files));

function sampleDay() {
  const log = join(relative(here, root) || '.', 'sample', 'mail.log');
  const queries = readFileSync(join(root, 'sample', 'show.txt'), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  say(`A day of a small mail server, and what became of ${queries.length} of its messages:\n`);
  const status = waybill('trace', '--log', log, '--', ...queries);
  say('\nAsk further:');
  suggest([
    [`search --log ${log}`, 'every message of that day'],
    [`trace --log ${log} --lines ${quoted(queries[0])}`, 'with the log lines that prove it'],
    [`logs --log ${log} reject`, 'lines that hold a word'],
    [`doctor --log ${log}`, 'what these logs can show, and what they cannot'],
  ]);
  say('\nWith your own logs:');
  say('  npm start -- /var/log/mail.log*');
  return status;
}

function ownLogs(logs) {
  const data = mkdtempSync(join(tmpdir(), 'waybill-try-'));
  const imported = waybill('import', '--data', data, '--', ...logs);
  if (imported !== 0) return imported;
  say();
  const found = waybill('search', '--data', data, '--limit', '10');
  say('\nAsk about one of them (a Message-ID, a queue id, an address, or more than one thing in quotes):');
  suggest([
    [`trace --data ${data} 'from:somebody@example.org to:jerry@example.com'`, 'where did it go?'],
    [`logs --data ${data} 'jerry,reject'`, 'lines that hold every term'],
    [`doctor --data ${data}`, 'what these logs can show, and what they cannot'],
  ]);
  say('\nTo keep the logs for good, import them without --data:');
  say(`  ${program} import ${logs.map(quoted).join(' ')}`);
  say(`\nThis was a try; its store can go: rm -r ${data}`);
  return found === 1 ? 0 : found;
}

function suggest(commands) {
  for (const [command, what] of commands) say(`  # ${what}\n  ${program} ${command}`);
}

function waybill(...parameters) {
  const command = [join(root, 'bin', 'waybill'), ...parameters];
  return spawnSync(process.execPath, command, { cwd: here, stdio: 'inherit' }).status ?? 1;
}

function quoted(text) {
  return /^[\w@.:/+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
