/**
 * From the time on a wall clock to the instant it means, in one IANA zone, through the Intl of the runtime (IANA
 * tz database). Knows days with 23 and 25 hours; does not choose between the two readings of a repeated hour.
 */
import { Failure } from '../failure.ts';

/** Every change of offset since 1970 that a mail server may have logged falls on a quarter of an hour of UTC. */
const QUARTER = 15 * 60_000;
const DAY = 86_400_000;
const CACHED_QUARTERS = 10_000;

export class Zone {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  /** `tz`: IANA name, default the system's. Throws Failure `unknown-time-zone`. */
  constructor(tz?: string) {
    try {
      this.#format = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'longOffset' });
    } catch (cause) {
      throw new Failure('unknown-time-zone', `There is no time zone "${tz}".`, {
        advice: 'Give an IANA name such as Europe/Berlin, Asia/Taipei or UTC.',
        cause,
      });
    }
  }

  /** What to add to UTC at this instant (milliseconds since the epoch) to have the wall clock; milliseconds. */
  offset(instant: number): number {
    const quarter = Math.floor(instant / QUARTER);
    let offset = this.#offsets.get(quarter);
    if (offset === undefined) {
      if (this.#offsets.size >= CACHED_QUARTERS) this.#offsets.clear();
      offset = this.#ask(quarter * QUARTER);
      this.#offsets.set(quarter, offset);
    }
    return offset;
  }

  /**
   * The instants that a wall clock time can mean, earlier one first; both are the same but in the hour that autumn
   * repeats. `wall`: the clock's digits as if they were UTC, in milliseconds. A time in the hour that spring leaves
   * out is read with the offset from before the change, as a clock that was not put forward yet (02:30 is 03:30).
   */
  instants(wall: number): readonly [number, number] {
    const before = wall - this.offset(wall - DAY);
    const after = wall - this.offset(wall + DAY);
    if (before === after) return [before, before];
    const beforeHolds = this.offset(before) === wall - before;
    const afterHolds = this.offset(after) === wall - after;
    if (beforeHolds && afterHolds) return before < after ? [before, after] : [after, before];
    return afterHolds ? [after, after] : [before, before];
  }

  #ask(instant: number): number {
    // "7/3/2026, GMT+05:30"; "GMT" alone is zero.
    const text = this.#format.format(instant);
    const sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
    if (sign < 0) return 0;
    const [hours = 0, minutes = 0, seconds = 0] = text
      .slice(sign + 1)
      .split(':')
      .map(Number);
    const size = ((hours * 60 + minutes) * 60 + seconds) * 1000;
    return text[sign] === '-' ? -size : size;
  }
}
