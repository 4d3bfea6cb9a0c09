/**
 * The stored lines: put in once, found by their keys. Holds one embedded directory or one server. Not: what lines mean
 * together (journey), nor what a question means (ask).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JourneyEvent } from '../journey/journey.ts';
import { coverage, isCrowded, type StoredCoverage } from './coverage.ts';
import { dataDirectory, engineDirectory, hold } from './directory.ts';
import { type Engine, openEmbedded, openServer } from './engine.ts';
import { type ForgetRequest, type Forgotten, forget } from './forget.ts';
import { type Batch, EngineInserter, type Inserter } from './inserter.ts';
import { addressesInText, knownAddresses } from './known-addresses.ts';
import type { LineReader } from './line-reader.ts';
import { type MailLog, mailLogs } from './mail-log.ts';
import { newestRead, newestWithKeys } from './newest-lines.ts';
import { PlaceReader } from './place-reader.ts';
import { type Positions, readPositions, writePositions } from './positions.ts';
import { applyRetention, type RetentionLimits } from './retention.ts';
import { prepare, tidy } from './schema.ts';
import type { Keys, Selection, Span, Witness } from './selection.ts';
import { connectStore, type StoreConnection, storeAnswers } from './store-socket.ts';
import type { StoredLine } from './stored-line.ts';
import { TextReader } from './text-reader.ts';
import {
  countLines,
  type LinePage,
  newestLines,
  type PageRequest,
  pageOfLines,
  type TextSearch,
  walk,
} from './text-search.ts';
import { witnessLines } from './witness-lines.ts';

export interface StoreOptions {
  /** The directory of the embedded store; made when it is not there. Undefined: a throw-away one. */
  readonly data?: string | undefined;
  /** A ClickHouse server instead: `http://user:password@host:8123/database`. Then `data` is only held for this process. */
  readonly url?: string | undefined;
  /** Questions that the embedded store works on at once. */
  readonly readers?: number | undefined;
  /**
   * Lines come in without anybody understanding them, for a throw-away store that answers one trace, or searches for words
   * only: each question looks at the text of every line. What goes by events (`witnesses`, `lines`) finds nothing.
   */
  readonly unread?: boolean | undefined;
}

/** Milliseconds. */
const COVERAGE_AGE = 5000;
const CROWDED_AGE = 60_000;
/** After so many new lines it is worth waiting until merged parts have left the disk. */
const TIDY_FROM = 300_000;

interface Remembered<T> {
  /** 0 where the answer failed. */
  asked: number;
  readonly answer: Promise<T>;
}

export class Store {
  private readonly engine: Engine;
  private readonly inserter: Inserter;
  private readonly throwAway: string | undefined;
  private readonly release: () => void;
  private added = 0;
  /** Every answer states it. Forgotten when lines are added, here or by somebody else. */
  private covered: Remembered<StoredCoverage> | undefined;
  private mailLog: Remembered<ReadonlyMap<string, MailLog>> | undefined;
  private crowded: Remembered<boolean> | undefined;

  private readonly server: StoreConnection | undefined;
  /** See StoreOptions. */
  readonly unread: boolean;

  private constructor(
    engine: Engine,
    {
      throwAway,
      release = () => {},
      server,
      unread = false,
    }: {
      throwAway?: string | undefined;
      release?: () => void;
      server?: StoreConnection;
      unread?: boolean | undefined;
    },
  ) {
    this.release = release;
    this.unread = unread;
    this.engine = engine;
    this.server = server;
    this.inserter = server?.inserter ?? new EngineInserter(engine);
    this.throwAway = throwAway;
  }

  /** The store of the server that has this directory open; undefined where none listens. Throws `store-locked`. */
  static async ofServer(data: string): Promise<Store | undefined> {
    const server = await connectStore(data);
    return server === undefined ? undefined : new Store(server.engine, { server });
  }

  /** Throws `store-locked`, `store-newer`, `store-unusable` or `store-unreachable`. */
  static async open(options: StoreOptions): Promise<Store> {
    let throwAway: string | undefined;
    let engine: Engine;
    let release = () => {};
    if (options.url !== undefined) {
      if (options.data !== undefined) release = hold(dataDirectory(options.data));
      engine = await openServer(options.url).catch((error: unknown) => {
        release();
        throw error;
      });
    } else {
      const directory = options.data ?? mkdtempSync(join(tmpdir(), 'waybill-'));
      if (options.data === undefined) throwAway = directory;
      const place = engineDirectory(directory);
      release = hold(directory);
      engine = await openEmbedded(place, options.readers).catch((error: unknown) => {
        release();
        throw error;
      });
    }
    try {
      await prepare(engine, throwAway !== undefined);
    } catch (error) {
      await engine.close();
      release();
      throw error;
    }
    return new Store(engine, { throwAway, release, unread: options.unread });
  }

  async close(): Promise<void> {
    if (this.server !== undefined) return this.engine.close();
    await this.inserter.alone(async () => {});
    if (this.throwAway === undefined && this.added >= TIDY_FROM) await tidy(this.engine).catch(() => {});
    await this.engine.close();
    this.release();
    if (this.throwAway !== undefined) rmSync(this.throwAway, { recursive: true, force: true });
  }

  /** A number for one source of lines (a file, a follower), to be handed to `insert`. */
  newSource(): number {
    return this.inserter.newSource();
  }

  /** Adds the lines that are not there yet; resolves with their number. */
  async insert(batch: Batch, source: number): Promise<number> {
    const added = await this.inserter.insert(batch, source);
    this.added += added;
    this.covered = undefined;
    this.mailLog = undefined;
    return added;
  }

  /** After an import: beginnings of lines that are there as a whole now are taken out. */
  settle(): Promise<void> {
    return this.inserter.settle();
  }

  /** In the order of (at, seq). All at once: for the lines of a message, not for a whole log. */
  async lines(selection: Selection): Promise<StoredLine[]> {
    return (await this.reader().load(selection)).map(({ line }) => line);
  }

  /** For the lines of some messages, asked for step by step. */
  reader(): LineReader {
    if (this.unread) return new TextReader(this.engine);
    return new PlaceReader(this.engine, () => {
      this.crowded = this.remembered(this.crowded, () => isCrowded(this.engine), CROWDED_AGE);
      return this.crowded.answer;
    });
  }

  /** The newest lines of these events that have one of each of these keys; at most `count`, newest first. */
  newest(
    all: readonly Keys[],
    events: readonly string[],
    span: Span,
    count: number,
  ): Promise<readonly JourneyEvent[]> {
    return this.unread
      ? newestRead(this.reader(), all, events, span, count)
      : newestWithKeys(this.engine, all, events, span, count);
  }

  /** Lines that any of these mean, newest first: `first` of them, then twice as many each time. */
  witnesses(witnesses: readonly Witness[], span: Span, first: number): AsyncGenerator<JourneyEvent[]> {
    return witnessLines(this.engine, witnesses, span, first);
  }

  /** What each host's mail_log plugin tells. */
  mailLogs(): Promise<ReadonlyMap<string, MailLog>> {
    this.mailLog = this.remembered(this.mailLog, () => mailLogs(this.engine, this.unread));
    return this.mailLog.answer;
  }

  /** Answers that every question needs: kept until lines are added here, and not for long, as others may add some. */
  private remembered<T>(
    known: Remembered<T> | undefined,
    ask: () => Promise<T>,
    age = COVERAGE_AGE,
  ): Remembered<T> {
    const now = Date.now();
    if (known !== undefined && now - known.asked <= age) return known;
    const made = { asked: now, answer: ask() };
    made.answer.catch(() => {
      made.asked = 0;
    });
    return made;
  }

  /** Every address that lines of these months name, as addressKey has them. */
  addresses(span: Span): Promise<string[]> {
    return this.unread ? addressesInText(this.engine, span) : knownAddresses(this.engine, span);
  }

  coverage(): Promise<StoredCoverage> {
    this.covered = this.remembered(this.covered, () => coverage(this.engine));
    return this.covered.answer;
  }

  /** The newest lines that hold every term, without a count of all. */
  newestLines(search: TextSearch, count: number): Promise<readonly StoredLine[]> {
    return newestLines(this.engine, search, count);
  }

  /** How many lines hold every term. */
  async countLines(search: TextSearch): Promise<number> {
    return (await countLines(this.engine, search, 'UTC')).total;
  }

  /** Lines that hold every term, newest first, a page of them. */
  page(search: TextSearch, request: PageRequest): Promise<LinePage> {
    return pageOfLines(this.engine, search, request);
  }

  /** Every line that holds every term, oldest first, some thousands at a time. */
  walk(search: TextSearch): AsyncGenerator<readonly StoredLine[]> {
    return walk(this.engine, search);
  }

  /** How far each followed source was read. */
  positions(): Promise<Positions> {
    return readPositions(this.engine);
  }

  /** To be called when the lines up to there are stored. */
  keepPositions(positions: Positions): Promise<void> {
    return writePositions(this.engine, positions);
  }

  /** What this process answers to commands that find the store open here; see store-socket.ts. */
  answers(more: Parameters<typeof storeAnswers>[2]): ReturnType<typeof storeAnswers> {
    return storeAnswers(this.engine, this.inserter, {
      forget: (request: ForgetRequest) => this.forget(request),
      ...more,
    });
  }

  /** Lines, and bytes on the disk of all tables. */
  async size(): Promise<{ readonly lines: number; readonly bytes: number }> {
    const answer = await this.engine.text(
      "SELECT sumIf(rows, table = 'lines'), sum(bytes_on_disk) FROM system.parts WHERE active AND database = currentDatabase() FORMAT TSV",
    );
    const [lines = 0, bytes = 0] = answer.split('\t').map(Number);
    return { lines, bytes };
  }

  /** What the server says of itself; undefined where this is the store's own process. */
  async serverStatus<T>(): Promise<T | undefined> {
    return this.server?.call<T>('status');
  }

  /** Takes out lines that are older than their kind's limit (microseconds since the epoch: `now`). See retention.ts. */
  retain(limits: RetentionLimits, now: number): Promise<{ readonly lines: number }> {
    return this.alone(() => applyRetention(this.engine, limits, now));
  }

  /** A person's lines go, or name a pseudonym. See forget.ts. */
  forget(request: ForgetRequest): Promise<Forgotten> {
    if (this.server !== undefined) return this.server.call('forget', request);
    return this.alone(() => forget(this.engine, request));
  }

  /** Lines are taken out while none come in. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    return this.inserter.alone(work).finally(() => {
      this.covered = undefined;
      this.mailLog = undefined;
      // Closing waits until it has left the disk.
      this.added = TIDY_FROM;
    });
  }
}
