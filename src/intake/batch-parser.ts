/**
 * Turns the bytes of one source, batch after batch in their order, into encoded rows and counts. Runs in a worker
 * thread (parse-worker.ts), or in the main thread where an import is too small to start one. Not: where bytes come
 * from, nor the store.
 */
import type { Kind, LogEvent } from '../programs/event.ts';
import { parse } from '../programs/parse.ts';
import type { SpanOfHour } from '../store/newness.ts';
import { toRow } from '../store/row.ts';
import { type EncodedRows, RowWriter } from '../store/row-writer.ts';
import { UNFINISHED } from '../store/unfinished.ts';
import type { Frame } from '../syslog/frame.ts';
import { Framer } from '../syslog/framer.ts';
import { forEachLine, LONGEST_LINE } from './line-splitter.ts';
import { Repeats } from './repeats.ts';

/** How a source's times are read: see syslog/framer.ts. */
export interface SourceOptions {
  readonly tz?: string | undefined;
  readonly year?: number | undefined;
  readonly modified?: Date | undefined;
  /** When the line before the first one was written, microseconds: for who goes on in the middle of a file. */
  readonly previous?: number | undefined;
  /** What the lines mean is not asked (StoreOptions.unread): they are rows without events and keys. */
  readonly unread?: boolean | undefined;
}

/** Called for every line: what followers count. */
export type OnLine = (event: LogEvent) => void;

export interface ParsedBatch {
  readonly rows: EncodedRows;
  readonly count: number;
  readonly kinds: Readonly<Record<Kind, number>>;
  readonly spans: readonly SpanOfHour[];
}

const HOUR = 3_600_000_000;
const SECOND = 1_000_000;
/** 2 ** 22 and the seconds since 1970 fit into a number until 2038; a longer file still orders its own lines. */
const LINES_OF_A_SOURCE = 2 ** 22;

export class BatchParser {
  private readonly framer: Framer;
  private readonly repeats = new Repeats();
  private readonly writer: RowWriter;
  private readonly onLine: OnLine | undefined;
  private readonly unread: boolean;
  /** The number of the next line in its source. */
  private number = 0;
  private base: number | undefined;
  /** The next line is the rest of one that was too long: strangers chose where it begins. */
  private inside = false;
  /** Lines without a time take that of the line before them. */
  private lastTime: number;

  /** `capacity`: bytes that are set aside at first, for rows. */
  constructor(options: SourceOptions, onLine?: OnLine, capacity?: number) {
    this.framer = new Framer(options);
    this.lastTime = options.previous ?? (options.modified ?? new Date()).getTime() * 1000;
    this.onLine = onLine;
    this.unread = options.unread === true;
    this.writer = new RowWriter(capacity);
  }

  /** Microseconds: of the last line, which a line without a time would share. */
  get previous(): number {
    return this.lastTime;
  }

  /** `batch` ends at the end of a line. `spare`: memory of lines that are stored (RowWriter). */
  parse(batch: Buffer, spare?: ArrayBuffer): ParsedBatch {
    const kinds = { event: 0, unrecognized: 0, malformed: 0 };
    const hours = new Map<number, { from: number; to: number }>();
    let span: { from: number; to: number } | undefined;
    let hour = Number.NaN;
    const chunk = batch.toString('latin1');
    // Below zero after a last line without its end.
    let left = chunk.length;
    forEachLine(chunk, (line) => {
      left -= line.length + 1;
      const frame = this.inside ? unread(line) : this.framer.frame(line);
      const isCut = left < 0 && line.length === LONGEST_LINE;
      // Behind zeros comes a line of its own (see framer.ts).
      this.inside = isCut && (this.inside || line.charCodeAt(0) !== 0);
      const event = this.unread ? undefined : parse(frame);
      const at = frame.at ?? this.lastTime;
      this.lastTime = at;
      const written = frame.written ?? withoutReturn(line);
      const lineHour = Math.floor(at / HOUR);
      if (lineHour !== hour || span === undefined) {
        hour = lineHour;
        span = hours.get(hour);
        if (span === undefined) {
          span = { from: at, to: at };
          hours.set(hour, span);
        }
      }
      if (at < span.from) span.from = at;
      if (at > span.to) span.to = at;
      const kind = event?.kind ?? (frame.malformed ? 'malformed' : 'event');
      kinds[kind]++;
      if (event !== undefined) this.onLine?.(event);
      const number = this.number++;
      const repeat =
        frame.at === undefined
          ? this.repeats.undatedLine(at, written, number)
          : this.repeats.dated(at, written);
      // Where two files meet within one second, the one that began earlier comes first.
      this.base ??= Math.floor(at / SECOND) * LINES_OF_A_SOURCE;
      const stored = left < 0 && !isCut ? UNFINISHED : kind;
      const name = event?.event ?? '';
      const seq = this.base + number;
      if (isMeasured(frame)) this.writer.addFramed(written, frame, at, seq, repeat, stored, name);
      else this.writer.add(toRow(frame, { kind: stored, event: name }, written, at, seq, repeat));
      if (event !== undefined) this.writer.addKeys(event, at);
    });
    const count = this.writer.rows;
    return { rows: this.writer.take(spare), count, kinds, spans: [...hours.values()] };
  }
}

function isMeasured(frame: Frame): frame is Frame & { readonly textAt: number } {
  return frame.textAt !== undefined;
}

function unread(line: string): Frame {
  return { at: undefined, host: '', program: '', pid: '', text: withoutReturn(line), malformed: true };
}

function withoutReturn(line: string): string {
  return line.charCodeAt(line.length - 1) === 13 ? line.slice(0, -1) : line;
}
