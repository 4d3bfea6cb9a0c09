/**
 * Finds lines by their keys. They are read by places (keys.ts), whole, and kept: the lines of a message lie close together,
 * so that most of what it leads to is there already.
 */
import type { Engine } from './engine.ts';
import { fitting } from './fitting.ts';
import { FoundLine, KeyIndex } from './found-lines.ts';
import { type FoundPlaces, findPlaces } from './key-places.ts';
import { placeOf } from './keys.ts';
import { inPlaces, lineCondition } from './line-condition.ts';
import { FEW, linesWhere, MANY } from './line-query.ts';
import { LineReader } from './line-reader.ts';
import type { Selection, Span } from './selection.ts';
import * as sql from './sql.ts';

/** More places than these are not read whole: the engine leaves out what is of other events. */
const MOST_PLACES = 1_000;
/** A longer time is not read whole. */
const SHORT_SPAN = 10;
/** Up to so many places are read with those around them when a reader begins. */
const FIRST_PLACES = 16;
/** Above this, a second thread is worth its while. */
const SEVERAL_PLACES = 50;
/** Places before and after: a session opens before the message has a name, what checked it wrote then, and deliveries come after. */
const BEFORE = 4;
const AFTER = 3;

export class PlaceReader extends LineReader {
  readonly #engine: Engine;
  readonly #isCrowded: () => Promise<boolean>;
  /** Whole places that were read. */
  readonly #places = new Map<number, FoundLine[]>();
  readonly #index = new KeyIndex();
  readonly #hashes = new Map<number, readonly number[]>();

  /** `isCrowded`: hundreds of lines are written in a second, so that places are not read whole. */
  constructor(engine: Engine, isCrowded: () => Promise<boolean>) {
    super();
    this.#engine = engine;
    this.#isCrowded = isCrowded;
  }

  protected async find(selections: readonly Selection[]): Promise<FoundLine[][]> {
    return this.#lines(selections, await findPlaces(this.#engine, selections, this.#hashes));
  }

  async #lines(selections: readonly Selection[], found: FoundPlaces): Promise<FoundLine[][]> {
    const crowded = await this.#isCrowded();
    const placed = selections.map((selection) => (crowded ? undefined : placesOf(selection, found)));
    const missing = this.#missing(placed.flatMap((places) => places ?? []));
    const conditions = selections
      .filter((_, i) => placed[i] === undefined)
      .map((selection) => lineCondition(selection, found, crowded))
      .filter((condition) => condition !== '0');
    if (missing.size > 0) conditions.push(inPlaces([...missing].sort((a, b) => a - b)));
    const settings = missing.size > SEVERAL_PLACES ? MANY : FEW;
    const others: FoundLine[] = [];
    for (const place of missing) this.#places.set(place, []);
    for (const line of conditions.length === 0
      ? []
      : await linesWhere(this.#engine, sql.any(conditions), settings)) {
      const one = new FoundLine(line);
      if (missing.has(placeOf(line.at))) this.#keep(one);
      others.push(one);
    }
    return selections.map((selection, i) => {
      if ('all' in selection) return others;
      const fits = fitting(selection);
      return this.#candidates(selection, placed[i], others).filter(({ event }) => fits(event));
    });
  }

  #keep(one: FoundLine): void {
    this.#places.get(placeOf(one.line.at))!.push(one);
    this.#index.add(one);
  }

  /** Among what is there; `others` is what was read just now. */
  #candidates(selection: Selection, places: readonly number[] | undefined, others: FoundLine[]): FoundLine[] {
    if (places === undefined) return others;
    return this.#index.with(selection) ?? places.flatMap((place) => this.#places.get(place)!);
  }

  #missing(places: readonly number[]): Set<number> {
    const wanted = new Set(places);
    if (this.#places.size === 0 && wanted.size <= FIRST_PLACES)
      for (const place of places)
        for (let near = Math.max(0, place - BEFORE); near <= place + AFTER; near++) wanted.add(near);
    return new Set([...wanted].filter((place) => !this.#places.has(place)));
  }
}

/** Where all lines of a selection lie, in ascending order; undefined where nobody knows, or where it is too much to read whole. */
function placesOf(selection: Selection, found: FoundPlaces): readonly number[] | undefined {
  if ('anyOf' in selection) {
    const all = new Set<number>();
    for (const each of selection.anyOf) {
      const places = placesOf(each, found);
      if (places === undefined) return undefined;
      for (const place of places) all.add(place);
    }
    return few([...all].sort((a, b) => a - b));
  }
  if ('keys' in selection)
    return found.scanned(selection.keys).length > 0 ? undefined : few(found.of(selection.keys, selection));
  if ('withoutQueueId' in selection) return inSpans(selection.withoutQueueId);
  return 'processes' in selection ? inSpans(selection.processes) : undefined;
}

function inSpans(spans: readonly Required<Span>[]): readonly number[] | undefined {
  const places = new Set<number>();
  for (const { since, until } of spans) {
    const last = placeOf(until);
    if (last - placeOf(since) > SHORT_SPAN) return undefined;
    for (let place = placeOf(since); place <= last; place++) {
      if (places.size >= MOST_PLACES) return undefined;
      places.add(place);
    }
  }
  return few([...places].sort((a, b) => a - b));
}

function few(places: readonly number[]): readonly number[] | undefined {
  return places.length > MOST_PLACES ? undefined : places;
}
