/**
 * The date at the head of a line, read in place: where it ends and which instant it is. One Stamp is used for all
 * lines of a file, so that reading a line makes no object for it. Digits only; which order they stand in is the
 * matter of rfc3164.ts and rfc3339.ts.
 */
const SPACE = 0x20;
const COLON = 0x3a;
const COMMA = 0x2c;
const DOT = 0x2e;

/** Two digits at `at`, or -1. */
export function twoDigits(line: string, at: number): number {
  const tens = line.charCodeAt(at) - 48;
  const ones = line.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** Four digits at `at`, or -1. */
export function fourDigits(line: string, at: number): number {
  const high = twoDigits(line, at);
  const low = twoDigits(line, at + 2);
  return high >= 0 && low >= 0 ? high * 100 + low : -1;
}

/** A date ends at a blank or at the end of the line. */
export function endsAt(line: string, at: number): boolean {
  return at >= line.length || line.charCodeAt(at) === SPACE;
}

export class Stamp {
  /** Microseconds since the epoch. */
  at = 0;
  /** Where the rest of the line begins. */
  end = 0;
  hour = 0;
  minute = 0;
  /** Seconds and their fraction, in microseconds; a leap second is 60 and some. */
  micros = 0;

  /** Reads `16:39:25`, `16:39:25.123456` or `16:39:25,123` into hour, minute, micros and end. */
  readTime(line: string, from: number): boolean {
    const hour = twoDigits(line, from);
    const minute = twoDigits(line, from + 3);
    const second = twoDigits(line, from + 6);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
    if (line.charCodeAt(from + 2) !== COLON || line.charCodeAt(from + 5) !== COLON) return false;
    let micros = second * 1_000_000;
    let end = from + 8;
    const mark = end < line.length ? line.charCodeAt(end) : SPACE;
    if (mark === DOT || mark === COMMA) {
      let unit = 100_000;
      let at = end + 1;
      for (; at < line.length; at++) {
        const digit = line.charCodeAt(at) - 48;
        if (!(digit >= 0 && digit <= 9)) break;
        // Digits past the sixth are finer than a microsecond and cut off.
        if (unit >= 1) micros += digit * unit;
        unit = unit > 1 ? unit / 10 : 0;
      }
      if (at > end + 1) end = at;
    }
    this.hour = hour;
    this.minute = minute;
    this.micros = micros;
    this.end = end;
    return true;
  }
}

/** Does `+0800 ` stand here? */
export function isZone(line: string, at: number): boolean {
  const sign = line.charCodeAt(at);
  return (
    (sign === 0x2b || sign === 0x2d) &&
    twoDigits(line, at + 1) >= 0 &&
    twoDigits(line, at + 3) >= 0 &&
    line.charCodeAt(at + 5) === 0x20
  );
}
