import { describe, expect, test } from 'vitest';
import type { Say } from './language.ts';
import { dateOf, isoOf, momentOf, timeOf } from './moment.ts';

const at = Date.UTC(2026, 6, 3, 8, 39, 25, 123) * 1000;
const en: Say = { language: 'en', tz: 'Asia/Taipei' };
const zh: Say = { language: 'zh-TW', tz: 'Asia/Taipei' };

describe('times', () => {
  test('in the listener’s zone and language', () => {
    expect(momentOf(at, en)).toBe('3 July 2026 16:39:25');
    expect(momentOf(at, zh)).toBe('2026 年 7 月 3 日 16:39:25');
    expect(timeOf(at, { language: 'en', tz: 'UTC' })).toBe('08:39:25');
    expect(timeOf(Date.UTC(2026, 0, 1) * 1000, { language: 'en', tz: 'UTC' })).toBe('00:00:00');
  });

  test('without the year where it is this one', () => {
    expect(dateOf(at, { ...en, now: at })).toBe('3 July');
    expect(dateOf(at, { ...zh, now: at })).toBe('7 月 3 日');
    expect(dateOf(at, { ...en, now: at + 365 * 86400e6 })).toBe('3 July 2026');
  });

  test('ISO 8601 keeps microseconds', () => {
    expect(isoOf(at)).toBe('2026-07-03T08:39:25.123Z');
    expect(isoOf(at + 4)).toBe('2026-07-03T08:39:25.123004Z');
    expect(isoOf(-1)).toBe('1969-12-31T23:59:59.999999Z');
  });

  test('what is no time is said so', () => {
    expect(isoOf(Number.NaN)).toBeNull();
    expect(isoOf(1e300)).toBeNull();
    expect(dateOf(Number.NaN, en)).toBe('?');
  });
});
