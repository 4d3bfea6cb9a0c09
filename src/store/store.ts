/**
 * The stored lines: put in once, found by their keys. Holds one embedded directory or one server. Not: what lines mean
 * together (journey), nor what a question means (ask).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coverage, type StoredCoverage } from './coverage.ts';
import { engineDirectory, hold } from './directory.ts';
import { type Engine, openEmbedded, openServer } from './engine.ts';
import { type MailLog, mailLogs } from './mail-log.ts';
import { Newness, type SpanOfHour } from './newness.ts';
import { ROW_STRUCTURE } from './row-writer.ts';
import { HASH, prepare, tidy } from './schema.ts';
import { condition, type Selection, type Span, spanConditions, within } from './selection.ts';
import * as sql from './sql.ts';
import { LINE_COLUMNS, readLines, type StoredLine } from './stored-line.ts';
import {
  countLines,
  type LinePage,
  newestLines,
  type PageRequest,
  pageOfLines,
  type TextSearch,
  walk,
} from './text-search.ts';
import { dropUnfinished } from './unfinished.ts';

/** Encoded rows (row-writer.ts) of one source, in the order of that source. */
export interface Batch {
  readonly rows: readonly Uint8Array[];
  readonly count: number;
  readonly spans: readonly SpanOfHour[];
}

export interface StoreOptions {
  /** The directory of the embedded store; made when it is not there. Undefined: a throw-away one. */
  readonly data?: string | undefined;
  /** A ClickHouse server instead: `http://user:password@host:8123/database`. */
  readonly url?: string | undefined;
}

/**
 * Where an index leaves little to read, planning is most of the work: the older analyzer does it in half the time, and a
 * second thread or a search for projections cost more than they save (docs/performance.md).
 */
const FEW_LINES = 'SETTINGS enable_analyzer = 0, max_threads = 1, optimize_use_projections = 0';
/** Above so many queue files of some senders, all their lines are read. */
const FEW_FILES = 200;
/** Lines that are handed out at once. */
const MOST_AT_ONCE = 20_000;
/** Milliseconds. */
const COVERAGE_AGE = 5000;
/** After so many new lines it is worth waiting until merged parts have left the disk. */
const TIDY_FROM = 300_000;

/** Of the lines of a queue file those that name its sender. */
const ACCEPTING = "(event IN ('queue-active', 'arrival'))";

/** Addresses as addressKey has them, encoded; '' is the null sender. */
export interface Ends extends Span {
  readonly senders: readonly string[];
  readonly recipients: readonly string[];
  /** Events that name a recipient of an accepted message. */
  readonly deliveries: readonly string[];
}

export interface QueueFile {
  /** Latin1. */
  readonly queueId: string;
  /** The first of these lines; microseconds since the epoch. */
  readonly at: number;
  readonly senders: readonly string[];
  readonly recipients: readonly string[];
}

interface Remembered<T> {
  /** 0 where the answer failed. */
  asked: number;
  readonly answer: Promise<T>;
}

export class Store {
  private readonly engine: Engine;
  private readonly newness: Newness;
  private readonly throwAway: string | undefined;
  private readonly release: () => void;
  /** Inserts come one after another: each must see what the one before it added. */
  private inserting: Promise<unknown> = Promise.resolve();
  private added = 0;
  /** Every answer states it. Forgotten when lines are added, here or by somebody else. */
  private covered: Remembered<StoredCoverage> | undefined;
  private mailLog: Remembered<ReadonlyMap<string, MailLog>> | undefined;

  private constructor(engine: Engine, throwAway: string | undefined, release: () => void) {
    this.release = release;
    this.engine = engine;
    this.newness = new Newness(engine);
    this.throwAway = throwAway;
  }

  /** Throws `store-locked`, `store-newer`, `store-unusable` or `store-unreachable`. */
  static async open(options: StoreOptions): Promise<Store> {
    let throwAway: string | undefined;
    let engine: Engine;
    let release = () => {};
    if (options.url !== undefined) engine = await openServer(options.url);
    else {
      const directory = options.data ?? mkdtempSync(join(tmpdir(), 'waybill-'));
      if (options.data === undefined) throwAway = directory;
      const place = engineDirectory(directory);
      release = hold(directory);
      engine = await openEmbedded(place).catch((error: unknown) => {
        release();
        throw error;
      });
    }
    try {
      await prepare(engine);
    } catch (error) {
      await engine.close();
      release();
      throw error;
    }
    return new Store(engine, throwAway, release);
  }

  async close(): Promise<void> {
    await this.inserting;
    if (this.throwAway === undefined && this.added >= TIDY_FROM) await tidy(this.engine);
    await this.engine.close();
    this.release();
    if (this.throwAway !== undefined) rmSync(this.throwAway, { recursive: true, force: true });
  }

  /** A number for one source of lines (a file, a follower), to be handed to `insert`. */
  newSource(): number {
    return this.newness.newSource();
  }

  /** Adds the lines that are not there yet; resolves with their number. */
  insert(batch: Batch, source: number): Promise<number> {
    const added = this.inserting.then(() => this.insertNow(batch, source));
    this.inserting = added.catch(() => undefined);
    return added;
  }

  private async insertNow(batch: Batch, source: number): Promise<number> {
    if (batch.count === 0) return 0;
    const where = await this.newness.conditionFor(batch.spans, source);
    const { rows, count } = batch;
    const added = await this.engine.insert({ table: 'lines', structure: ROW_STRUCTURE, rows, count, where });
    this.added += added;
    this.covered = undefined;
    this.mailLog = undefined;
    return added;
  }

  /** After an import: beginnings of lines that are there as a whole now are taken out. */
  async settle(): Promise<void> {
    await this.inserting;
    await dropUnfinished(this.engine);
  }

  /** In the order of (at, seq). All at once: for the lines of a message, not for a whole log. */
  async lines(selection: Selection): Promise<StoredLine[]> {
    const lines = readLines(
      await this.engine.read(
        `SELECT ${LINE_COLUMNS} FROM lines WHERE ${condition(selection)} ORDER BY at, seq ${FEW_LINES} FORMAT RowBinary`,
      ),
    );
    return 'processes' in selection ? lines.filter(within(selection.processes)) : lines;
  }

  /** Newest first, `first` of them, then twice as many each time. */
  async *newest(selection: Selection, first: number): AsyncGenerator<StoredLine[]> {
    const wanted = condition(selection);
    let size = Math.min(first, MOST_AT_ONCE);
    for (let before = ''; ; size = Math.min(size * 2, MOST_AT_ONCE)) {
      const lines = readLines(
        await this.engine.read(
          `SELECT ${LINE_COLUMNS} FROM lines WHERE ${before}${wanted} ORDER BY at DESC, seq DESC, ${HASH} DESC LIMIT ${size} FORMAT RowBinary`,
        ),
      );
      const last = lines.at(-1);
      if (last === undefined) return;
      yield lines;
      if (lines.length < size) return;
      const at = sql.time(last.at);
      before = `at <= ${at} AND (at, seq, ${HASH}) < (${at}, ${last.seq}, 0x${last.id.slice(13)}) AND `;
    }
  }

  /** Queue files that went from one of these senders to one of these recipients, in the order of time. */
  async queueFilesBetween(ends: Ends): Promise<QueueFile[]> {
    const { senders, recipients, deliveries, ...span } = ends;
    const opened = [...spanConditions(span), ACCEPTING, 'notEmpty(queueIds)'];
    const from = [condition({ keys: { addresses: senders.filter((sender) => sender !== '') } })];
    if (senders.includes('')) from.push('empty(addresses)');
    // Senders are strangers mostly, who come seldom; our own recipients stand in every part of the log.
    const sent = await this.engine.text(
      `SELECT DISTINCT hex(queueIds[1]) FROM lines WHERE ${[...opened, sql.any(from)].join(' AND ')} LIMIT ${FEW_FILES + 1} FORMAT TSV`,
    );
    if (sent === '') return [];
    const ids = sent.split('\n').map(unhex);
    const files = ids.length > FEW_FILES ? 'notEmpty(queueIds)' : condition({ keys: { queueIds: ids } });
    const to = condition({ keys: { addresses: recipients }, events: deliveries });
    const either = `(event = 'queue-active' AND ${sql.any(from)} OR ${to})`;
    const where = [...spanConditions(span), files, either].join(' AND ');
    const named = (which: string) =>
      `arrayStringConcat(arrayMap(x -> hex(x), groupUniqArrayArrayIf(addresses, ${which})), ',')`;
    const answer = await this.engine.text(
      `SELECT hex(queueIds[1]) AS id, toUnixTimestamp64Micro(min(at)) AS first, ` +
        `${named(ACCEPTING)}, ${named(`NOT ${ACCEPTING}`)} ` +
        `FROM lines WHERE ${where} GROUP BY host, id HAVING countIf(${ACCEPTING}) > 0 AND countIf(NOT ${ACCEPTING}) > 0 ` +
        `ORDER BY first FORMAT TSV`,
    );
    const names = (hex: string) => hex.split(',').map((name) => Buffer.from(name, 'hex').toString('utf8'));
    return (answer === '' ? [] : answer.split('\n')).map((row) => {
      const [id, at, froms, tos] = row.split('\t') as [string, string, string, string];
      return { queueId: unhex(id), at: Number(at), senders: names(froms), recipients: names(tos) };
    });
  }

  /** What each host's mail_log plugin tells. */
  mailLogs(): Promise<ReadonlyMap<string, MailLog>> {
    this.mailLog = this.remembered(this.mailLog, () => mailLogs(this.engine));
    return this.mailLog.answer;
  }

  /** Answers that every question needs: kept until lines are added here, and not for long, as others may add some. */
  private remembered<T>(known: Remembered<T> | undefined, ask: () => Promise<T>): Remembered<T> {
    const now = Date.now();
    if (known !== undefined && now - known.asked <= COVERAGE_AGE) return known;
    const made = { asked: now, answer: ask() };
    made.answer.catch(() => {
      made.asked = 0;
    });
    return made;
  }

  /** Every address that a line names, as addressKey has them. */
  async addresses(span: Span): Promise<string[]> {
    const where = [...spanConditions(span), '1'].join(' AND ');
    const answer = await this.engine.text(
      `SELECT DISTINCT hex(arrayJoin(addresses)) AS address FROM lines WHERE ${where} FORMAT TSV`,
    );
    return answer === '' ? [] : answer.split('\n').map((hex) => Buffer.from(hex, 'hex').toString('utf8'));
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
}

function unhex(hex: string): string {
  return Buffer.from(hex, 'hex').toString('latin1');
}
