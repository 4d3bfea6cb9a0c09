/**
 * crowdsecurity/hub: tests of parsers for Postfix, postscreen, Dovecot, Exim and Amavis. `parser.assert` states, as
 * expressions, the fields of each line of the log beside it; a line is found by the message that they state.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogEvent } from '../src/programs/event.ts';
import { type Comparison, comparison, holds, read } from './comparison.ts';

const ASSERTION = /^results\["s01-parse"\]\["[^"]*"\]\[(\d+)\]\.Evt\.(?:Parsed|Meta)\["(\w+)"\] == "(.*)"$/gm;

export function* crowdsecurity(folder: string): Iterable<Comparison> {
  const tests = join(folder, '.tests');
  for (const test of readdirSync(tests).sort()) {
    const log = join(tests, test, `${test}.log`);
    const assertions = join(tests, test, 'parser.assert');
    if (!existsSync(log) || !existsSync(assertions)) continue;
    const lines = readFileSync(log, 'utf8').split('\n');
    for (const [number, fields] of stated(readFileSync(assertions, 'utf8'))) {
      const message = fields.get('message') ?? '';
      const at = lines.findIndex((line) => message !== '' && line.endsWith(message));
      if (at < 0) continue;
      const [line = ''] = lines.splice(at, 1);
      const event = read(line, 2026);
      for (const [field, value] of fields) {
        const reading = FIELDS[field];
        if (!OF_THE_TEST.has(field))
          yield comparison(`${test} ${number}`, field, value, (reading ?? kept)(event, value));
      }
    }
  }
}

function stated(text: string): Map<number, Map<string, string>> {
  const all = new Map<number, Map<string, string>>();
  for (const [, number, field = '', value = ''] of text.matchAll(ASSERTION)) {
    const fields = all.get(Number(number)) ?? new Map<string, string>();
    all.set(Number(number), fields.set(field, value.replaceAll(/\\(.)/g, '$1')));
  }
  return all;
}

/** What the test says of itself, of the file, or in words that every line of a parser gets. */
const OF_THE_TEST: ReadonlySet<string> = new Set([
  'datasource_path',
  'datasource_type',
  'log_type',
  'log_type_enh',
  'service',
  'logsource',
]);

type Reading = (e: LogEvent, expected: string) => string | number | undefined;

const kept: Reading = (e, expected) => holds([e.reason, e.reply, e.tls].filter(Boolean).join(' '), expected);
const address: Reading = (e) => e.client?.ip;
const host: Reading = (e) => e.client?.name;
const user: Reading = (e) => e.user ?? e.client?.saslUsername;
/** Without a year and zone, or as RFC 3339. */
const time: Reading = ({ at }, expected) => {
  if (at === undefined) return undefined;
  const read = new Date(at / 1000);
  if (/^\d{4}-/.test(expected))
    return Math.floor(Date.parse(expected)) === Math.floor(at / 1000) ? expected : read.toISOString();
  const clock = read.toISOString().slice(11, 19);
  return expected.includes(clock) ? expected : clock;
};

const FIELDS: Readonly<Record<string, Reading>> = {
  program: (e) => e.program,
  message: (e, expected) => holds(e.text, expected),
  machine: (e) => e.host,
  pid: (e) => e.pid,
  timestamp: time,
  timestamp8601: time,
  date: time,
  source_ip: address,
  remote_addr: address,
  dovecot_remote_ip: address,
  source_dns: host,
  remote_host: host,
  source_hostname: host,
  source_port: (e) => e.client?.port,
  port: (e) => e.client?.port,
  target_user: (e) => String(e.forwardPath),
  username: user,
  dovecot_user: user,
  source_user: (e) => e.reversePath,
  source_helo: (e) => e.client?.helo,
  helo: (e) => e.client?.helo,
  acl: (e) => e.stage,
  protocol: (e) => e.client?.protocol,
  pregreet: (e) => (e.action === 'pregreet' ? 'PREGREET' : e.action),
  // Of a line about what is no command: what came instead.
  command: (e, expected) => e.stage?.toUpperCase() ?? kept(e, expected),
  dovecot_login_result: (e) => (e.event === 'login-failed' ? 'auth_failed' : e.event),
  // What Dovecot's own file calls Info is no part of the text.
  dovecot_login_message: (e, expected) =>
    (e.reason ?? 'Login') === expected.replace(/^Info: /, '') ? expected : kept(e, expected),
  action: (e) => (e.event === 'reject' ? 'reject' : e.action),
  smtp_enhanced_status_code: (e) => e.enhancedStatusCode,
  smtp_basic_status_code: (e) => e.reply?.slice(0, 3),
};
