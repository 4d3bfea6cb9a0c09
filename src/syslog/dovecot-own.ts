/**
 * Dovecot's own way of writing a file (`log_path`), instead of handing its lines to syslog. No host is named.
 *   1.x  `dovecot: Jul 03 16:39:25 Info: IMAP(jerry): ...`, `deliver(jerry): Jul 03 16:39:25 Info: ...`
 *   2.x  `Jul 03 16:39:25 imap(jerry)<12><session>: Info: ...`
 * Both are given the form that Dovecot has in syslog: program `dovecot`, text `IMAP(jerry): ...`. The level Info, which
 * syslog lines don't carry, is taken out; a warning or error keeps its word, as it does in syslog.
 * Source: Dovecot's src/lib/failures.c (1.2: prefix, time, level; 2.x: time, prefix, level).
 */
import type { Clock } from './clock.ts';
import type { Frame } from './frame.ts';
import { readRfc3164 } from './rfc3164.ts';
import { readRfc3339 } from './rfc3339.ts';
import type { Stamp } from './stamp.ts';

const VERSION_1 = 'dovecot: ';
const DELIVER = 'deliver(';
const INFO = 'Info: ';
/** Each part is bounded: a line can be megabytes long. */
const OWN_PREFIX =
  /([a-z][a-z0-9-]{1,40}(?:\([^)]{0,320}\))?(?:<\d{0,20}>)?(?:<[^<> ]{0,120}>)?: )(?:Info: |(?=Debug: |Warning: |Error: |Fatal: |Panic: ))/y;
const INNER_HEADER =
  /(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d) (?:Info: |(?=Debug: |Warning: |Error: |Fatal: |Panic: ))/y;

function frame(at: number, text: string): Frame {
  return { at, host: '', program: 'dovecot', pid: '', text, malformed: false };
}

/** A whole line of Dovecot 1.x, or undefined where it is none. */
export function frameVersion1(line: string, clock: Clock, stamp: Stamp): Frame | undefined {
  let from: number;
  if (line.startsWith(VERSION_1)) from = VERSION_1.length;
  else if (line.startsWith(DELIVER)) from = line.indexOf('): ') + '): '.length;
  else return undefined;
  if (!readRfc3164(line, from, clock, stamp) && !readRfc3339(line, from, clock, stamp)) return undefined;
  let text = stamp.end + 1;
  if (line.startsWith(INFO, text)) text += INFO.length;
  const prefix = from === VERSION_1.length ? '' : line.slice(0, from);
  return frame(stamp.at, prefix + line.slice(text));
}

/** What follows the date (at `from`) in a file of 2.x, or undefined where it is something else. */
export function frameOwnLine(line: string, from: number, at: number): Frame | undefined {
  OWN_PREFIX.lastIndex = from;
  const match = OWN_PREFIX.exec(line);
  return match === null ? undefined : frame(at, match[1]! + line.slice(OWN_PREFIX.lastIndex));
}

/**
 * Where the text goes on when 1.x' own header stands once more behind `dovecot: ` of a syslog header; else `from`.
 * The time of the outer header holds.
 */
export function skipInnerHeader(line: string, from: number): number {
  // A month's capital or a year's digit: most of Dovecot's texts begin with a small letter.
  if (line.charCodeAt(from) > 0x5a) return from;
  INNER_HEADER.lastIndex = from;
  return INNER_HEADER.test(line) ? INNER_HEADER.lastIndex : from;
}
