/**
 * One TCP or TLS stream into syslog messages, and these into lines (syslog-lines.ts). RFC 6587 knows two ways to say
 * where a message ends: its length before it (`123 <22>1 ...`, also RFC 5425), or a newline behind it, for which some
 * senders put NUL. Senders do not announce which they use and some mix both, so that each frame is looked at alone.
 * Does not trust lengths: of a message that claims to be long nothing is reserved, and it is cut like any long line.
 * Holds at most `longest` bytes between two calls.
 */
import { LONGEST_MESSAGE, SyslogLines } from './syslog-lines.ts';

const NEWLINE = 0x0a;
const NUL = 0x00;
const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const LESS_THAN = 0x3c;
/** A length of more digits is none, as no message has ten million bytes. */
const MOST_DIGITS = 7;

export class SyslogFrames {
  readonly #lines: SyslogLines;
  /** `unknown`: at the beginning of a frame, or in the digits there. */
  #framing: 'unknown' | 'counted' | 'ended' = 'unknown';
  readonly #length = Buffer.alloc(MOST_DIGITS + 1);
  #lengthSize = 0;
  /** How many bytes of a counted message are still to come. */
  #left = 0;
  #broken = 0;

  constructor(longest: number = LONGEST_MESSAGE) {
    this.#lines = new SyslogLines(longest);
  }

  /** Frames with a length that is none or that the stream ended within, and messages longer than `longest`. */
  get malformed(): number {
    return this.#broken + this.#lines.tooLong;
  }

  /** Gives the lines that are whole by now, each with its `\n`. */
  push(chunk: Buffer): Buffer {
    const ends = new NextEnd(chunk);
    let at = 0;
    while (at < chunk.length) {
      if (this.#framing === 'unknown') {
        if (this.#beginsWith(chunk[at]!)) at++;
      } else if (this.#framing === 'counted') {
        const end = Math.min(chunk.length, at + this.#left);
        this.#lines.add(chunk, at, end);
        this.#left -= end - at;
        at = end;
        if (this.#left === 0) this.#endMessage();
      } else {
        const end = ends.from(at);
        this.#lines.add(chunk, at, end);
        at = end + 1;
        if (end < chunk.length) this.#endMessage();
      }
    }
    return this.#lines.take();
  }

  /** The stream is over: gives what has no end yet as a line. */
  end(): Buffer {
    if (this.#framing === 'counted') this.#broken++;
    if (this.#framing === 'unknown') this.#isEnded();
    this.#endMessage();
    return this.#lines.take();
  }

  /** Looks at one byte of a frame's beginning; false when it belongs to the message already. */
  #beginsWith(byte: number): boolean {
    const size = this.#lengthSize;
    if (size > 0 && this.#length[size - 1] === SPACE) {
      if (byte === LESS_THAN) this.#isCounted();
      else this.#isBroken();
      return false;
    }
    const digit = byte <= NINE && byte >= (size === 0 ? ZERO + 1 : ZERO);
    if (digit && size === MOST_DIGITS) this.#isBroken();
    else if (digit || (size > 0 && byte === SPACE)) this.#length[this.#lengthSize++] = byte;
    else this.#isEnded();
    return this.#framing === 'unknown';
  }

  #isCounted(): void {
    this.#framing = 'counted';
    this.#left = Number(this.#length.toString('latin1', 0, this.#lengthSize - 1));
    this.#lengthSize = 0;
  }

  #isBroken(): void {
    this.#broken++;
    this.#isEnded();
  }

  /** What looked like a length is the beginning of the message. */
  #isEnded(): void {
    this.#framing = 'ended';
    this.#lines.add(this.#length, 0, this.#lengthSize);
    this.#lengthSize = 0;
  }

  #endMessage(): void {
    this.#lines.endMessage();
    this.#framing = 'unknown';
  }
}

/** Looks for each of the two ends on its own, and again only behind the last one found: a chunk is read twice at most. */
class NextEnd {
  readonly #chunk: Buffer;
  #newline = -1;
  #nul = -1;

  constructor(chunk: Buffer) {
    this.#chunk = chunk;
  }

  /** The next end at or behind `at`, or the chunk's length. `at` never goes back. */
  from(at: number): number {
    if (this.#newline < at) this.#newline = this.#find(NEWLINE, at);
    if (this.#nul < at) this.#nul = this.#find(NUL, at);
    return Math.min(this.#newline, this.#nul);
  }

  #find(byte: number, at: number): number {
    const found = this.#chunk.indexOf(byte, at);
    return found < 0 ? this.#chunk.length : found;
  }
}
