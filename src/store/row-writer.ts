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
    this.others.length = 0;
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
    const tag = pid === '' ? `${program}: ` : `${program}[${pid}]: `;
    const form = program === '' || !head.endsWith(tag) ? 0 : pid === '' ? 1 : 2;
    this.string(form === 0 ? head : head.slice(0, head.length - tag.length));
    this.count(form);
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
    this.buffer[this.length++] = value;
    this.buffer[this.length++] = value >>> 8;
    this.buffer[this.length++] = value >>> 16;
    this.buffer[this.length++] = value >>> 24;
  }

  private int64(value: number): void {
    this.reserve(8);
    const high = Math.floor(value / TWO_32);
    this.buffer.writeUInt32LE(value - high * TWO_32, this.length);
    this.buffer.writeInt32LE(high, this.length + 4);
    this.length += 8;
  }

  private count(value: number): void {
    this.reserve(5);
    let rest = value;
    while (rest > 127) {
      this.buffer[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.buffer[this.length++] = rest;
  }

  private string(value: string): void {
    const length = value.length;
    this.count(length);
    this.reserve(length);
    // A call into the runtime costs more than a short loop.
    if (length < 24) {
      for (let i = 0; i < length; i++) this.buffer[this.length + i] = value.charCodeAt(i);
    } else this.buffer.write(value, this.length, 'latin1');
    this.length += length;
  }
}
