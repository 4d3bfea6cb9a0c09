/**
 * One line of a log -> its header: when, where, by whom, and the text. Tells the forms apart by their first character
 * and leaves each to its own file. What has no form that is known here is `malformed`, with the whole line as text:
 * kept, never refused. Knows nothing of what the text means.
 * A line is a latin1 string: each char is one byte, NUL and bytes that are not UTF-8 included.
 */
import { Clock } from './clock.ts';
import { frameVersion1 } from './dovecot-own.ts';
import type { Frame } from './frame.ts';
import { Header } from './header.ts';
import { frameJournald } from './journald.ts';
import { readRfc3164 } from './rfc3164.ts';
import { readRfc3339 } from './rfc3339.ts';
import { frameRfc5424 } from './rfc5424.ts';
import { Stamp } from './stamp.ts';

const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const LESS = 0x3c;
const GREATER = 0x3e;
const BRACE = 0x7b;

export interface FramerOptions {
  /** IANA zone of times that name none; default the system's. */
  readonly tz?: string;
  /** Year of the first line that names none. */
  readonly year?: number;
  /** When the file was last written, which tells the year where `year` doesn't; default now. */
  readonly modified?: Date;
}

/** Reads the lines of one file in their order: what a line leaves out, the lines before it tell (see clock.ts). */
export class Framer {
  readonly #clock: Clock;
  readonly #header = new Header();
  readonly #stamp = new Stamp();

  /** Throws Failure `unknown-time-zone`. */
  constructor(options: FramerOptions = {}) {
    this.#clock = new Clock(options);
  }

  /** `line` without its `\n`; a `\r` at its end is taken off. Never throws. */
  frame(line: string): Frame {
    const last = line.length - 1;
    const frame = this.#frame(line.charCodeAt(last) === CARRIAGE_RETURN ? line.slice(0, last) : line);
    if (frame.at !== undefined) this.#clock.passed(frame.at);
    return frame;
  }

  #frame(line: string): Frame {
    const stamp = this.#stamp;
    const start = beginning(line);
    const first = line.charCodeAt(start);
    if (first >= 0x41 && first <= 0x5a) {
      if (readRfc3164(line, start, this.#clock, stamp)) {
        return this.#header.frame(line, stamp.end, stamp.at, false);
      }
    } else if (first >= 0x30 && first <= 0x39) {
      if (readRfc3339(line, start, this.#clock, stamp)) {
        const bare = line.charCodeAt(start + 10) === SPACE;
        return this.#header.frame(line, stamp.end, stamp.at, bare);
      }
      if (readRfc3164(line, start, this.#clock, stamp)) {
        return this.#header.frame(line, stamp.end, stamp.at, false);
      }
      const frame =
        line.charCodeAt(start - 1) === GREATER ? frameRfc5424(line, start, this.#clock, stamp) : undefined;
      if (frame !== undefined) return frame;
    } else {
      const frame = first === BRACE ? frameJournald(line) : frameVersion1(line, this.#clock, stamp);
      if (frame !== undefined) return frame;
    }
    return { at: undefined, host: '', program: '', pid: '', text: line, malformed: true };
  }
}

/**
 * Where the time begins: behind `<22>` (RFC 3164, section 4.1.1: one to three digits), and behind the zeros that stand
 * where a log was emptied while its writer went on at the old place (logrotate's copytruncate, a crash).
 */
function beginning(line: string): number {
  let start = 0;
  while (line.charCodeAt(start) === 0) start++;
  if (line.charCodeAt(start) !== LESS) return start;
  for (let i = 1; i <= 4; i++) {
    const c = line.charCodeAt(start + i);
    if (c === GREATER) return i > 1 ? start + i + 1 : start;
    if (!(c >= 0x30 && c <= 0x39)) return start;
  }
  return start;
}
