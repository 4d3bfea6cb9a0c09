/**
 * The date of RFC 3339 as rsyslog (RSYSLOG_FileFormat) and syslog-ng (ts-format(iso)) write it:
 * `2026-07-03T16:39:25.123456+08:00`, with `Z`, without a fraction, with `+0800` or `+08` (ISO 8601), and the form
 * of programs' own files, `2026-07-03 16:39:25`, whose zone is the clock's, or with Exim's log_timezone `2026-07-03 16:39:25 +0800`.
 */
import { type Clock, daysIn, utcSeconds } from './clock.ts';
import { endsAt, fourDigits, isZone, type Stamp, twoDigits } from './stamp.ts';

const SPACE = 0x20;
const PLUS = 0x2b;
const MINUS = 0x2d;
const COLON = 0x3a;
const T = 0x54;
const Z = 0x5a;

/** Reads a date at `from` into `stamp.at` and `stamp.end`; false where there is none. */
export function readRfc3339(line: string, from: number, clock: Clock, stamp: Stamp): boolean {
  if (line.charCodeAt(from + 4) !== MINUS || line.charCodeAt(from + 7) !== MINUS) return false;
  const year = fourDigits(line, from);
  const month = twoDigits(line, from + 5);
  const day = twoDigits(line, from + 8);
  // Below 100, Date.UTC would add 1900.
  if (year < 100 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false;
  const between = line.charCodeAt(from + 10);
  if (between !== T && between !== SPACE) return false;
  if (!stamp.readTime(line, from + 11)) return false;

  let end = stamp.end;
  if (between === SPACE && line.charCodeAt(end) === SPACE && isZone(line, end + 1)) end++;
  if (endsAt(line, end)) {
    const minute = clock.minute(year, month, day, stamp.hour, stamp.minute);
    if (minute === undefined) return false;
    stamp.at = minute + stamp.micros;
    return true;
  }
  const sign = line.charCodeAt(end);
  if (sign === Z) stamp.end = end + 1;
  else if (sign !== PLUS && sign !== MINUS) return false;
  let offset = 0;
  if (sign !== Z) {
    const hours = twoDigits(line, end + 1);
    if (hours < 0 || hours > 23) return false;
    const colon = line.charCodeAt(end + 3) === COLON ? 1 : 0;
    const minutes = twoDigits(line, end + 3 + colon);
    if (minutes > 59 || (colon === 1 && minutes < 0)) return false;
    stamp.end = minutes < 0 ? end + 3 : end + 5 + colon;
    offset = hours * 60 + Math.max(minutes, 0);
    if (sign === MINUS) offset = -offset;
  }
  if (!endsAt(line, stamp.end)) return false;
  stamp.at = utcSeconds(year, month, day, stamp.hour, stamp.minute - offset) * 1_000_000 + stamp.micros;
  return true;
}
