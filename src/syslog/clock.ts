/**
 * The time of lines that leave something out: RFC 3164 names neither year nor zone. A Clock belongs to one file and
 * is told the time of every line, since the lines before say what the next one means.
 *
 * Year: the first line takes the latest year that does not put it more than a day after the file was last written;
 * every later line the year that brings it nearest to the line before, so December turns into January, and a line of
 * 31 December that comes late, after one of 1 January, stays in the old year. 29 February only falls on leap years.
 * Not: a silence of more than half a year, or a first line older than a year. Nothing in the file tells; `year` does.
 */
import { Zone } from './zone.ts';

const DAY = 86_400_000;
/**
 * How late a line may be and still belong to the first pass of the repeated hour. Too little would push the rest of that
 * pass an hour ahead; too much only misreads a line at the end of the second pass after nearly an hour of silence.
 */
const OUT_OF_ORDER = 5 * 60_000;

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function daysIn(year: number, month: number): number {
  return month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
    ? 29
    : MONTH_DAYS[month - 1]!;
}

/**
 * Seconds from the epoch to a minute of UTC, year 100 or later. In integers, since Date.UTC took a fifth of the time of
 * a whole line. Years begin in March here, so that the leap day is the last (Hinnant, days_from_civil).
 */
export function utcSeconds(year: number, month: number, day: number, hour: number, minute: number): number {
  const y = month <= 2 ? year - 1 : year;
  const monthFromMarch = month <= 2 ? month + 9 : month - 3;
  const leaps = ((y / 4) | 0) - ((y / 100) | 0) + ((y / 400) | 0);
  const days = y * 365 + leaps + (((153 * monthFromMarch + 2) / 5) | 0) + day - 719_469;
  return days * 86_400 + hour * 3600 + minute * 60;
}

export class Clock {
  readonly #zone: Zone;
  readonly #firstYear: number | undefined;
  readonly #latest: number;
  /** The line before: the instant in microseconds, and the date on its own clock where it named no year. */
  #previous: number | undefined;
  #year = 0;
  #month = 0;
  /** The last minute asked for, and its answer: neighbouring lines nearly always share it. */
  #key = -1;
  #minute = 0;

  constructor(options: {
    readonly tz?: string;
    readonly year?: number;
    readonly modified?: Date;
    readonly previous?: number;
  }) {
    this.#previous = options.previous;
    this.#zone = new Zone(options.tz);
    this.#firstYear = options.year;
    this.#latest = (options.modified ?? new Date()).getTime() + DAY;
  }

  /** Says when a line was written, microseconds. Every line, in the order of the file. */
  passed(at: number): void {
    this.#previous = at;
  }

  /**
   * When a minute of the wall clock began, microseconds; undefined where there is no such day. `year` is undefined
   * where the line names none; month and day count from 1.
   */
  minute(
    year: number | undefined,
    month: number,
    day: number,
    hour: number,
    minute: number,
  ): number | undefined {
    const key = ((((year ?? 0) * 16 + month) * 32 + day) * 32 + hour) * 64 + minute;
    if (key === this.#key) return this.#minute;
    // With the days of a leap year: without a year, 29 February is possible.
    if (day < 1 || day > daysIn(year ?? 2000, month)) return undefined;
    const date = year ?? this.#findYear(month, day, hour, minute);
    const wall = Date.UTC(date, month - 1, day, hour, minute);
    this.#key = key;
    this.#minute = this.#choose(wall) * 1000;
    if (year === undefined) {
      this.#year = date;
      this.#month = month;
    }
    return this.#minute;
  }

  /**
   * In the repeated hour: the first reading, unless that would go back by more than a few minutes against the line
   * before. So the hour passes twice where the log does, and one late line does not jump an hour.
   */
  #choose(wall: number): number {
    const [first, second] = this.#zone.instants(wall);
    const previous = this.#previous;
    if (first === second || previous === undefined) return first;
    return first >= previous / 1000 - OUT_OF_ORDER ? first : second;
  }

  #findYear(month: number, day: number, hour: number, minute: number): number {
    if (this.#previous === undefined) return this.#findFirstYear(month, day, hour, minute);
    // The same month as the line before is nearest in the same year, whatever the days.
    if (month === this.#month && day <= daysIn(this.#year, month)) return this.#year;
    const previous = this.#previous / 1000;
    const near = new Date(previous).getUTCFullYear();
    let best = near;
    let bestDistance = Number.POSITIVE_INFINITY;
    // Leap years are at most eight years apart (1896 to 1904).
    for (let year = near - 8; year <= near + 8; year++) {
      if (day > daysIn(year, month)) continue;
      const distance = Math.abs(Date.UTC(year, month - 1, day, 12) - previous);
      if (distance < bestDistance) {
        best = year;
        bestDistance = distance;
      }
    }
    return best;
  }

  #findFirstYear(month: number, day: number, hour: number, minute: number): number {
    const given = this.#firstYear;
    let year = given ?? new Date(this.#latest).getUTCFullYear() + 1;
    for (let left = 10; left > 0; left--, year--) {
      if (day > daysIn(year, month)) continue;
      if (given !== undefined) break;
      if (this.#zone.instants(Date.UTC(year, month - 1, day, hour, minute))[0] <= this.#latest) break;
    }
    return year;
  }
}
