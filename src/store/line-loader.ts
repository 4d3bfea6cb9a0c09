/**
 * Loads lines by selections. What is asked for in one turn of the event loop becomes one question to the store, since
 * planning a question costs more than finding some lines more; each is handed those that it means.
 */
import type { JourneyEvent } from '../journey/journey.ts';
import type { Engine } from './engine.ts';
import { type Fits, fitting } from './fitting.ts';
import { FEW_LINES, findPlaces } from './key-places.ts';
import { inPlaces, lineCondition } from './line-condition.ts';
import type { Keys, Selection, Span } from './selection.ts';
import * as sql from './sql.ts';
import { LINE_COLUMNS, readLines, type StoredLine } from './stored-line.ts';
import { understand } from './understand.ts';

interface Asked {
  readonly selection: Selection;
  readonly resolve: (lines: Found[]) => void;
  readonly reject: (error: unknown) => void;
}

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

/** Places that are looked at first where only the newest lines are wanted; then twice as many each time. */
const NEWEST_PLACES = 64;

export class LineLoader {
  readonly #engine: Engine;
  #asked: Asked[] = [];

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** In the order of (at, seq). */
  load(selection: Selection): Promise<Found[]> {
    return new Promise((resolve, reject) => {
      if (this.#asked.length === 0) queueMicrotask(() => void this.#answer());
      this.#asked.push({ selection, resolve, reject });
    });
  }

  /** The newest lines that have a key of each kind of keys: `count` of them or more, where there are so many; newest first. */
  async newest(
    all: readonly Keys[],
    events: readonly string[],
    span: Span,
    count: number,
  ): Promise<JourneyEvent[]> {
    const selections = all.map((keys) => ({ keys, events, ...span }));
    const found = await findPlaces(this.#engine, selections);
    const [first = [], ...others] = all.map((keys) => found.of(keys, span));
    const elsewhere = others.map((places) => new Set(places));
    const places = first.filter((place) => elsewhere.every((other) => other.has(place)));
    const tests = selections.map(fitting);
    const newest: JourneyEvent[] = [];
    for (let size = NEWEST_PLACES; places.length > 0 && newest.length < count; size *= 2) {
      const some = places.splice(-size);
      const lines = await this.#read(`${inPlaces(some)} AND event IN ${sql.list(events.map(sql.text))}`);
      const fit = lines.map(understand).filter((event) => tests.every((fits) => fits(event)));
      newest.push(...fit.reverse());
    }
    return newest.slice(0, count);
  }

  async #answer(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    try {
      const found = await findPlaces(
        this.#engine,
        asked.map(({ selection }) => selection),
      );
      const conditions = asked.map(({ selection }) => lineCondition(selection, found));
      const some = conditions.filter((condition) => condition !== '0');
      const lines = some.length === 0 ? [] : (await this.#read(sql.any(some))).map((line) => new Found(line));
      for (const [i, { selection, resolve }] of asked.entries()) {
        const fits: Fits = conditions[i] === '0' ? () => false : fitting(selection);
        resolve('all' in selection ? lines : lines.filter(({ event }) => fits(event)));
      }
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  async #read(condition: string): Promise<StoredLine[]> {
    return readLines(
      await this.#engine.read(
        `SELECT ${LINE_COLUMNS} FROM lines WHERE ${condition} ORDER BY at, seq ${FEW_LINES} FORMAT RowBinary`,
      ),
    );
  }
}
