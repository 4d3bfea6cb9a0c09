/**
 * docs/log-formats.md: every wording that a reader knows, with a line that has it and the fields it yields. The lines are
 * those that prove the readers anyway: titles of tests in src/programs (`test.each(samples)('%s', ...)`) and the logs of
 * test/journeys. One line stands for each event of a program and each set of fields. `npm run formats -- --update`
 * writes the page, without it the page is compared. Not: whether the fields are right; the tests say that.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { argv } from 'node:process';
import { createVitest } from 'vitest/node';
import { familyOf } from '../bench/family.ts';
import { wordingOf } from '../bench/wording.ts';
import { daemonOf } from '../src/journey/program.ts';
import type { LogEvent } from '../src/programs/event.ts';
import { parse } from '../src/programs/parse.ts';
import { stated } from '../src/programs/stated.ts';
import { decode, encode } from '../src/syslog/bytes.ts';
import type { Frame } from '../src/syslog/frame.ts';
import { Framer } from '../src/syslog/framer.ts';
import { folder as journeys, names, root } from './golden.ts';

const page = join(root, 'docs', 'log-formats.md');
const programs = join(root, 'src', 'programs');
/** Where a reader's file has another name than the program. */
const LOGS_AS: Readonly<Record<string, string>> = { clamav: 'clamd', syslogd: '' };

const FORMS: readonly (readonly [name: string, line: string])[] = [
  ['RFC 3164; `maillog_file` of Postfix', 'Jul  3 16:39:25 mx1 postfix/qmgr[812]: 3AFD4254570: removed'],
  ['RFC 3339', '2026-07-03T16:39:25.120331+08:00 mx1 postfix/qmgr[812]: 3AFD4254570: removed'],
  [
    'RFC 5424, also behind `<22>`',
    '1 2026-07-03T16:39:25+08:00 mx1 postfix/qmgr 812 - - 3AFD4254570: removed',
  ],
  [
    'repeated, by rsyslog',
    'Jul  3 16:39:25 mx1 postfix/qmgr[812]: message repeated 2 times: [ 3AFD4254570: removed]',
  ],
  [
    "Dovecot 2.x' own file",
    'Jul 03 16:39:25 imap(jerry)<4901><9sT2bqA8RtDGM2QH>: Info: Logged out in=178 out=1079',
  ],
  ["Dovecot 1.x' own file", 'dovecot: Jul 03 16:39:25 Info: IMAP(jerry): Disconnected: Logged out'],
  ["Rspamd's own file", '2026-07-03 16:39:25 #2040(normal) <c41f7e>; task; rspamd_task_process: finished'],
  [
    "Docker's json-file",
    '{"log":"Jul 03 16:39:25 mx1 postfix/qmgr[812]: 3AFD4254570: removed\\n","stream":"stdout","time":"2026-07-03T08:39:25.120331Z"}',
  ],
  [
    '`journalctl -o json`',
    '{"__REALTIME_TIMESTAMP":"1783067965120331","_HOSTNAME":"mx1","SYSLOG_IDENTIFIER":"postfix/qmgr","SYSLOG_PID":"812","MESSAGE":"3AFD4254570: removed"}',
  ],
];

interface Row {
  readonly family: string;
  readonly program: string;
  readonly event: string;
  readonly text: string;
  readonly fields: readonly string[];
}

const rows = new Map<string, Row>();

function add(frame: Frame): boolean {
  const event = parse(frame);
  if (event.kind !== 'event') return false;
  const family = familyOf(event.program);
  const program = family === 'postfix' ? `postfix/${daemonOf(event.program)}` : family;
  const fields = fieldsOf(event);
  // Lines of which nothing is read are told apart by their words.
  const words = fields.length === 0 || fields.join() === 'reason' ? wordingOf(event.text) : '';
  const key = [program, event.event, event.event === 'warning' ? '' : words, event.action, ...fields].join(
    '\n',
  );
  if (!rows.has(key)) rows.set(key, { family, program, event: event.event, text: event.text, fields });
  return true;
}

/** As `waybill parse` names them. */
function fieldsOf(event: LogEvent): string[] {
  const {
    at,
    host,
    program,
    pid,
    kind,
    event: name,
    text,
    ...fields
  } = stated(event, '') as Record<string, unknown>;
  return Object.entries(fields).map(([field, value]) =>
    field === 'client' ? `client (${Object.keys(value as object).join(', ')})` : field,
  );
}

/** Titles of the tests beside the readers. What is no line of the program is not known to its reader. */
async function addTitles(): Promise<void> {
  const vitest = await createVitest('test', { root, watch: false, reporters: [] });
  try {
    const { testModules } = await vitest.collect([programs]);
    for (const module of testModules.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1))) {
      const own = programOf(module.moduleId);
      for (const { name } of module.children.allTests()) addTitle(name, own);
    }
  } finally {
    await vitest.close();
  }
}

function addTitle(title: string, own: string): void {
  const text = encode(title);
  const frame = { at: 0, host: 'mx1', program: own, pid: '', text, malformed: false };
  if (add(frame)) return;
  // Tables of several programs are titled `%s: %s`.
  const colon = text.indexOf(': ');
  if (colon > 0) add({ ...frame, program: text.slice(0, colon), text: text.slice(colon + 2) });
}

/** `postfix/smtpd.test.ts` proves lines of postfix/smtpd, `dovecot/sieve.test.ts` of dovecot, `rspamd.test.ts` of rspamd. */
function programOf(path: string): string {
  const name = basename(path, '.test.ts');
  const family = relative(programs, dirname(path));
  if (family === 'postfix') return `postfix/${name}`;
  return family === '' ? (LOGS_AS[name] ?? name) : family;
}

function addJourneys(): void {
  for (const name of names)
    for (const file of readdirSync(join(journeys, name)).sort()) {
      if (!/^input.*\.log$/.test(file)) continue;
      const framer = new Framer({ tz: 'UTC', year: 2026 });
      for (const line of readFileSync(join(journeys, name, file), 'latin1').split('\n'))
        add(framer.frame(line));
    }
}

function written(): string {
  const lines = [
    '# Log formats',
    '',
    'What Waybill reads, with lines from its own tests. Made by `npm run formats -- --update`; `npm run check` compares.',
    '',
    '## Forms of a line',
    '',
    '| form | line | host | program | pid | text |',
    '|---|---|---|---|---|---|',
  ];
  for (const [name, line] of FORMS) {
    const { host, program, pid, text } = new Framer({ tz: 'UTC', year: 2026 }).frame(encode(line));
    lines.push(`| ${name} | ${[line, host, program, pid, decode(text)].map(code).join(' | ')} |`);
  }
  let before: string | undefined;
  for (const { family, program, event, text, fields } of sorted()) {
    if (family !== before)
      lines.push(
        '',
        `## ${family || 'syslog daemons'}`,
        '',
        '| program | event | text | fields |',
        '|---|---|---|---|',
      );
    before = family;
    lines.push(`| ${program} | \`${event}\` | ${code(text)} | ${fields.join(', ')} |`);
  }
  return `${lines.join('\n')}\n`;
}

function sorted(): Row[] {
  const order = ({ family, program, event }: Row) => `${family} ${program} ${event}`;
  return [...rows.values()].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}

/** Longer samples are cut. */
const LONGEST = 300;

/** As a cell of a table; what has no glyph is named by its number. */
function code(text: string): string {
  if (text === '') return '';
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)} ...` : text;
  const visible = short.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
  const ticks = visible.includes('`') ? '``' : '`';
  return `${ticks}${visible.replaceAll('|', '\\|')}${ticks}`;
}

await addTitles();
addJourneys();
const text = written();
if (argv.includes('--update')) writeFileSync(page, text);
else if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
  console.error('docs/log-formats.md is not what the tests know. Run: npm run formats -- --update');
  process.exitCode = 1;
}
