/**
 * The SQL for a selection: every line that it can mean, and some that it does not, since keys are known by their hashes
 * and places only. `fitting.ts` tells which are meant.
 */
import { encode } from '../syslog/bytes.ts';
import type { FoundPlaces } from './key-places.ts';
import { PLACE } from './keys.ts';
import { readLineId } from './line-id.ts';
import { holdingKeys } from './needles.ts';
import { HASH } from './schema.ts';
import { type ProcessSpan, type Selection, type Span, united } from './selection.ts';
import * as sql from './sql.ts';

/**
 * Without WHERE; `0` where nothing can be meant. Without `found` keys leave out nothing. `crowded`: places hold so many
 * lines that the text is looked at too.
 */
export function lineCondition(selection: Selection, found?: FoundPlaces, crowded = false): string {
  const parts = spanConditions(selection);
  if (selection.events !== undefined) parts.push(`event IN ${sql.list(selection.events.map(sql.text))}`);
  if ('ids' in selection) parts.push(byId(selection.ids));
  if ('keys' in selection && found !== undefined) {
    const all = inPlaces(found.of(selection.keys, selection));
    const holding = crowded && all !== '0' ? holdingKeys(selection.keys) : undefined;
    const places = holding === undefined ? all : `(${all} AND ${holding})`;
    const beginnings = found
      .scanned(selection.keys)
      .map((text) => `position(if(text = '', start, text), ${sql.bytes(encode(text))}) > 0`);
    const either = [...(places === '0' ? [] : [places]), ...beginnings];
    if (either.length === 0) return '0';
    parts.push(sql.any(either));
  }
  if ('holding' in selection)
    parts.push(
      sql.any(selection.holding.map((text) => `positionCaseInsensitive(text, ${sql.text(text)}) > 0`)),
    );
  if ('processes' in selection) parts.push(byProcesses(selection.processes));
  if ('withoutQueueId' in selection) parts.push(inAny(selection.withoutQueueId));
  if ('anyOf' in selection) {
    const some = selection.anyOf
      .map((each) => lineCondition(each, found, crowded))
      .filter((each) => each !== '0');
    if (some.length === 0) return '0';
    parts.push(sql.any(some));
  }
  return parts.length === 0 ? '1' : `(${parts.join(' AND ')})`;
}

export function spanConditions(span: Span): string[] {
  const parts: string[] = [];
  if (span.since !== undefined) parts.push(`at >= ${sql.time(span.since)}`);
  if (span.until !== undefined) parts.push(`at < ${sql.time(span.until)}`);
  return parts;
}

/** Every range is tried on every line that may lie in it: beyond this many, near ones become one. */
const MOST_SPANS = 16;
const PLACE_OF_LINE = `intDiv(toUnixTimestamp64Micro(at), ${PLACE})`;

/** `places` in ascending order. Of few the engine compares the ends, of many it skips what a set does not hold. */
export function inPlaces(places: readonly number[]): string {
  if (places.length === 0) return '0';
  const early = places[0] === 0 ? ` OR at < ${sql.time(0)}` : '';
  if (places.length > MOST_SPANS) return `(${PLACE_OF_LINE} IN ${sql.list(places.map(String))}${early})`;
  return inAny(
    places.map((place) => ({ since: place === 0 ? -1e15 : place * PLACE, until: (place + 1) * PLACE })),
  );
}

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

/** Five minutes, in microseconds. */
const PART = 300_000_000;

/** A condition a process would be tried on every line: ask for all at once in parts of time. */
function byProcesses(processes: readonly ProcessSpan[]): string {
  if (processes.length === 0) return '0';
  const parts = new Set<string>();
  for (const { pid, since, until } of processes)
    for (let part = Math.floor(since / PART); part * PART < until; part++)
      parts.add(`(${sql.text(pid)}, ${part})`);
  const pids = [...new Set(processes.map(({ pid }) => pid))];
  const inParts = `(pid, intDiv(toUnixTimestamp64Micro(at), ${PART})) IN ${sql.list([...parts])}`;
  return `${inAny(processes)} AND pid IN ${sql.list(pids.map(sql.text))} AND ${inParts}`;
}

function byId(ids: readonly string[]): string {
  const known = ids.map(readLineId).filter((id) => id !== undefined);
  if (known.length === 0) return '0';
  const pairs = known.map((id) => `(${sql.time(id.at)}, ${id.hash})`);
  return `at IN ${sql.list(known.map((id) => sql.time(id.at)))} AND (at, ${HASH}) IN ${sql.list(pairs)}`;
}
