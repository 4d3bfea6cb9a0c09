/**
 * Addresses and Message-IDs as Amavis prints them: `<a@b> -> <c@d>,<"e f"@g>`.
 * It finds where each one ends; it neither unquotes nor judges it. A quoted local part may hold `>`, `,` and ` -> `,
 * so quotes are counted, and an address whose quotes do not balance is refused instead of guessed.
 * In a log line Amavis doubles every backslash, so a quoted pair `\"` stands there as `\\"`; plain() undoes that.
 * Amavis: qquote_rfc2821_local() and parse_message_id() in rfc2821_2822_Tools.pm, do_log() in Util.pm.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x3c;
const CLOSE = 0x3e;

export interface Paths {
  /** Without brackets, quotes as written. */
  readonly reversePath: string;
  /** Absent where the line names none, as the entry for one refused recipient does (`<a@b> -> , Hits: ...`). */
  readonly forwardPath?: string | readonly string[];
  /** Where the text goes on. */
  readonly end: number;
}

/** Longer than any path: Postfix takes no command of more than 2,048 bytes, and Amavis doubles backslashes. */
const LONGEST_PATH = 4_200;

/** `at` is at `<`. The index behind the closing `>`, or -1 where the line ends first or the quotes do not balance. */
export function pathEnd(text: string, at: number): number {
  const stop = Math.min(text.length, at + LONGEST_PATH);
  let quoted = false;
  for (let i = at + 1; i < stop; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) quoted = !quoted;
    else if (quoted && c === BACKSLASH) i = pairEnd(text, i);
    else if (c === CLOSE && !quoted) return i + 1;
  }
  return -1;
}

/**
 * `at` is at `<`. The index behind the Message-ID, or -1. Amavis lets `>` into one only as a quoted pair (`\>`) within
 * quotes or a domain literal, and turns every other inner `>` into `_`.
 */
export function messageIdEnd(text: string, at: number): number {
  let within = false;
  for (let i = at + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === CLOSE) return i + 1;
    if (within && c === BACKSLASH) i = pairEnd(text, i);
    else if (c === QUOTE) within = !within;
    else if (c === 0x5b) within = true;
    else if (c === 0x5d) within = false;
  }
  return -1;
}

/** `at` is at a backslash: the last index of the quoted pair that it begins, or of itself in `\n`, `\x00`. */
function pairEnd(text: string, at: number): number {
  if (text.charCodeAt(at + 1) !== BACKSLASH) return at;
  return text.charCodeAt(at + 2) === BACKSLASH ? at + 3 : at + 2;
}

/** A value as it was before Amavis doubled its backslashes. Control characters stay as Amavis writes them (`\n`). */
export function plain(written: string): string {
  return written.includes('\\') ? written.replaceAll('\\\\', '\\') : written;
}

/** Reads `<reverse> -> <forward>,<forward>` at `at`; a last address that a cut line broke off is left out. */
export function readPaths(text: string, at: number): Paths | undefined {
  if (text.charCodeAt(at) !== OPEN) return undefined;
  const senderEnd = pathEnd(text, at);
  if (senderEnd < 0 || !text.startsWith(' -> ', senderEnd)) return undefined;
  const forward: string[] = [];
  let end = senderEnd + 4;
  while (text.charCodeAt(end) === OPEN) {
    const next = pathEnd(text, end);
    if (next < 0) {
      end = text.length;
      break;
    }
    forward.push(plain(text.slice(end + 1, next - 1)));
    end = next;
    if (text.charCodeAt(end) !== 0x2c || text.charCodeAt(end + 1) !== OPEN) break;
    end++;
  }
  const reversePath = plain(text.slice(at + 1, senderEnd - 1));
  if (forward.length > 0) return { reversePath, forwardPath: oneOrMany(forward), end };
  return text.startsWith(', ', end) ? { reversePath, end } : undefined;
}

/** A list only where there are several. */
export function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0]! : values;
}
