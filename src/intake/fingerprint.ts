/**
 * Knows a file again by its content: names change with every rotation, and numbers of files come back. A hash of its first bytes and
 * one of the bytes before a place, so that the same place is found in a renamed, copied or unpacked file.
 */
import { createHash } from 'node:crypto';

/** How many bytes, and their hash. */
export type Print = readonly [length: number, hash: string];

export interface Prints {
  readonly head: Print;
  /** The bytes that end at the place. */
  readonly tail: Print;
}

const HEAD = 1024;
const TAIL = 256;

export class Fingerprint {
  #head: Buffer | Print;
  #tail: Buffer | Print;

  /** `known`: of the bytes before the next one. */
  constructor(known?: Prints) {
    this.#head = known === undefined || known.head[0] === 0 ? Buffer.alloc(0) : known.head;
    this.#tail = known?.tail ?? Buffer.alloc(0);
  }

  /** The next bytes. */
  take(bytes: Buffer): void {
    if (Buffer.isBuffer(this.#head) && this.#head.length < HEAD)
      this.#head = Buffer.concat([this.#head, bytes.subarray(0, HEAD - this.#head.length)]);
    const before = Buffer.isBuffer(this.#tail) && bytes.length < TAIL ? this.#tail : Buffer.alloc(0);
    this.#tail = Buffer.concat([before, bytes.subarray(Math.max(0, bytes.length - TAIL))]).subarray(-TAIL);
  }

  prints(): Prints {
    return { head: printOf(this.#head), tail: printOf(this.#tail) };
  }
}

function printOf(bytes: Buffer | Print): Print {
  return Buffer.isBuffer(bytes) ? [bytes.length, createHash('sha1').update(bytes).digest('base64')] : bytes;
}

/** Do the bytes of a file, from its first one, hold this place? Reads no further than to it. */
export async function holds(
  bytes: AsyncIterable<Buffer>,
  offset: number,
  { head, tail }: Prints,
): Promise<boolean> {
  const fingerprint = { head: Buffer.alloc(0), tail: Buffer.alloc(0) };
  let read = 0;
  for await (const chunk of bytes) {
    if (fingerprint.head.length < head[0])
      fingerprint.head = Buffer.concat([
        fingerprint.head,
        chunk.subarray(0, head[0] - fingerprint.head.length),
      ]);
    if (fingerprint.head.length === head[0] && printOf(fingerprint.head)[1] !== head[1]) return false;
    const wanted = chunk.subarray(0, offset - read);
    fingerprint.tail = Buffer.from(
      wanted.length >= tail[0]
        ? wanted.subarray(wanted.length - tail[0])
        : Buffer.concat([fingerprint.tail, wanted]).subarray(-Math.max(tail[0], 1)),
    );
    read += chunk.length;
    if (read >= offset) return tail[0] === 0 || printOf(fingerprint.tail)[1] === tail[1];
  }
  return read >= offset;
}
