/**
 * One line of a log -> its header: when, where, by whom, and the text. Tells the forms apart by their first character
 * and leaves each to its own file. What has no form that is known here is `malformed`, with the whole line as text:
 * kept, never refused. Knows nothing of what the text means.
 * A line is a latin1 string: each char is one byte, NUL and bytes that are not UTF-8 included.
 */
import { decode } from './bytes.ts';
import { Clock } from './clock.ts';
import { type DockerEntry, dockerEntry } from './docker.ts';
import { frameVersion1 } from './dovecot-own.ts';
import type { Frame } from './frame.ts';
import { Header } from './header.ts';
import { frameJournald } from './journald.ts';
import { repeatedText } from './repetition.ts';
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
  /** When the line before the first one was written, microseconds, where somebody remembers. */
  readonly previous?: number;
}

/** Reads the lines of one file in their order: what a line leaves out, the lines before it tell (see clock.ts). */
export class Framer {
  readonly #clock: Clock;
  readonly #header = new Header();
  readonly #stamp = new Stamp();
  /** Streams of a container whose line goes on in the next entry. */
  readonly #broken = new Set<DockerEntry['stream']>();

  /** Throws Failure `unknown-time-zone`. */
  constructor(options: FramerOptions = {}) {
    this.#clock = new Clock(options);
  }

  /** `line` without its `\n`; a `\r` at its end is taken off. Never throws. */
  frame(line: string): Frame {
    const last = line.length - 1;
    const frame = this.#frame(line.charCodeAt(last) === CARRIAGE_RETURN ? line.slice(0, last) : line);
    if (frame.at === undefined) return frame;
    this.#clock.passed(frame.at);
    const text = repeatedText(frame.text);
    return text === frame.text ? frame : { ...frame, text, textAt: undefined, tagAt: undefined };
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
      const frame = frameRfc5424(line, start, this.#clock, stamp);
      if (frame !== undefined) return frame;
    } else {
      const frame = first === BRACE ? this.#frameJson(line) : frameVersion1(line, this.#clock, stamp);
      if (frame !== undefined) return frame;
    }
    return malformed(line);
  }

  #frameJson(line: string): Frame | undefined {
    const fields = jsonObject(line);
    if (fields === undefined) return undefined;
    const entry = dockerEntry(fields);
    return entry === undefined ? frameJournald(fields) : this.#frameDocker(entry);
  }

  /** A line without a time of its own takes Docker's. Where Docker broke a line, nobody begins one of their own. */
  #frameDocker({ line, broken, stream, time }: DockerEntry): Frame | undefined {
    const stamp = this.#stamp;
    const goesOn = this.#broken.has(stream);
    if (broken) this.#broken.add(stream);
    else this.#broken.delete(stream);
    // Not: an entry inside an entry.
    const inner = goesOn || line.startsWith('{') ? malformed(line) : this.#frame(line);
    if (inner.at !== undefined) return { ...inner, written: line };
    if (!readRfc3339(time, 0, this.#clock, stamp)) return undefined;
    return { ...inner, at: stamp.at, written: line };
  }
}

function jsonObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(decode(line));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function malformed(line: string): Frame {
  return { at: undefined, host: '', program: '', pid: '', text: line, malformed: true };
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
