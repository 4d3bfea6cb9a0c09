/**
 * The date of RFC 3164, section 4.1.2 (`Jul  3 16:39:25`), and what is seen beside it: the day as `3` or `03`, a
 * fraction of a second (syslog-ng's frac-digits), the year behind the day (`Jul  3 2026 16:39:25`) or before the
 * month (`2026 Jul  3 16:39:25`). Not: other languages' month names; syslog daemons write English ones.
 */
import type { Clock } from './clock.ts';
import { endsAt, fourDigits, type Stamp, twoDigits } from './stamp.ts';

const SPACE = 0x20;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH_BY_LETTERS = new Map(MONTHS.map((name, index) => [letters(name, 0), index + 1]));

function letters(line: string, at: number): number {
  return (line.charCodeAt(at) << 16) | (line.charCodeAt(at + 1) << 8) | line.charCodeAt(at + 2);
}

/** Reads a date at `from` into `stamp.at` and `stamp.end`; false where there is none. */
export function readRfc3164(line: string, from: number, clock: Clock, stamp: Stamp): boolean {
  const leading = fourDigits(line, from);
  if (leading >= 0) {
    if (line.charCodeAt(from + 4) !== SPACE) return false;
    from += 5;
  }
  const month = MONTH_BY_LETTERS.get(letters(line, from));
  if (month === undefined || line.charCodeAt(from + 3) !== SPACE) return false;
  let day: number;
  let next = from + 7;
  if (line.charCodeAt(from + 4) === SPACE) day = line.charCodeAt(from + 5) - 48;
  else if (line.charCodeAt(from + 5) === SPACE) {
    day = line.charCodeAt(from + 4) - 48;
    next = from + 6;
  } else day = twoDigits(line, from + 4);
  if (!(day >= 1 && day <= 31) || line.charCodeAt(next - 1) !== SPACE) return false;
  let year = leading >= 0 ? leading : undefined;
  if (!stamp.readTime(line, next)) {
    year = fourDigits(line, next);
    if (year < 0 || line.charCodeAt(next + 4) !== SPACE || !stamp.readTime(line, next + 5)) return false;
  }
  if (!endsAt(line, stamp.end)) return false;
  const minute = clock.minute(year, month, day, stamp.hour, stamp.minute);
  if (minute === undefined) return false;
  stamp.at = minute + stamp.micros;
  return true;
}
