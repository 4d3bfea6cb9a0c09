import { expect, test } from 'vitest';
import { Zone } from '../syslog/zone.ts';
import { readCount, readTime } from './settings.ts';

const taipei = new Zone('Asia/Taipei');
const iso = (text: string, zone = taipei) => {
  const { from, to } = readTime(text, zone, '--since')!;
  return [new Date(from / 1000).toISOString(), new Date(to / 1000).toISOString()];
};

test('a day is the whole day of the zone', () => {
  expect(iso('2026-07-03')).toEqual(['2026-07-02T16:00:00.000Z', '2026-07-03T16:00:00.000Z']);
});

test('the day on which the clock is put back has 25 hours', () => {
  expect(iso('2026-10-25', new Zone('Europe/Berlin'))).toEqual([
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ]);
});

test('a minute and a second are as long as they are', () => {
  expect(iso('2026-07-03T16:39')).toEqual(['2026-07-03T08:39:00.000Z', '2026-07-03T08:40:00.000Z']);
  expect(iso('2026-07-03 16:39:25')).toEqual(['2026-07-03T08:39:25.000Z', '2026-07-03T08:39:26.000Z']);
});

test('an offset counts before the zone', () => {
  expect(iso('2026-07-03T16:39:25Z')[0]).toBe('2026-07-03T16:39:25.000Z');
  expect(iso('2026-07-03T16:39:25.123456+02:00')[0]).toBe('2026-07-03T14:39:25.123Z');
  expect(iso('2026-07-03T16:39:25-0330')[0]).toBe('2026-07-03T20:09:25.000Z');
});

test.each(['yesterday', '2026-02-30', '2026-07-03T25:00', '03.07.2026', '', '2026-07-03T16:39:25 CEST'])(
  '"%s" is not a time',
  (text) => {
    expect(() => readTime(text, taipei, '--since')).toThrow(/is not a time/);
  },
);

test('a count is a whole number in its range', () => {
  expect(readCount('25', '--limit', 1, 100)).toBe(25);
  for (const text of ['0', '101', '2.5', '-3', 'many', ''])
    expect(() => readCount(text, '--limit', 1, 100)).toThrow();
});
