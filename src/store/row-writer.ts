/**
 * Rows of the three tables in RowBinary. The STRUCTUREs name the columns in the order in which they are written; both
 * change together. A line's head loses what other columns hold: `tag` is 2 where it ends in `program[pid]: `, 1 where in
 * `program: `, else 0.
 */
import type { LogEvent } from '../programs/event.ts';
import { encode } from '../syslog/bytes.ts';
import type { Frame } from '../syslog/frame.ts';
import { BinaryWriter } from './binary-writer.ts';
import { Envelopes } from './envelopes.ts';
import { eachKey, envelopeKey, type KeyKind, KINDS, keyHash, placeOf } from './keys.ts';
import type { Row } from './row.ts';

export const LINES_STRUCTURE =
  "at DateTime64(6, 'UTC'), seq UInt64, repeat UInt32, host String, program String, pid String, kind String, " +
  'event String, start String, tag UInt8, text String';
export const KEYS_STRUCTURE = 'hash UInt32, place UInt32';
export const ADDRESSES_STRUCTURE = 'month Date, address String';

/** RowBinary of each table. */
export interface EncodedRows {
  readonly lines: Uint8Array<ArrayBuffer>;
  readonly keys: Uint8Array<ArrayBuffer>;
  readonly addresses: Uint8Array<ArrayBuffer>;
}

/** Who wrote a line. */
type Source = Pick<Frame, 'host' | 'program' | 'pid'>;

const DAY = 86_400_000_000;
/** The last day that ClickHouse's Date can name. */
const LAST_DATE = 65_535;
/** Keys that were just written: most come again within their four seconds. The store drops the rest of the doubles. */
const RECENT = 1 << 13;
/** Beyond so many addresses, which were written already is forgotten. */
const REMEMBERED = 50_000;

/** Collects rows; `take` hands them out and begins anew. */
export class RowWriter {
  rows = 0;
  readonly #lines: BinaryWriter;
  readonly #keys: BinaryWriter;
  readonly #addresses = new BinaryWriter(1 << 12);
  readonly #recentHash = new Uint32Array(RECENT);
  /** At first of a place that is none. */
  readonly #recentPlace = new Uint32Array(RECENT).fill(0xffffffff);
  readonly #known = new Set<string>();
  #day = Number.NaN;
  /** Days since the epoch. */
  #month = 0;
  #place = 0;
  readonly #envelopes = new Envelopes();
  readonly #take = (kind: KeyKind, key: string) => this.#key(kind, key);
  readonly #takeEnvelope = (from: string, to: string) =>
    this.#key(KINDS.acceptedEnvelopes, envelopeKey(from, to));

  constructor(capacity = 1 << 20) {
    this.#lines = new BinaryWriter(capacity);
    this.#keys = new BinaryWriter(capacity);
  }

  add(row: Row): void {
    const { head, program, pid } = row;
    const tag = tagOf(head, program, pid);
    this.#begin(row.at, row.seq, row.repeat, row);
    this.#end(head, head.length - tag, tag === 0 ? 0 : pid === '' ? 1 : 2, row.text, 0, row.kind, row.event);
  }

  /** The same of a line as it was written, whose frame says where its text begins. `event`: '' where nobody asked. */
  addFramed(
    line: string,
    frame: Frame & { readonly textAt: number },
    at: number,
    seq: number,
    repeat: number,
    kind: string,
    event: string,
  ): void {
    const { tagAt, textAt, pid } = frame;
    this.#begin(at, seq, repeat, frame);
    this.#end(line, tagAt ?? textAt, tagAt === undefined ? 0 : pid === '' ? 1 : 2, line, textAt, kind, event);
  }

  #begin(at: number, seq: number, repeat: number, { host, program, pid }: Source): void {
    const lines = this.#lines;
    lines.int64(at);
    lines.int64(seq);
    lines.int32(repeat);
    lines.string(host);
    lines.string(program);
    lines.string(pid);
  }

  #end(
    head: string,
    headEnd: number,
    tag: number,
    line: string,
    textAt: number,
    kind: string,
    event: string,
  ): void {
    const lines = this.#lines;
    lines.string(kind);
    lines.string(event);
    lines.slice(head, 0, headEnd);
    lines.count(tag);
    lines.slice(line, textAt, line.length);
    this.rows++;
  }

  /** The keys of the line of `at`. */
  addKeys(event: LogEvent, at: number): void {
    const day = Math.floor(at / DAY);
    if (day !== this.#day) {
      this.#day = day;
      const date = new Date(at / 1000);
      const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth()) / (DAY / 1000);
      const month = Math.min(Math.max(first, 0), LAST_DATE);
      if (month !== this.#month) this.#known.clear();
      this.#month = month;
    }
    this.#place = placeOf(at);
    eachKey(event, this.#take);
    this.#envelopes.pass(event, this.#takeEnvelope);
  }

  #key(kind: KeyKind, key: string): void {
    const hash = keyHash(kind, key);
    const place = this.#place;
    const slot = hash & (RECENT - 1);
    if (this.#recentHash[slot] === hash && this.#recentPlace[slot] === place) return;
    this.#recentHash[slot] = hash;
    this.#recentPlace[slot] = place;
    this.#keys.int32(hash);
    this.#keys.int32(place);
    if (kind === KINDS.addresses && !this.#known.has(key)) this.#address(key);
  }

  #address(address: string): void {
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    // A copy: a slice would keep the whole chunk of the log alive that it was cut from.
    this.#known.add(Buffer.from(address).toString());
    this.#addresses.int16(this.#month);
    this.#addresses.string(encode(address));
  }

  /** `spare`: memory of rows that were handed out before and are done with. */
  take(spare?: ArrayBuffer): EncodedRows {
    this.rows = 0;
    return { lines: this.#lines.take(spare), keys: this.#keys.take(), addresses: this.#addresses.take() };
  }
}

/** How many characters `program[pid]: ` (`program: ` without a pid) takes at the end of the head; 0 where it does not end so. */
function tagOf(head: string, program: string, pid: string): number {
  const inner = pid === '' ? 0 : pid.length + 2;
  const start = head.length - program.length - inner - 2;
  if (program === '' || start < 0 || !head.endsWith(': ') || !head.startsWith(program, start)) return 0;
  const open = start + program.length;
  if (
    pid !== '' &&
    !(
      head.charCodeAt(open) === 0x5b &&
      head.startsWith(pid, open + 1) &&
      head.startsWith(']: ', open + inner - 1)
    )
  )
    return 0;
  return head.length - start;
}
