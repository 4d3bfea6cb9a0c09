/**
 * Lines on their way into the tables: once each, one batch after another, since each must see what the one before it
 * added. Not: where they come from, nor how they are asked for.
 */
import type { Engine } from './engine.ts';
import { Newness, type SpanOfHour } from './newness.ts';
import { ADDRESSES_STRUCTURE, type EncodedRows, KEYS_STRUCTURE, LINES_STRUCTURE } from './row-writer.ts';
import { HASH } from './schema.ts';
import { dropUnfinished } from './unfinished.ts';

/** Encoded rows (row-writer.ts), of one source in the order of that source, or of several sources. */
export interface Batch {
  readonly rows: readonly EncodedRows[];
  readonly count: number;
  readonly spans: readonly SpanOfHour[];
  /** It comes from several sources, which may have told the same line. */
  readonly mixed?: boolean;
}

/** What an insert asks of the store: done here, or by the process that holds it. */
export interface Inserter {
  newSource(): number;
  insert(batch: Batch, source: number): Promise<number>;
  settle(): Promise<void>;
  /** Runs while nothing is inserted. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export class EngineInserter implements Inserter {
  private readonly engine: Engine;
  private readonly newness: Newness;
  private running: Promise<unknown> = Promise.resolve();

  constructor(engine: Engine) {
    this.engine = engine;
    this.newness = new Newness(engine);
  }

  newSource(): number {
    return this.newness.newSource();
  }

  insert(batch: Batch, source: number): Promise<number> {
    return this.alone(() => this.insertNow(batch, source));
  }

  settle(): Promise<void> {
    return this.alone(() => dropUnfinished(this.engine));
  }

  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.running.then(work);
    this.running = done.catch(() => undefined);
    return done;
  }

  private async insertNow(batch: Batch, source: number): Promise<number> {
    if (batch.count === 0) return 0;
    const where = await this.newness.conditionFor(batch.spans, source);
    const { rows, count } = batch;
    const insert = async (table: string, structure: string, of: keyof EncodedRows, more = {}) => {
      const some = rows.map((each) => each[of]).filter(({ length }) => length > 0);
      return some.length === 0 ? 0 : this.engine.insert({ table, structure, rows: some, count, ...more });
    };
    // Before the lines: a key without its line does no harm, and a line without its keys would be lost to many questions.
    await insert('keys', KEYS_STRUCTURE, 'keys');
    await insert('addresses', ADDRESSES_STRUCTURE, 'addresses');
    const once = batch.mixed === true ? `at, ${HASH}` : undefined;
    return insert('lines', LINES_STRUCTURE, 'lines', { where, once });
  }
}
