/**
 * One syslog message that came over the network becomes one line, as rsyslog writes it into a file: a newline inside is
 * `#012`, the ends that senders put behind it (`\n`, `\r\n`, NUL) are gone, and an empty message is none.
 * A message longer than `longest` becomes several lines. Each after the first begins with CONTINUED, so that it is read
 * as malformed: a stranger whose text happens to stand at the cut must not begin a line.
 * Does not know where messages end (see syslog-frames.ts), nor what they say: PRI and header stay as they came.
 */

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const NUL = 0x00;

/** Eight times what rsyslog sends by default, and more than any datagram. */
export const LONGEST_MESSAGE = 64 << 10;
export const CONTINUED = '(continued) ';

const continued = Buffer.from(CONTINUED);
const lineEnd = Buffer.from('\n');
const nothing = Buffer.alloc(0);

export class SyslogLines {
  /** Messages that were longer than `longest`. */
  tooLong = 0;
  readonly #longest: number;
  /** The message that has not ended yet, as it came: at most `longest` bytes. */
  readonly #message = new GrowingBytes();
  #lines = new GrowingBytes();
  /** How many lines were made of this message already. */
  #pieces = 0;

  constructor(longest: number = LONGEST_MESSAGE) {
    this.#longest = longest;
  }

  /** Takes a part of the message. The bytes are copied. */
  add(bytes: Buffer, from = 0, to = bytes.length): void {
    while (from < to) {
      if (this.#message.size === this.#longest) this.#give(this.#longest);
      const end = Math.min(to, from + this.#longest - this.#message.size);
      this.#message.append(bytes.subarray(from, end));
      from = end;
    }
  }

  /** The message ends here. */
  endMessage(): void {
    const message = this.#message.bytes();
    let end = message.length;
    while (end > 0 && isEnd(message[end - 1]!)) end--;
    this.#give(end);
    this.#pieces = 0;
  }

  /** How many bytes `take` would give. */
  get waiting(): number {
    return this.#lines.size;
  }

  /** The lines that are whole, each with its `\n`; each is given once. */
  take(): Buffer {
    if (this.#lines.size === 0) return nothing;
    const lines = this.#lines.bytes();
    this.#lines = new GrowingBytes();
    return lines;
  }

  #give(end: number): void {
    const text = withoutNewlines(this.#message.bytes().subarray(0, end));
    for (let from = 0; from < text.length; from += this.#longest) {
      if (this.#pieces === 1) this.tooLong++;
      if (this.#pieces > 0) this.#lines.append(continued);
      this.#lines.append(text.subarray(from, from + this.#longest));
      this.#lines.append(lineEnd);
      this.#pieces++;
    }
    this.#message.clear();
  }
}

/** Grows by doubling, so that a message that comes a byte at a time costs no more than one that comes at once. */
class GrowingBytes {
  size = 0;
  #buffer: Buffer = nothing;

  append(bytes: Buffer): void {
    const size = this.size + bytes.length;
    if (size > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(size, this.size * 2, 256));
      this.#buffer.copy(grown, 0, 0, this.size);
      this.#buffer = grown;
    }
    bytes.copy(this.#buffer, this.size);
    this.size = size;
  }

  /** Not a copy: valid until `clear`. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.size);
  }

  clear(): void {
    this.size = 0;
  }
}

function isEnd(byte: number): boolean {
  return byte === NEWLINE || byte === RETURN || byte === NUL;
}

function withoutNewlines(text: Buffer): Buffer {
  if (!text.includes(NEWLINE)) return text;
  return Buffer.from(text.toString('latin1').replaceAll('\n', '#012'), 'latin1');
}
