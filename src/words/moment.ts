/**
 * Times as sentences say them, in the listener's zone, to the second, and as the JSON answer has them: ISO 8601 in UTC.
 * All times are microseconds since the epoch. Not: relative times ("yesterday"), which are wrong in a saved answer.
 */
import type { Language, Say } from './language.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function parts(at: number, say: Say): Record<string, string> | undefined {
  const milliseconds = Math.floor(at / 1000);
  if (!(Math.abs(milliseconds) <= 8.64e15)) return undefined;
  const key = `${say.language} ${say.tz}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(say.language === 'en' ? 'en-GB' : 'zh-TW', {
      timeZone: say.tz,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: say.language === 'en' ? 'long' : 'numeric',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(key, format);
  }
  const found: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(milliseconds)) found[type] = value;
  if (say.language === 'zh-TW') found.month = found.month?.replace(/\D/g, '') ?? '';
  return found;
}

const dates: Record<Language, { withYear: string; withoutYear: string }> = {
  en: { withYear: 'DAY MONTH YEAR', withoutYear: 'DAY MONTH' },
  'zh-TW': { withYear: 'YEAR 年 MONTH 月 DAY 日', withoutYear: 'MONTH 月 DAY 日' },
};

/** `3 July` or `7 月 3 日`; with the year unless `say.now` lies in the same year. '?' where `at` is no time. */
export function dateOf(at: number, say: Say): string {
  const found = parts(at, say);
  if (found === undefined) return '?';
  const thisYear = say.now !== undefined && parts(say.now, say)?.year === found.year;
  return dates[say.language][thisYear ? 'withoutYear' : 'withYear']
    .replace('YEAR', found.year ?? '')
    .replace('MONTH', found.month ?? '')
    .replace('DAY', found.day ?? '');
}

/** `16:39:25`. */
export function timeOf(at: number, say: Say): string {
  const found = parts(at, say);
  return found === undefined ? '?' : `${found.hour}:${found.minute}:${found.second}`;
}

/** Date and time in one, for intervals. */
export function momentOf(at: number, say: Say): string {
  return `${dateOf(at, say)} ${timeOf(at, say)}`;
}

/** `2026-07-03T08:39:25.123Z`, with six digits where there are microseconds; null where `at` is no time. */
export function isoOf(at: number): string | null {
  const milliseconds = Math.floor(at / 1000);
  if (!(Math.abs(milliseconds) <= 8.64e15)) return null;
  const iso = new Date(milliseconds).toISOString();
  const rest = Math.round(at - milliseconds * 1000);
  return rest === 0 ? iso : `${iso.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}
