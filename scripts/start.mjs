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

const english = {
  sampleDay: (count) => `A day of a small mail server, and what became of ${count} of its messages:`,
  askFurther: 'Ask further:',
  everyMessage: 'every message of that day',
  withLines: 'with the log lines that prove it',
  linesWithWord: 'lines that hold a word',
  whatIsCovered: 'what these logs can show, and what they cannot',
  ownLogs: 'With your own logs:',
  askAboutOne:
    'Ask about one of them (a Message-ID, a queue id, an address, or more than one thing in quotes):',
  whereDidItGo: 'where did it go?',
  linesWithTerms: 'lines that hold every term',
  toKeep: 'To keep the logs for good, import them without --data:',
  onlyATry: 'This was a try; its store can go: ',
};
const taiwanese = {
  sampleDay: (count) => `一台小型郵件伺服器的一天，看看其中 ${count} 封信的下落：`,
  askFurther: '還可以這樣查：',
  everyMessage: '那一天的所有信件',
  withLines: '附上可以證明的紀錄原文',
  linesWithWord: '含有某個詞的紀錄',
  whatIsCovered: '這些紀錄看得到什麼、看不到什麼',
  ownLogs: '換成您自己的紀錄檔：',
  askAboutOne: '查詢其中一封（Message-ID、佇列 ID、地址，或在引號裡寫上幾個條件）：',
  whereDidItGo: '這封信到哪裡去了？',
  linesWithTerms: '含有每個詞的紀錄',
  toKeep: '要長期保存這些紀錄，匯入時不加 --data：',
  onlyATry: '這次只是試用，資料庫可以刪除：',
};
// As src/config/environment.ts reads the locale.
const { LC_ALL, LC_MESSAGES, LANG } = process.env;
const words = /^zh[_-](TW|HK|MO|Hant)/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? taiwanese : english;

prepare();
const files = process.argv.slice(2);
process.exit(files.length === 0 ? sampleDay() : ownLogs(files));

function sampleDay() {
  const log = join(relative(here, root) || '.', 'sample', 'mail.log');
  // The clock of the office whose day it is: with the reader's own, its people would work at night.
  const day = `--log ${log} --tz Asia/Taipei`;
  const queries = readFileSync(join(root, 'sample', 'show.txt'), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  say(`${words.sampleDay(queries.length)}\n`);
  const status = waybill('trace', ...day.split(' '), '--', ...queries);
  say(`\n${words.askFurther}`);
  suggest([
    [`search ${day}`, words.everyMessage],
    [`trace ${day} --lines ${quoted(queries[0])}`, words.withLines],
    [`logs ${day} reject`, words.linesWithWord],
    [`doctor ${day}`, words.whatIsCovered],
  ]);
  say(`\n${words.ownLogs}`);
  say('  npm start -- /var/log/mail.log*');
  return status;
}

function ownLogs(logs) {
  const data = mkdtempSync(join(tmpdir(), 'waybill-try-'));
  const imported = waybill('import', '--data', data, '--', ...logs);
  if (imported !== 0) return imported;
  say();
  const found = waybill('search', '--data', data, '--limit', '10');
  say(`\n${words.askAboutOne}`);
  suggest([
    [`trace --data ${data} 'from:somebody@example.org to:jerry@example.com'`, words.whereDidItGo],
    [`logs --data ${data} 'jerry,reject'`, words.linesWithTerms],
    [`doctor --data ${data}`, words.whatIsCovered],
  ]);
  say(`\n${words.toKeep}`);
  say(`  ${program} import ${logs.map(quoted).join(' ')}`);
  say(`\n${words.onlyATry}rm -r ${data}`);
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
