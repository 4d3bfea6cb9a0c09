/**
 * Reads the lines of a few messages, one question after another. What is asked for in one turn of the event loop becomes
 * one question to the store, since planning a question costs more than finding some lines more. Lines are read by places
 * (keys.ts), whole, and kept: the lines of a message lie close together, so that most of what it leads to is there already.
 * One reader answers one question of a person; what was written meanwhile it may not see.
 */
import type { JourneyEvent } from '../journey/journey.ts';
import type { Engine } from './engine.ts';
import { fitting } from './fitting.ts';
import { type FoundPlaces, findPlaces, type NamedKey, namedKeys } from './key-places.ts';
import { eachKey, placeOf } from './keys.ts';
import { inPlaces, lineCondition } from './line-condition.ts';
import { FEW, linesWhere, MANY } from './line-query.ts';
import type { Selection, Span } from './selection.ts';
import * as sql from './sql.ts';
import type { StoredLine } from './stored-line.ts';
import { understand } from './understand.ts';

/** A line, understood once, by whoever asks first. */
export class Found {
  readonly line: StoredLine;
  #event: JourneyEvent | undefined;

  constructor(line: StoredLine) {
    this.line = line;
  }

  get event(): JourneyEvent {
    this.#event ??= understand(this.line);
    return this.#event;
  }
}

interface Asked {
  readonly selection: Selection;
  readonly resolve: (lines: Found[]) => void;
  readonly reject: (error: unknown) => void;
}

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

export class LineReader {
  readonly #engine: Engine;
  readonly #isCrowded: () => Promise<boolean>;
  /** Whole places that were read, and what their lines name. */
  readonly #places = new Map<number, Found[]>();
  readonly #byKey = new Map<string, Found[]>();
  readonly #hashes = new Map<number, readonly number[]>();
  #asked: Asked[] = [];
  #answering: Promise<void> = Promise.resolve();

  /** `isCrowded`: hundreds of lines are written in a second, so that places are not read whole. */
  constructor(engine: Engine, isCrowded: () => Promise<boolean>) {
    this.#engine = engine;
    this.#isCrowded = isCrowded;
  }

  async events(selection: Selection): Promise<JourneyEvent[]> {
    return (await this.load(selection)).map(({ event }) => event);
  }

  /** In the order of (at, seq). */
  load(selection: Selection): Promise<Found[]> {
    return new Promise((resolve, reject) => {
      // One after another: the second finds what the first read.
      if (this.#asked.length === 0)
        queueMicrotask(() => {
          this.#answering = this.#answering.then(() => this.#answer());
        });
      this.#asked.push({ selection, resolve, reject });
    });
  }

  async #answer(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    try {
      const selections = asked.map(({ selection }) => selection);
      const lines = await this.#lines(selections, await findPlaces(this.#engine, selections, this.#hashes));
      for (const [i, { resolve }] of asked.entries()) resolve(lines[i]!);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  async #lines(selections: readonly Selection[], found: FoundPlaces): Promise<Found[][]> {
    const crowded = await this.#isCrowded();
    const placed = selections.map((selection) => (crowded ? undefined : placesOf(selection, found)));
    const missing = this.#missing(placed.flatMap((places) => places ?? []));
    const conditions = selections
      .filter((_, i) => placed[i] === undefined)
      .map((selection) => lineCondition(selection, found, crowded))
      .filter((condition) => condition !== '0');
    if (missing.size > 0) conditions.push(inPlaces([...missing].sort((a, b) => a - b)));
    const settings = missing.size > SEVERAL_PLACES ? MANY : FEW;
    const others: Found[] = [];
    for (const place of missing) this.#places.set(place, []);
    for (const line of conditions.length === 0
      ? []
      : await linesWhere(this.#engine, sql.any(conditions), settings)) {
      const one = new Found(line);
      if (missing.has(placeOf(line.at))) this.#keep(one);
      others.push(one);
    }
    return selections.map((selection, i) => {
      if ('all' in selection) return others;
      const fits = fitting(selection);
      return this.#candidates(selection, placed[i], others).filter(({ event }) => fits(event));
    });
  }

  #keep(one: Found): void {
    this.#places.get(placeOf(one.line.at))!.push(one);
    eachKey(one.event, (kind, key) => {
      const name = kind + key;
      const known = this.#byKey.get(name);
      if (known === undefined) this.#byKey.set(name, [one]);
      else if (known[known.length - 1] !== one) known.push(one);
    });
  }

  /** Among what is there; `others` is what was read just now. */
  #candidates(selection: Selection, places: readonly number[] | undefined, others: Found[]): Found[] {
    if (places === undefined) return others;
    const keys = keysWithin(selection);
    if (keys === undefined) return places.flatMap((place) => this.#places.get(place)!);
    const found = new Set<Found>();
    for (const [kind, key] of keys) for (const one of this.#byKey.get(kind + key) ?? []) found.add(one);
    return [...found].sort((a, b) => a.line.at - b.line.at || a.line.seq - b.line.seq);
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

/** Undefined where lines are meant that name none of them. */
function keysWithin(selection: Selection): NamedKey[] | undefined {
  if ('keys' in selection) return selection.keys.acceptedEnvelopes ? undefined : namedKeys(selection.keys);
  if (!('anyOf' in selection)) return undefined;
  const all: NamedKey[] = [];
  for (const each of selection.anyOf) {
    const keys = keysWithin(each);
    if (keys === undefined) return undefined;
    for (const key of keys) all.push(key);
  }
  return all;
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
