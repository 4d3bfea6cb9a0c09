/**
 * Lightmeter's ControlCenter: whole logs, and Go assertions about the results that its tracker makes of each: sender,
 * recipient, Message-ID, client, size, status. A result is one try of one recipient, so it is looked for among the
 * recipients of all journeys, and what it states is compared with the one that agrees best.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fate, Journey, JourneyEvent, Recipient, Seen } from '../src/journey/journey.ts';
import { journeys } from '../src/journey/journeys.ts';
import { parse } from '../src/programs/parse.ts';
import { decode } from '../src/syslog/bytes.ts';
import { Framer } from '../src/syslog/framer.ts';
import { type Comparison, comparison } from './comparison.ts';

interface Case {
  readonly files: readonly string[];
  readonly assertions: readonly string[];
}

const SEEN: Seen = { mailboxLines: false, mailLog: new Map() };
const ASSERTION =
  /^So\(pub\.results\[(\d+)\]\[(?:Result|Queue|Connection)?(\w+?)(?:Key)?\]\.\w+\(\), ShouldEqual, (.*)\)$/;

export function* lightmeter(folder: string): Iterable<Comparison> {
  const path = join(folder, 'expected', 'tracking_test.expectations.json');
  const cases = JSON.parse(readFileSync(path, 'utf8')) as readonly Case[];
  const told = new Set<string>();
  for (const { files, assertions } of cases) {
    // The same logs are asserted twice, for one node and for several.
    const once = JSON.stringify([files, assertions.filter((said) => said.includes('pub.results['))]);
    if (files.length !== 1 || told.has(once)) continue;
    told.add(once);
    const all = journeysOf(join(folder, 'test_files', 'postfix_logs', files[0]!));
    const name = files[0]!.replace(/^.*\/|\.log$/g, '');
    const counted = assertions.find((said) => said.startsWith('So(len(pub.results), ShouldEqual, '));
    if (counted !== undefined) yield comparison(name, 'results', /\d+/.exec(counted)?.[0], outcomesOf(all));
    for (const [number, result] of resultsOf(assertions)) yield* best(`${name} ${number}`, result, all);
  }
}

function journeysOf(path: string): Journey[] {
  const framer = new Framer({ tz: 'UTC', year: 2020 });
  const lines = readFileSync(path, 'latin1').split('\n').filter(Boolean);
  const events = lines.map((line, seq): JourneyEvent => {
    const event = parse(framer.frame(line));
    return { ...event, at: event.at ?? 0, id: `${seq}`, seq, written: decode(line) };
  });
  return journeys(events, SEEN);
}

const ENDS: ReadonlySet<Fate> = new Set(['delivered', 'relayed', 'piped', 'bounced', 'expired']);

/** What was handed over or given up after acceptance, and each try that was put off. An alias is no result of its own. */
function outcomesOf(all: readonly Journey[]): number {
  const recipients = all.flatMap((journey) => journey.recipients);
  const tries = recipients.flatMap(({ stops }) => stops.filter(({ stop }) => stop === 'deferred'));
  return tries.length + recipients.filter(({ fate }) => ENDS.has(fate)).length;
}

/** Result number -> what is stated of it, Go's quotes taken off. */
function resultsOf(assertions: readonly string[]): Map<number, Map<string, string>> {
  const results = new Map<number, Map<string, string>>();
  for (const said of assertions) {
    const [, number, field = '', value = ''] = ASSERTION.exec(said) ?? [];
    if (number === undefined) continue;
    const result = results.get(Number(number)) ?? new Map<string, string>();
    results.set(Number(number), result.set(field, value.replace(/^"(.*)"$/, '$1')));
  }
  return results;
}

function best(
  where: string,
  result: ReadonlyMap<string, string>,
  all: readonly Journey[],
): readonly Comparison[] {
  let found: readonly Comparison[] = [...result].map(([field, value]) =>
    comparison(where, field, value, undefined),
  );
  const differences = (list: readonly Comparison[]) =>
    list.filter(({ expected, got }) => expected !== got).length;
  for (const journey of all)
    for (const recipient of journey.recipients) {
      const compared = [...result].map(([field, value]) =>
        comparison(where, field, value, FIELDS[field]?.(journey, recipient, value)),
      );
      if (differences(compared) < differences(found)) found = compared;
    }
  return found;
}

type Reading = (
  journey: Journey,
  recipient: Recipient,
  expected: string,
) => string | number | undefined | null;

const local = (path: string | null) => path?.slice(0, path.lastIndexOf('@'));
const domain = (path: string | null) => path?.slice(path.lastIndexOf('@') + 1);
const ofQueue: Reading = (journey, _, expected) =>
  journey.queueIds.includes(expected) ? expected : journey.queueIds.join(' ');

/** What Waybill tells of a copy that was handed over, refused after acceptance, put off, or given up. */
const STATUSES: Readonly<Record<string, (recipient: Recipient) => boolean>> = {
  'parser.SentStatus': ({ fate }) => ['delivered', 'relayed', 'piped', 'forwarded'].includes(fate),
  'parser.BouncedStatus': ({ fate }) => fate === 'bounced',
  'parser.DeferredStatus': ({ stops }) => stops.some(({ stop }) => stop === 'deferred'),
  'parser.ExpiredStatus': ({ fate }) => fate === 'expired',
};

/** The moment of one try, in Go. */
const ofTry: Reading = (_, { at, stops }, expected) => {
  const time = Date.parse(/`(.*)`/.exec(expected)?.[1]?.replace(' +0000', 'Z') ?? '') * 1000;
  return [at, ...stops.map((stop) => stop.at)].includes(time) ? expected : new Date(at / 1000).toISOString();
};

const FIELDS: Readonly<Record<string, Reading>> = {
  RecipientLocalPart: (_, { forwardPath }) => local(forwardPath),
  RecipientDomainPart: (_, { forwardPath }) => domain(forwardPath),
  SenderLocalPart: ({ reversePath }) => local(reversePath),
  SenderDomainPart: ({ reversePath }) => domain(reversePath),
  MessageID: ({ messageId }) => messageId?.replace(/^<(.*)>$/, '$1'),
  ClientHostname: ({ client }) => client?.name,
  OriginalMessageSize: ({ size }) => size,
  DeliveryName: ofQueue,
  DeliveryTime: ofTry,
  MessageExpiredTime: ofTry,
  ParentQueueDeliveryName: ofQueue,
  Status: (_, recipient, expected) => (STATUSES[expected]?.(recipient) ? expected : recipient.fate),
};
