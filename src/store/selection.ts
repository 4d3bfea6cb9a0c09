/**
 * Which lines are asked for, and the SQL that finds them. Strings are latin1; addresses are as
 * mail/identity.ts' addressKey has them, Message-IDs with their brackets as a line has them.
 */
import { hasOneOf, KINDS, MESSAGE_ID_STEM, mayHaveAny } from './keys.ts';
import { readLineId } from './line-id.ts';
import { ENVELOPES, envelope, HASH, TRIES } from './schema.ts';
import * as sql from './sql.ts';

/** Microseconds since the epoch: `since` inclusive, `until` exclusive. */
export interface Span {
  readonly since?: number;
  readonly until?: number;
}

/** Any one of these keys. */
export interface Keys {
  readonly queueIds?: readonly string[];
  /** Whole ones and what logs cut off them, down to 32 characters; brings others that begin with the same 32, too. */
  readonly messageIdsLike?: readonly string[];
  /** What is left of Message-IDs that were cut short; below 32 characters every line is looked at. */
  readonly messageIdPrefixes?: readonly string[];
  /** Without what comes after the first `:`. */
  readonly sessions?: readonly string[];
  readonly addresses?: readonly string[];
  readonly clientIps?: readonly string[];
}

/** As addressKey has them, encoded; from '' is the null sender. */
export interface Envelope {
  readonly from: string;
  readonly to: string;
}

export interface Process {
  readonly host: string;
  readonly program: string;
  readonly pid: string;
}

/** Lines of these events, and of them only such as have all that is set. */
export interface Witness {
  readonly events: readonly string[];
  /** One of these texts (latin1), letter case of ASCII aside. */
  readonly holding?: readonly string[];
  /** Not this pattern (RE2). */
  readonly lacking?: string;
  /** Of one of these daemons: the last part of the program's name. */
  readonly daemons?: readonly string[];
  /** Their queue id was taken up oftener than it was done with. */
  readonly inQueue?: true;
}

export type Selection = Span &
  (
    | { readonly ids: readonly string[] }
    /** Tries (schema.ts) that name both ends of one of these. */
    | { readonly envelopes: readonly Envelope[] }
    | { readonly keys: Keys; readonly events?: readonly string[] }
    | { readonly process: Process }
    /** Each within its own span. */
    | { readonly processes: readonly (Process & Required<Span>)[] }
    | Witness
    /** Of these events, around these times (more than these where they are many), and without a queue id. */
    | { readonly events: readonly string[]; readonly withoutQueueId: readonly Required<Span>[] }
    | { readonly all: true }
    | { readonly anyOf: readonly Selection[] }
    | { readonly allOf: readonly Selection[] }
  );

/** The condition, without WHERE. */
export function condition(selection: Selection): string {
  const parts = spanConditions(selection);
  if ('ids' in selection) parts.push(byId(selection.ids));
  if ('keys' in selection) parts.push(byKey(selection.keys));
  if ('envelopes' in selection) parts.push(`event IN ${strings(TRIES)}`, byEnvelope(selection.envelopes));
  if ('process' in selection) parts.push(byProcess(selection.process));
  if ('processes' in selection) {
    parts.push(byProcesses(selection.processes));
  }
  if ('events' in selection) parts.push(...byWitness(selection));
  if ('withoutQueueId' in selection) parts.push(inAny(selection.withoutQueueId), 'empty(queueIds)');
  if ('anyOf' in selection) parts.push(sql.any(selection.anyOf.map(condition)));
  if ('allOf' in selection) parts.push(...selection.allOf.map(condition));
  if ('events' in selection && selection.events) parts.push(`event IN ${strings(selection.events)}`);
  return parts.length === 0 ? '1' : `(${parts.join(' AND ')})`;
}

function byWitness({ holding, lacking, daemons, inQueue }: Partial<Witness>): string[] {
  const parts: string[] = [];
  if (holding !== undefined)
    parts.push(sql.any(holding.map((text) => `positionCaseInsensitive(text, ${sql.bytes(text)}) > 0`)));
  if (lacking !== undefined) parts.push(`NOT match(text, ${sql.text(lacking)})`);
  if (daemons !== undefined)
    parts.push(sql.any(daemons.map((daemon) => `endsWith(program, ${sql.text(`/${daemon}`)})`)));
  if (inQueue) parts.push(`queueIds[1] IN (${IN_QUEUE})`);
  return parts;
}

/** Of several lives of one queue id, one that never ended is enough; retries count as well. */
const IN_QUEUE = `SELECT queueIds[1] AS id FROM lines WHERE event IN ('queue-active', 'arrival', 'removed') GROUP BY id
  HAVING countIf(event != 'removed') > countIf(event = 'removed')`;

export function spanConditions(span: Span): string[] {
  const parts: string[] = [];
  if (span.since !== undefined) parts.push(`at >= ${sql.time(span.since)}`);
  if (span.until !== undefined) parts.push(`at < ${sql.time(span.until)}`);
  return parts;
}

function byProcess({ host, program, pid }: Process): string {
  return `host = ${sql.bytes(host)} AND program = ${sql.bytes(program)} AND pid = ${sql.bytes(pid)}`;
}

/** Five minutes, in microseconds. */
const PART = 300_000_000;

/** A condition a process would be tried on every line: ask for all at once in parts of time, and see `within`. */
function byProcesses(processes: readonly (Process & Required<Span>)[]): string {
  if (processes.length === 0) return '0';
  const parts = new Set<string>();
  for (const { pid, since, until } of processes)
    for (let part = Math.floor(since / PART); part * PART < until; part++)
      parts.add(`(${sql.bytes(pid)}, ${part})`);
  const pids = [...new Set(processes.map(({ pid }) => pid))];
  return `${inAny(processes)} AND pid IN ${strings(pids)} AND (pid, intDiv(toUnixTimestamp64Micro(at), ${PART})) IN ${sql.list([...parts])}`;
}

/** Every span is tried on every line that may lie in it: beyond this many, near ones become one. */
const MOST_SPANS = 16;

function inAny(spans: readonly Required<Span>[]): string {
  const all = united(spans);
  const gaps = all.slice(1).map(({ since }, i) => since - all[i]!.until);
  const least = gaps.toSorted((a, b) => b - a)[MOST_SPANS - 1] ?? -1;
  const few: { since: number; until: number }[] = [];
  for (const [i, { since, until }] of all.entries()) {
    if (i === 0 || gaps[i - 1]! > least) few.push({ since, until });
    else few[few.length - 1]!.until = until;
  }
  return sql.any(few.map((span) => `(${spanConditions(span).join(' AND ')})`));
}

/** Spans that meet or overlap as one; in the order of time. */
function united(spans: readonly Required<Span>[]): Required<Span>[] {
  const all: { since: number; until: number }[] = [];
  for (const { since, until } of spans.toSorted((a, b) => a.since - b.since)) {
    const last = all[all.length - 1];
    if (last === undefined || since > last.until) all.push({ since, until });
    else last.until = Math.max(last.until, until);
  }
  return all;
}

/** Is a found line within the span of its own process? */
export function within(
  processes: readonly (Process & Required<Span>)[],
): (line: Process & { readonly at: number }) => boolean {
  const key = ({ host, program, pid }: Process) => `${host}\0${program}\0${pid}`;
  const byName = new Map<string, (Process & Required<Span>)[]>();
  for (const process of processes) byName.set(key(process), [...(byName.get(key(process)) ?? []), process]);
  const spans = new Map([...byName].map(([name, some]) => [name, united(some)]));
  return (line) =>
    spans.get(key(line))?.some(({ since, until }) => line.at >= since && line.at < until) === true;
}

function byId(ids: readonly string[]): string {
  const known = ids.map(readLineId).filter((id) => id !== undefined);
  if (known.length === 0) return '0';
  const pairs = known.map((id) => `(${sql.time(id.at)}, ${id.hash})`);
  return `at IN ${sql.list(known.map((id) => sql.time(id.at)))} AND (at, ${HASH}) IN ${sql.list(pairs)}`;
}

function byKey(keys: Keys): string {
  const parts: string[] = [];
  if (keys.queueIds?.length) parts.push(hasOneOf('queueIds', keys.queueIds));
  for (const prefix of keys.messageIdPrefixes ?? []) {
    if (prefix === '') continue;
    const stem = prefix.length < MESSAGE_ID_STEM ? '' : `${hasStem([prefix])} AND `;
    parts.push(`(${stem}startsWith(messageId, ${sql.bytes(prefix)}))`);
  }
  if (keys.messageIdsLike?.length) parts.push(hasStem(keys.messageIdsLike));
  if (keys.sessions?.length) parts.push(hasOneOf('sessions', keys.sessions));
  if (keys.addresses?.length) parts.push(hasOneOf('addresses', keys.addresses));
  if (keys.clientIps?.length) parts.push(hasOneOf('clientIps', keys.clientIps));
  return sql.any(parts);
}

/** A line's sender is the first of its addresses (row.ts); the null sender is no address. */
function byEnvelope(envelopes: readonly Envelope[]): string {
  if (envelopes.length === 0) return '0';
  const pairs = envelopes.map(({ from, to }) => envelope(sql.bytes(from === '' ? to : from), sql.bytes(to)));
  const any = `[${[...new Set(pairs)].join(', ')}]`;
  const others = [...new Set(envelopes.map(({ to }) => KINDS.addresses.letter + to))];
  return `(${mayHaveAny(ENVELOPES, any, others)} AND arrayExists(x -> ${envelope('addresses[1]', 'x')} IN ${any}, addresses))`;
}

function hasStem(messageIds: readonly string[]): string {
  return hasOneOf('messageIds', [...new Set(messageIds.map(stemOf))]);
}

function stemOf(messageId: string): string {
  return messageId.slice(0, MESSAGE_ID_STEM);
}

function strings(values: readonly string[]): string {
  return sql.list(values.map(sql.bytes));
}
