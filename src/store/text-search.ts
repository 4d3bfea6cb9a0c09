/**
 * Lines by the words in them: a scan over the text, which ClickHouse does at some ten million lines a second on one
 * core. A term is found in the line as it was written, or names a time that is the line's own.
 * Not: how a person writes terms and times (ask/logs.ts).
 */
import type { Engine } from './engine.ts';
import { spanConditions } from './line-condition.ts';
import { HASH } from './schema.ts';
import type { Span } from './selection.ts';
import * as sql from './sql.ts';
import { LINE_COLUMNS, readLines, type StoredLine } from './stored-line.ts';

/** A wall clock in a zone; a part that is left out may be anything. */
export interface WallTime {
  readonly zone: string;
  readonly year?: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
}

/** `text` as a person typed it (not latin1). */
export interface Term {
  readonly text: string;
  readonly time?: WallTime;
  /** How heads of lines print that time, whatever their zone. */
  readonly printed?: readonly string[];
}

export interface TextSearch extends Span {
  /** All of them. */
  readonly terms: readonly Term[];
  /** Only lines of programs whose name begins with one of these, or, where `except` is set, none of these. */
  readonly families?: { readonly names: readonly string[]; readonly except?: boolean };
}

export interface PageRequest {
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
  /** Periods are days or weeks (from Monday) on the wall clock of this zone. */
  readonly zone: string;
}

export interface Period {
  /** Microseconds since the epoch: the first and the last matching line in it. */
  readonly from: number;
  readonly to: number;
  readonly lines: number;
}

export interface LinePage {
  readonly total: number;
  /** Newest first. */
  readonly lines: readonly StoredLine[];
  /** Oldest first; only those that hold a matching line. */
  readonly periods: readonly Period[];
}

const STEP = 20_000;
const WEEKS_FROM_DAYS = 21;
/** Every line's text is read anyway: to read columns one after the other for fewer and fewer lines costs half as much again. */
const IN_ONE_STEP = 'SETTINGS optimize_move_to_prewhere = 0';

/** The newest lines come by themselves, others behind a count that tells in which quarter hours they lie. */
export async function pageOfLines(
  engine: Engine,
  search: TextSearch,
  request: PageRequest,
): Promise<LinePage> {
  const { page, pageSize } = request;
  const counted = countLines(engine, search, request.zone);
  if (page === 1) {
    const [{ total, periods }, lines] = await Promise.all([counted, newestLines(engine, search, pageSize)]);
    return { total, lines, periods };
  }
  const { total, quarters, periods } = await counted;
  const range = pageRange(quarters, (page - 1) * pageSize, pageSize);
  if (range === undefined) return { total, lines: [], periods };
  const span = `at >= ${sql.time(range.from)} AND at <= ${sql.time(range.to)} AND `;
  return { total, lines: await readNewest(engine, search, span, pageSize, range.skip), periods };
}

/** A first part of the time that is searched, and by how much each next one is longer. */
const FIRST_PART = 1 / 32;
const LONGER = 4;

/**
 * Stops reading as soon as there are enough. The newest part of the time is looked at first: asked for all at once, the
 * engine would begin to read every part of the table.
 */
export async function newestLines(
  engine: Engine,
  search: TextSearch,
  count: number,
): Promise<readonly StoredLine[]> {
  const where = [...spanConditions(search), '1'].join(' AND ');
  const bounds = await engine.text(
    `SELECT count(), toUnixTimestamp64Micro(min(at)), toUnixTimestamp64Micro(max(at)) FROM lines WHERE ${where} FORMAT TSV`,
  );
  const [lines = 0, from = 0, to = 0] = bounds.split('\t').map(Number);
  if (lines === 0) return [];
  const found: StoredLine[] = [];
  let until = to + 1;
  for (let length = Math.ceil((until - from) * FIRST_PART); until > from; length *= LONGER) {
    const since = Math.max(from, until - length);
    const part = `at >= ${sql.time(since)} AND at < ${sql.time(until)} AND `;
    found.push(...(await readNewest(engine, search, part, count - found.length, 0)));
    if (found.length >= count) break;
    until = since;
  }
  return found;
}

async function readNewest(engine: Engine, search: TextSearch, span: string, count: number, skip: number) {
  const rows = await engine.read(
    `SELECT ${LINE_COLUMNS} FROM lines WHERE ${span}${searchCondition(search)} ` +
      `ORDER BY at DESC, seq DESC LIMIT ${count} OFFSET ${skip} FORMAT RowBinary`,
  );
  return readLines(rows);
}

/** One scan; `zone` as in PageRequest. */
export async function countLines(
  engine: Engine,
  search: TextSearch,
  zoneName: string,
): Promise<Omit<LinePage, 'lines'> & { readonly quarters: readonly Count[] }> {
  const counted = await engine.text(
    `SELECT toRelativeDayNum(toStartOfFifteenMinutes(at) AS quarter, ${zone(zoneName)}), ` +
      `toUnixTimestamp64Micro(min(at)), toUnixTimestamp64Micro(max(at)), count() ` +
      `FROM lines WHERE ${searchCondition(search)} GROUP BY quarter ORDER BY quarter ${IN_ONE_STEP} FORMAT TSV`,
  );
  const quarters =
    counted === '' ? [] : counted.split('\n').map((row) => row.split('\t').map(Number) as Count);
  const total = quarters.reduce((sum, [, , , lines]) => sum + lines, 0);
  return { total, quarters, periods: periods(quarters) };
}

/** Where lines `offset` to `offset + size`, counted from the newest, lie, and how many newer ones lie there too. */
function pageRange(quarters: readonly Count[], offset: number, size: number) {
  let newer = 0;
  let range: { from: number; to: number; skip: number } | undefined;
  for (const [, from, to, lines] of quarters.toReversed()) {
    if (newer + lines > offset) range = { from, to: range?.to ?? to, skip: range?.skip ?? offset - newer };
    newer += lines;
    if (newer >= offset + size) break;
  }
  return range;
}

/** Pages by key ranges, so that memory does not grow with the result. */
export async function* walk(engine: Engine, search: TextSearch): AsyncGenerator<readonly StoredLine[]> {
  const where = searchCondition(search);
  let after = '1';
  for (;;) {
    const rows = await engine.read(
      `SELECT ${LINE_COLUMNS} FROM lines WHERE ${after} AND ${where} ORDER BY at, seq, ${HASH} LIMIT ${STEP} FORMAT RowBinary`,
    );
    const lines = readLines(rows);
    if (lines.length > 0) yield lines;
    if (lines.length < STEP) return;
    const last = lines[lines.length - 1]!;
    const at = sql.time(last.at);
    after = `at >= ${at} AND (at, seq, ${HASH}) > (${at}, ${last.seq}, 0x${last.id.slice(13)})`;
  }
}

/** One quarter of an hour. */
type Count = [day: number, first: number, last: number, lines: number];

/** Days, or weeks where the days would be many. Day 0 (1970-01-01) was a Thursday. */
function periods(days: readonly Count[]): Period[] {
  const first = days[0]?.[0] ?? 0;
  const last = days[days.length - 1]?.[0] ?? 0;
  const weekly = last - first >= WEEKS_FROM_DAYS;
  const found = new Map<number, Period>();
  for (const [day, from, to, lines] of days) {
    const key = weekly ? Math.floor((day + 3) / 7) : day;
    const period = found.get(key);
    found.set(key, { from: period?.from ?? from, to, lines: (period?.lines ?? 0) + lines });
  }
  return [...found.values()];
}

function searchCondition(search: TextSearch): string {
  const parts = spanConditions(search);
  const { families } = search;
  if (families !== undefined) {
    const inFamily = sql.any(families.names.map((name) => `startsWith(program, ${sql.text(name)})`));
    parts.push(families.except ? `NOT ${inFamily}` : inFamily);
  }
  for (const { text, time, printed = [] } of search.terms) {
    if (time === undefined) parts.push(holds(text));
    else
      parts.push(
        sql.any([holdsApart(text), atWallTime(time), ...printed.map((form) => found('start', form))]),
      );
  }
  return parts.length === 0 ? '1' : parts.join(' AND ');
}

/** What stands between the parts of a head. */
const BETWEEN_PARTS = /[ :[\]]/;

/**
 * Whether a line holds a term, with as little put together as can be. A head ends in a space, mostly behind `]:`, so only
 * a term with one of these can reach from it into the text. One that reaches from one part of the head into another has
 * a word in one of them.
 */
function holds(term: string): string {
  if (/^ |[:\]] /.test(term)) return found('raw', term);
  if (!BETWEEN_PARTS.test(term)) return holdsApart(term);
  const words = term.split(BETWEEN_PARTS).sort((a, b) => b.length - a.length);
  return `(${found('text', term)} OR (${inHead(words[0] as string)} AND ${found('head', term)}))`;
}

/** Also for times: none reaches from a head into the text. */
function holdsApart(term: string): string {
  return `(${found('text', term)} OR ${inHead(term)})`;
}

/** In a part of the head. A pid is all digits. */
function inHead(word: string): string {
  const parts = /^\d*$/.test(word) ? ['start', 'program', 'pid'] : ['start', 'program'];
  return sql.any(parts.map((part) => found(part, word)));
}

function found(column: string, term: string): string {
  const ascii = /^[\x20-\x7e]*$/.test(term);
  return `${ascii ? 'positionCaseInsensitive' : 'positionCaseInsensitiveUTF8'}(${column}, ${sql.text(term)}) > 0`;
}

function atWallTime(time: WallTime): string {
  const local = `toTimeZone(at, ${zone(time.zone)})`;
  const parts = [`toMonth(${local}) = ${time.month}`, `toDayOfMonth(${local}) = ${time.day}`];
  if (time.year !== undefined) parts.push(`toYear(${local}) = ${time.year}`);
  if (time.hour !== undefined) parts.push(`toHour(${local}) = ${time.hour}`);
  if (time.minute !== undefined) parts.push(`toMinute(${local}) = ${time.minute}`);
  if (time.second !== undefined) parts.push(`toSecond(${local}) = ${time.second}`);
  return `(${parts.join(' AND ')})`;
}

/** The engine wants a literal here. */
function zone(name: string): string {
  return /^[A-Za-z0-9_+/-]+$/.test(name) ? `'${name}'` : "'UTC'";
}
