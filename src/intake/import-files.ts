/**
 * Log files into the store: bytes from open-log, lines and rows from the parser threads, rows in thousands to the store,
 * with a bounded number of batches on the way. Importing again adds only what is new (store/newness.ts).
 * A file that cannot be read to its end keeps what could be read, and says so.
 */
import { statSync } from 'node:fs';
import { Failure } from '../failure.ts';
import type { Kind } from '../programs/event.ts';
import type { Store } from '../store/store.ts';
import type { ParsedBatch } from './batch-parser.ts';
import { batches } from './line-splitter.ts';
import { openLog } from './open-log.ts';
import { BATCH_BYTES, PARALLEL_SOURCES, type Parser, ParserThreads } from './parser-threads.ts';
import { type Section, sectionsOf } from './sections.ts';

export interface ImportOptions {
  /** For logs that do not say. */
  readonly tz?: string | undefined;
  readonly year?: number | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Threads that were started for these files; closed at the end. */
  readonly threads?: ParserThreads | undefined;
}

export interface ImportProgress {
  readonly path: string;
  /** Bytes of the file (as it lies on the disk) that were read, of all; undefined where nobody knows. */
  readonly position: number;
  readonly size: number | undefined;
  /** Of all files so far. */
  readonly lines: number;
}

export interface ImportedFile {
  readonly path: string;
  readonly lines: number;
  /** Lines that were not in the store. */
  readonly added: number;
  readonly unrecognized: number;
  readonly malformed: number;
  /** Microseconds since the epoch; undefined where the file has no line. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Why the file could not be read, or not to its end. */
  readonly failure: Failure | undefined;
}

/** Larger inserts make fewer parts to merge, and packing the text once more is most of a merge; 400,000 lines are about 75 MB. */
const ROWS_AN_INSERT = 400_000;
/** Where nothing is merged, since the store is thrown away. */
const ROWS_UNREAD = 50_000;
/** The first ones are smaller, so that the store has something to do early. */
const ROWS_AT_FIRST = 50_000;
const BATCHES_AHEAD = 2;
const SMALL_BYTES = 4 << 20;

/** In the order of `paths`, whatever was done first. `-` is standard input. */
export async function importFiles(
  store: Store,
  paths: readonly string[],
  options: ImportOptions = {},
): Promise<ImportedFile[]> {
  const threads = options.threads ?? threadsFor(paths);
  const done: ImportedFile[] = [];
  let lines = 0;
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < paths.length; i = next++) {
      const path = paths[i]!;
      done[i] = await importFile(store, threads, path, paths.length > 1, options, (count, position, size) => {
        lines += count;
        options.onProgress?.({ path, position, size, lines });
      });
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(PARALLEL_SOURCES, paths.length) }, work));
  } finally {
    await threads.close();
  }
  await store.settle();
  return done;
}

/** A thread takes a while to start: who has something else to do meanwhile starts them first. */
export function threadsFor(paths: readonly string[]): ParserThreads {
  return new ParserThreads(areSmall(paths));
}

type OnBatch = (lines: number, position: number, size: number | undefined) => void;

/** `whole`: not in sections. */
async function importFile(
  store: Store,
  threads: ParserThreads,
  path: string,
  whole: boolean,
  options: ImportOptions,
  onBatch: OnBatch,
): Promise<ImportedFile> {
  const inserter = new Inserter(store, threads);
  const sections = whole ? [undefined] : sectionsOf(path);
  const positions = sections.map(() => 0);
  const failures = await Promise.all(
    sections.map((section, i) =>
      importSection(inserter, threads, path, section, options, (count, position, size) => {
        positions[i] = position;
        onBatch(
          count,
          positions.reduce((sum, each) => sum + each, 0),
          size,
        );
      }),
    ),
  );
  await inserter.flush();
  return { path, ...inserter.totals(), failure: failures.find((failure) => failure !== undefined) };
}

/** Gives what kept it from being read to its end. */
async function importSection(
  inserter: Inserter,
  threads: ParserThreads,
  path: string,
  section: Section | undefined,
  options: ImportOptions,
  onBatch: OnBatch,
): Promise<Failure | undefined> {
  let failure: Failure | undefined;
  let parser: Parser | undefined;
  const ahead: Promise<ParsedBatch>[] = [];
  try {
    const log = openLog(path, section);
    parser = threads.parser({
      tz: options.tz,
      year: options.year,
      modified: log.modified,
      unread: inserter.store.unread,
    });
    const take = async (): Promise<void> => {
      const parsed = await ahead.shift()!;
      onBatch(parsed.count, log.position(), log.size);
      await inserter.add(parsed);
    };
    try {
      for await (const batch of batches(log.bytes, BATCH_BYTES, (bytes) => threads.memory(bytes))) {
        const parsed = parser.parse(batch);
        // Thrown when its turn comes; until then it must not count as unhandled.
        parsed.catch(() => undefined);
        ahead.push(parsed);
        if (ahead.length > BATCHES_AHEAD) await take();
      }
    } catch (error) {
      failure = expected(error);
    }
    while (ahead.length > 0) await take();
  } catch (error) {
    failure = expected(error);
  } finally {
    await Promise.allSettled(ahead);
    parser?.end();
  }
  return failure;
}

/** Puts parsed batches together and inserts them while the next ones are parsed. */
class Inserter {
  readonly store: Store;
  private readonly threads: ParserThreads;
  private readonly source: number;
  private readonly kinds: Record<Kind, number> = { event: 0, unrecognized: 0, malformed: 0 };
  private waiting: ParsedBatch[] = [];
  private rows = 0;
  private enough = ROWS_AT_FIRST;
  private running: Promise<unknown> = Promise.resolve();
  private added = 0;
  private from: number | undefined;
  private to: number | undefined;

  constructor(store: Store, threads: ParserThreads) {
    this.store = store;
    this.threads = threads;
    this.source = store.newSource();
  }

  /** Waits while an earlier insert is still going on and enough is waiting for the next. */
  async add(parsed: ParsedBatch): Promise<void> {
    this.waiting.push(parsed);
    this.rows += parsed.count;
    for (const kind of ['event', 'unrecognized', 'malformed'] as const)
      this.kinds[kind] += parsed.kinds[kind];
    for (const { from, to } of parsed.spans) {
      this.from = Math.min(this.from ?? from, from);
      this.to = Math.max(this.to ?? to, to);
    }
    if (this.rows < this.enough) return;
    this.enough = Math.min(this.enough * 2, this.store.unread ? ROWS_UNREAD : ROWS_AN_INSERT);
    await this.insert();
  }

  async flush(): Promise<void> {
    await this.insert();
    await this.running;
  }

  totals() {
    const { event, unrecognized, malformed } = this.kinds;
    const { added, from, to } = this;
    return { lines: event + unrecognized + malformed, added, unrecognized, malformed, from, to };
  }

  /** Resolves when the insert before it is done. Several sections may call it at once. */
  private insert(): Promise<unknown> {
    const before = this.running;
    const { waiting } = this;
    const batch = {
      rows: waiting.map((each) => each.rows),
      count: this.rows,
      spans: waiting.flatMap(({ spans }) => spans),
    };
    this.waiting = [];
    this.rows = 0;
    this.running = before.then(async () => {
      this.added += await this.store.insert(batch, this.source);
      for (const each of waiting) this.threads.free(each);
    });
    // Thrown at the next await of `running`; until then it must not count as unhandled.
    this.running.catch(() => undefined);
    return before;
  }
}

/** A failure of the file is part of the answer; anything else is not ours to explain. */
function expected(error: unknown): Failure {
  if (error instanceof Failure && !error.code.startsWith('store-')) return error;
  throw error;
}

function areSmall(paths: readonly string[]): boolean {
  let bytes = 0;
  for (const path of paths) {
    if (path === '-') return false;
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    // Text of this kind shrinks to a tenth or less.
    bytes += /\.(gz|bz2|xz|zst)$/i.test(path) ? size * 15 : size;
  }
  return bytes < SMALL_BYTES;
}
