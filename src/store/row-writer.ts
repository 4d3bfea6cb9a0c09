/**
 * Rows as ClickHouse's RowBinary: numbers little-endian, strings behind their length (LEB128), arrays behind their
 * count. `ROW_STRUCTURE` names the columns in the order in which they are written; both change together.
 */
import type { Row } from './row.ts';

export const ROW_STRUCTURE =
  "at DateTime64(6, 'UTC'), seq UInt64, repeat UInt32, host String, program String, pid String, kind String, " +
  'event String, head String, text String, queueIds Array(String), messageId String, sessions Array(String), ' +
  'addresses Array(String), clientIp String';

const TWO_32 = 4294967296;

/** Collects rows; `take` hands them out and begins anew. */
export class RowWriter {
  rows = 0;
  private buffer: Buffer;
  private length = 0;

  constructor(capacity = 1 << 20) {
    this.buffer = Buffer.allocUnsafeSlow(capacity);
  }

  add(row: Row): void {
    this.int64(row.at);
    this.int64(row.seq);
    this.reserve(4);
    this.buffer.writeUInt32LE(row.repeat, this.length);
    this.length += 4;
    this.string(row.host);
    this.string(row.program);
    this.string(row.pid);
    this.string(row.kind);
    this.string(row.event);
    this.string(row.head);
    this.string(row.text);
    this.array(row.queueIds);
    this.string(row.messageId);
    this.array(row.sessions);
    this.array(row.addresses);
    this.string(row.clientIp);
    this.rows++;
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

  private array(values: readonly string[]): void {
    this.count(values.length);
    for (const value of values) this.string(value);
  }
}
