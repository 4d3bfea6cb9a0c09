/**
 * Rows as ClickHouse's RowBinary: numbers little-endian, strings behind their length (LEB128), arrays behind their
 * count. `ROW_STRUCTURE` names the columns in the order in which they are written; both change together.
 * The head loses what other columns hold: `tag` is 2 where it ends in `program[pid]: `, 1 where in `program: `, else 0.
 */
import { KINDS, MESSAGE_ID_STEM, OTHER_KEYS, placeOf } from './keys.ts';
import type { Row } from './row.ts';

export const ROW_STRUCTURE = [
  "at DateTime64(6, 'UTC'), seq UInt64, repeat UInt32, host String, program String, pid String, kind String",
  'event String, start String, tag UInt8, text String',
  ...Object.values(KINDS).map(({ places }) => `${places} Array(UInt32)`),
  `${OTHER_KEYS} Array(String)`,
].join(', ');

const TWO_32 = 4294967296;

/** Collects rows; `take` hands them out and begins anew. */
export class RowWriter {
  rows = 0;
  private buffer: Buffer;
  private length = 0;
  private readonly others: string[] = [];

  constructor(capacity = 1 << 20) {
    this.buffer = Buffer.allocUnsafeSlow(capacity);
  }

  add(row: Row): void {
    this.int64(row.at);
    this.int64(row.seq);
    this.int32(row.repeat);
    this.string(row.host);
    this.string(row.program);
    this.string(row.pid);
    this.string(row.kind);
    this.string(row.event);
    this.head(row);
    this.string(row.text);
    if (this.others.length > 0) this.others.length = 0;
    this.keys(row.queueIds, row.text, KINDS.queueIds.letter);
    if (!this.key(row.messageId, row.text, KINDS.messageIds.letter))
      // Found by its stem, behind the whole one.
      this.others.push(KINDS.messageIds.letter + row.messageId.slice(0, MESSAGE_ID_STEM));
    this.keys(row.sessions, row.text, KINDS.sessions.letter);
    this.keys(row.addresses, row.text, KINDS.addresses.letter);
    this.key(row.clientIp, row.text, KINDS.clientIps.letter);
    this.count(this.others.length);
    for (const key of this.others) this.string(key);
    this.rows++;
  }

  private head({ head, program, pid }: Row): void {
    const tag = tagOf(head, program, pid);
    this.string(tag === 0 ? head : head.slice(0, head.length - tag));
    this.count(tag === 0 ? 0 : pid === '' ? 1 : 2);
  }

  /** At most one, '' for none. False where it does not stand in the text. */
  private key(key: string, text: string, letter: string): boolean {
    const place = key === '' ? 0 : placeOf(key, text);
    this.count(place === 0 ? 0 : 1);
    if (place !== 0) this.int32(place);
    else if (key !== '') this.others.push(letter + key);
    return place !== 0 || key === '';
  }

  /** Their order is kept: the sender is the first address. */
  private keys(keys: readonly string[], text: string, letter: string): void {
    const begin = this.length;
    this.count(keys.length);
    for (const key of keys) {
      const place = placeOf(key, text);
      if (place === 0) {
        for (const each of keys) this.others.push(letter + each);
        this.length = begin;
        this.count(0);
        return;
      }
      this.int32(place);
    }
  }

  /** The encoded rows, in memory of their own that may be transferred to another thread. */
  take(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.length);
    bytes.set(this.buffer.subarray(0, this.length));
    this.length = 0;
    this.rows = 0;
    return bytes;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }

  private int32(value: number): void {
    this.reserve(4);
    const { buffer, length } = this;
    buffer[length] = value;
    buffer[length + 1] = value >>> 8;
    buffer[length + 2] = value >>> 16;
    buffer[length + 3] = value >>> 24;
    this.length = length + 4;
  }

  private int64(value: number): void {
    const high = Math.floor(value / TWO_32);
    this.int32(value - high * TWO_32);
    this.int32(high);
  }

  private count(value: number): void {
    this.reserve(5);
    this.length = this.countAt(value, this.length);
  }

  /** Writes the number at a place where there is room, and gives the place behind it. */
  private countAt(value: number, place: number): number {
    const { buffer } = this;
    let rest = value;
    while (rest > 127) {
      buffer[place++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    buffer[place++] = rest;
    return place;
  }

  private string(value: string): void {
    const { length } = value;
    this.reserve(length + 5);
    const { buffer } = this;
    const place = this.countAt(length, this.length);
    // A call into the runtime costs more than a short loop.
    if (length < 24) {
      for (let i = 0; i < length; i++) buffer[place + i] = value.charCodeAt(i);
    } else buffer.write(value, place, 'latin1');
    this.length = place + length;
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
