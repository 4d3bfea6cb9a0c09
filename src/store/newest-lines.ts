/** The newest lines that have some keys, without reading the older ones. */
import type { JourneyEvent } from '../journey/journey.ts';
import type { Engine } from './engine.ts';
import { fitting } from './fitting.ts';
import { findPlaces } from './key-places.ts';
import { inPlaces } from './line-condition.ts';
import { FEW, linesWhere } from './line-query.ts';
import type { LineReader } from './line-reader.ts';
import type { Keys, Span } from './selection.ts';
import * as sql from './sql.ts';
import { understand } from './understand.ts';

/** Places that are looked at first; then twice as many each time. */
const FIRST_PLACES = 64;

/** Lines of these events that have one of each of these keys; at most `count`, newest first. */
export async function newestWithKeys(
  engine: Engine,
  all: readonly Keys[],
  events: readonly string[],
  span: Span,
  count: number,
): Promise<readonly JourneyEvent[]> {
  const selections = all.map((keys) => ({ keys, events, ...span }));
  const found = await findPlaces(engine, selections);
  const [first = [], ...others] = all.map((keys) => found.of(keys, span));
  const elsewhere = others.map((places) => new Set(places));
  const places = first.filter((place) => elsewhere.every((other) => other.has(place)));
  const tests = selections.map(fitting);
  const newest: JourneyEvent[] = [];
  for (let size = FIRST_PLACES; places.length > 0 && newest.length < count; size *= 2) {
    const condition = `${inPlaces(places.splice(-size))} AND event IN ${sql.list(events.map(sql.text))}`;
    const fit = (await linesWhere(engine, condition, FEW))
      .map(understand)
      .filter((event) => tests.every((fits) => fits(event)));
    newest.push(...fit.reverse());
  }
  return newest.slice(0, count);
}

/** The same, of a reader that looks at every line. */
export async function newestRead(
  reader: LineReader,
  all: readonly Keys[],
  events: readonly string[],
  span: Span,
  count: number,
): Promise<readonly JourneyEvent[]> {
  const [keys = {}, ...others] = all;
  const tests = others.map((each) => fitting({ keys: each }));
  const found = await reader.events({ keys, events, ...span });
  return found
    .filter((event) => tests.every((fits) => fits(event)))
    .reverse()
    .slice(0, count);
}
