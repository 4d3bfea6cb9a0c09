/**
 * ClickHouse's RowBinary: numbers little-endian, strings (latin1) behind their length (LEB128). Collects bytes in a buffer
 * that grows; `take` hands them out and begins anew. Knows no table.
 */

const TWO_32 = 4294967296;
/** Shorter strings are copied in a loop: a call into the runtime costs more. */
const SHORT = 24;

export class BinaryWriter {
  private buffer: Buffer;
  private length = 0;

  constructor(capacity: number) {
    this.buffer = Buffer.allocUnsafeSlow(capacity);
  }

  /**
   * In memory of their own, which may be transferred to another thread, and to be written on in `spare` where there is some:
   * new memory costs more than all that is written into it.
   */
  take(spare?: ArrayBuffer): Uint8Array<ArrayBuffer> {
    const { buffer, length } = this;
    this.length = 0;
    if (spare === undefined) return new Uint8Array(buffer.subarray(0, length));
    this.buffer = Buffer.from(spare);
    return new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset, length);
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }

  int16(value: number): void {
    this.reserve(2);
    this.buffer[this.length++] = value;
    this.buffer[this.length++] = value >>> 8;
  }

  int32(value: number): void {
    this.reserve(4);
    const { buffer, length } = this;
    buffer[length] = value;
    buffer[length + 1] = value >>> 8;
    buffer[length + 2] = value >>> 16;
    buffer[length + 3] = value >>> 24;
    this.length = length + 4;
  }

  int64(value: number): void {
    const high = Math.floor(value / TWO_32);
    this.int32(value - high * TWO_32);
    this.int32(high);
  }

  /** A single byte below 128, or a length. */
  count(value: number): void {
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

  string(value: string): void {
    this.slice(value, 0, value.length);
  }

  /** What stands from `from` to `to`. */
  slice(value: string, from: number, to: number): void {
    const length = to - from;
    this.reserve(length + 5);
    const { buffer } = this;
    const place = this.countAt(length, this.length);
    if (length < SHORT) for (let i = 0; i < length; i++) buffer[place + i] = value.charCodeAt(from + i);
    else buffer.write(length === value.length ? value : value.slice(from, to), place, 'latin1');
    this.length = place + length;
  }
}
