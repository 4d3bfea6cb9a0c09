/**
 * Lightmeter's ControlCenter, its parser: single lines with Go assertions about header and payload
 * (parser_test.cases.json). What a case states of several lines at once cannot be told apart here and is explained.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogEvent } from '../src/programs/event.ts';
import { type Comparison, comparison, holds, named, read } from './comparison.ts';

interface Case {
  readonly line: string;
  readonly assertions: readonly string[];
}

const ASSERTION =
  /^So\((?:header|h|p|e)\.([\w.]+?)(?:\.String\(\))?, Should(?:Equal|Resemble|EndWith), (.*)\)$/;

export function* lightmeterLines(folder: string): Iterable<Comparison> {
  const path = join(folder, 'expected', 'parser_test.cases.json');
  const cases = JSON.parse(readFileSync(path, 'utf8')) as readonly Case[];
  for (const [index, { line, assertions }] of cases.entries()) {
    const event = read(line, 2021);
    for (const said of assertions) {
      const [, name = '', value = ''] = ASSERTION.exec(said) ?? [];
      const field = said.startsWith('So(e.') ? `reply.${name}` : name;
      if (name === '') continue;
      const expected = plain(value);
      yield comparison(`line ${index + 1}`, field, expected, FIELDS[field]?.(event, expected));
    }
  }
}

/** `net.ParseIP("192.0.2.1")`, `time.June`, `"text"`: what stands in Go's quotes, or the last word. */
function plain(value: string): string {
  const quoted = /^(?:net\.ParseIP\()?["`](.*)["`]\)?$/.exec(value)?.[1];
  return quoted ?? value.replace(/^time\./, '');
}

type Reading = (e: LogEvent, expected: string) => string | number | undefined;

const date = (e: LogEvent) => (e.at === undefined ? undefined : new Date(e.at / 1000));
const before = (path: unknown) =>
  typeof path === 'string' ? path.replace(/@[^@]*$/, '').replace(/^"(.*)"$/, '$1') : '';
const behind = (path: unknown) => (typeof path === 'string' ? (/@([^@]*)$/.exec(path)?.[1] ?? '') : '');
const relay = (e: LogEvent) =>
  /^([^[]*)(?:\[([^\]]*)\](?::(\d+))?)?$/.exec(e.relay === 'none' ? '' : (e.relay ?? ''));
/** Go writes months as words, once as a number. */
const month: Reading = (e, expected) => {
  const number = (date(e)?.getUTCMonth() ?? -1) + 1;
  const name = date(e)?.toLocaleString('en', { month: 'long', timeZone: 'UTC' });
  return [String(number), name].includes(expected) ? expected : name;
};
/** The daemon is the last part of Postfix' names, the address in the first one is an administrator's choice. */
const process: Reading = (e, expected) =>
  /^\/?([\w.-]+?)(?:-[\d.]+)?(?:\/|$)/.exec(e.program)?.[1] === expected ? expected : e.program;
const daemon: Reading = (e, expected) =>
  e.program.endsWith(`/${expected}`) || expected === '' ? expected : e.program;
const kept: Reading = (e, expected) =>
  holds(e.reply ?? e.reason, expected.replace(/^\((.*)\)$/s, '$1')) && expected;

const FIELDS: Readonly<Record<string, Reading>> = {
  'Time.Year': (e) => date(e)?.getUTCFullYear(),
  'Time.Month': month,
  'Time.Day': (e) => date(e)?.getUTCDate(),
  'Time.Hour': (e) => date(e)?.getUTCHours(),
  'Time.Minute': (e) => date(e)?.getUTCMinutes(),
  'Time.Second': (e) => date(e)?.getUTCSeconds(),
  Host: (e) => e.host,
  Process: process,
  Daemon: daemon,
  ProcessIP: (e, expected) => holds(e.program, expected),
  PID: (e) => Number(e.pid),
  Queue: (e) => e.queueId,
  RecipientLocalPart: (e) => before(e.forwardPath),
  RecipientDomainPart: (e) => behind(e.forwardPath),
  OrigRecipientLocalPart: (e) => before(e.originalRecipient),
  OrigRecipientDomainPart: (e) => behind(e.originalRecipient),
  SenderLocalPart: (e) => before(e.reversePath),
  SenderDomainPart: (e) => behind(e.reversePath),
  Sender: (e) => e.reversePath,
  RelayName: (e) => relay(e)?.[1],
  RelayIP: (e) => relay(e)?.[2],
  RelayPath: (e) => relay(e)?.[2],
  RelayPort: (e) => Number(relay(e)?.[3] ?? 0),
  Delay: (e) => e.delay,
  'Delays.Smtpd': (e) => e.delays?.[0],
  'Delays.Cleanup': (e) => e.delays?.[1],
  'Delays.Qmgr': (e) => e.delays?.[2],
  'Delays.Smtp': (e) => e.delays?.[3],
  Dsn: (e) => e.enhancedStatusCode,
  Status: (e, expected) => named(e.status, expected.replace(/Status$/, '').toLowerCase(), expected),
  Message: (e, expected) => (e.text.endsWith(expected) ? expected : e.text),
  ExtraMessage: kept,
  MessageId: (e) => e.messageId?.replace(/^<|>$/g, ''),
  Uid: (e) => e.user,
  IP: (e) => e.client?.ip,
  Username: (e) => e.user,
  // Lightmeter has a constant for each reason.
  Reason: (e, expected) => (e.event === 'login-failed' ? expected : e.event),
  ReasonExplanation: kept,
  'reply.Queue': (e) => String(e.nextQueueId),
  'reply.SmtpCode': (e) => e.reply?.slice(0, 3),
  'reply.Dsn': (e) => e.reply?.split(' ')[1],
};
