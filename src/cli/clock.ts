/** Times in columns: short, of one width, in the listener's zone. Sentences have their own (src/words/moment.ts). */
import type { Say } from '../words/language.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** `2026-07-03 16:39:25`; `at` in microseconds since the epoch. */
export function clockOf(at: number, { tz }: Say): string {
  let format = formats.get(tz);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: tz, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(tz, format);
  }
  const milliseconds = Math.floor(at / 1000);
  return Math.abs(milliseconds) <= 8.64e15 ? format.format(milliseconds) : '?';
}
