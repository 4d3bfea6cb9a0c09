/**
 * One stream of bytes that is read once and in order, however often the reader is stopped: lines are cut, parsed and put
 * into the queue together with the place behind them. Going on means to parse again a few seconds from before that place, so that
 * what lines say about the next ones (the year, how many equal ones of that second came before) is known again.
 * Knows neither files nor sockets: whoever has the bytes hands them in.
 */
import { BatchParser, type OnLine, type SourceOptions } from './batch-parser.ts';
import { Fingerprint, type Prints } from './fingerprint.ts';
import type { IntakeQueue } from './intake-queue.ts';
import { LONGEST_LINE } from './line-splitter.ts';

/** A place in a stream: bytes from its beginning. */
export interface Place {
  /** Everything before it is stored. */
  readonly offset: number;
  /** Where parsing begins again. */
  readonly anchor: number;
  /** When the line before the anchor was written, microseconds. */
  readonly previous?: number | undefined;
  /** Of the stream up to `offset`. */
  readonly prints: Prints;
  /** When it was told, milliseconds since the epoch. */
  readonly kept?: number | undefined;
}

export const BEGINNING: Place = { offset: 0, anchor: 0, prints: new Fingerprint().prints() };

const NEWLINE = 0x0a;
/** How long before the place parsing begins again; microseconds of the log's own time. */
const RUN_UP = 10_000_000;
/** Where times do not grow (a line that claims to be of next year): bytes from one checkpoint to the next, and at most from the anchor on. */
const STRIDE = 8 << 20;
const LONGEST_RUN_UP = 64 << 20;
/** Bytes that are parsed at once: some milliseconds. */
export const CHUNK = 256 << 10;

export interface ReadingOptions extends SourceOptions {
  /** What positions are kept under; undefined where nobody can come back to a place. */
  readonly source: string | undefined;
  readonly onLine?: OnLine | undefined;
  /** Gives up waiting for room in the queue: what was not put there is read again by the next reader. */
  readonly signal?: AbortSignal | undefined;
  /** Called when everything before a place is in the store. */
  readonly onStored?: ((place: Place) => void) | undefined;
}

export class Reading {
  /** Positions are kept under this name from now on. */
  source: string | undefined;
  readonly #queue: IntakeQueue;
  readonly #parser: BatchParser;
  readonly #fingerprint: Fingerprint;
  readonly #onStored: ReadingOptions['onStored'];
  readonly #signal: AbortSignal | undefined;
  /** Is what is parsed now new, and not only read for what it says about the next lines? */
  #isNew = false;
  /** Beginnings of earlier chunks, oldest first, and the newest time before each. */
  readonly #checkpoints: { offset: number; time: number; previous: number | undefined }[];
  #newest = 0;
  #offset: number;
  /** Before this place nothing is put into the queue: it is stored. */
  readonly #from: number;
  #rest: Buffer[] = [];
  #restBytes = 0;

  /** The bytes that are handed in begin at `place.anchor`. */
  constructor(
    queue: IntakeQueue,
    { source, onLine, onStored, signal, ...options }: ReadingOptions,
    place: Place,
  ) {
    this.source = source;
    this.#onStored = onStored;
    this.#signal = signal;
    this.#queue = queue;
    this.#offset = place.anchor;
    this.#from = place.offset;
    this.#parser = new BatchParser(
      { ...options, previous: place.previous },
      onLine === undefined ? undefined : (event) => this.#isNew && onLine(event),
      64 << 10,
    );
    this.#fingerprint = new Fingerprint(place.anchor === 0 ? undefined : place.prints);
    this.#checkpoints = [{ offset: place.anchor, time: 0, previous: place.previous }];
  }

  /** Where the next byte that is handed in lies. */
  get next(): number {
    return this.#offset + this.#restBytes;
  }

  /** Everything before it was put into the queue; always behind a line's end. */
  get offset(): number {
    return this.#offset;
  }

  /** The last line's time, microseconds. */
  get time(): number {
    return this.#newest;
  }

  /** However many; they are worked off in small pieces. Resolves when there is room for the next. */
  async take(bytes: Buffer): Promise<void> {
    for (let from = 0; from < bytes.length && this.#signal?.aborted !== true; from += CHUNK)
      await this.#takePiece(bytes.subarray(from, from + CHUNK));
  }

  async #takePiece(bytes: Buffer): Promise<void> {
    let begin = 0;
    // What was stored before is parsed apart, for what it says about what comes.
    const known = this.#from - this.next;
    if (known > 0 && known < bytes.length) {
      await this.#split(bytes.subarray(0, known));
      begin = known;
    }
    await this.#split(bytes.subarray(begin));
  }

  /** No more will come: what is left without an end counts as a line. */
  async end(): Promise<void> {
    if (this.#restBytes > 0) await this.#parse(this.#takeRest());
  }

  /** The bytes up to there are gone: what is left of a line ends. */
  async jump(offset: number): Promise<void> {
    await this.end();
    this.#offset = Math.max(this.#offset, offset);
  }

  async #split(bytes: Buffer): Promise<void> {
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      this.#keep(bytes);
      while (this.#restBytes >= LONGEST_LINE) {
        const all = this.#takeRest();
        await this.#parse(all.subarray(0, LONGEST_LINE));
        this.#keep(all.subarray(LONGEST_LINE));
      }
      return;
    }
    this.#keep(bytes.subarray(0, end));
    await this.#parse(this.#takeRest());
    this.#keep(bytes.subarray(end));
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    // A copy: the reader's buffer is used again.
    this.#rest.push(Buffer.from(bytes));
    this.#restBytes += bytes.length;
  }

  #takeRest(): Buffer {
    const all = this.#rest.length === 1 ? this.#rest[0]! : Buffer.concat(this.#rest, this.#restBytes);
    this.#rest = [];
    this.#restBytes = 0;
    return all;
  }

  async #parse(batch: Buffer): Promise<void> {
    this.#isNew = this.#offset >= this.#from;
    const previous = this.#offset === 0 ? undefined : this.#parser.previous;
    const parsed = this.#parser.parse(batch);
    this.#remember(previous);
    this.#offset += batch.length;
    this.#fingerprint.take(batch);
    for (const { to } of parsed.spans) if (to > this.#newest) this.#newest = to;
    if (!this.#isNew) return;
    await this.#queue.room(this.#signal);
    if (this.#signal?.aborted === true) return;
    const place = this.place();
    const position = this.source === undefined ? undefined : JSON.stringify(place);
    const stored = this.#queue.put({ source: this.source ?? '', parsed, position });
    if (this.#onStored !== undefined)
      void stored.then(
        () => this.#onStored?.(place),
        () => undefined,
      );
  }

  /** The newest checkpoint that lies long enough before the place is where parsing will begin again. */
  place(): Place {
    const checkpoints = this.#checkpoints;
    while (
      checkpoints.length > 1 &&
      (checkpoints[1]!.time < this.#newest - RUN_UP || this.#offset - checkpoints[0]!.offset > LONGEST_RUN_UP)
    )
      checkpoints.shift();
    const { offset, previous } = checkpoints[0]!;
    return {
      offset: this.#offset,
      anchor: offset,
      previous,
      prints: this.#fingerprint.prints(),
      kept: Date.now(),
    };
  }

  /** Before the next chunk. Small chunks of one second need no checkpoint each. */
  #remember(previous: number | undefined): void {
    const last = this.#checkpoints[this.#checkpoints.length - 1]!;
    if (this.#newest - last.time > RUN_UP / 10 || this.#offset - last.offset > STRIDE)
      this.#checkpoints.push({ offset: this.#offset, time: this.#newest, previous });
  }
}
