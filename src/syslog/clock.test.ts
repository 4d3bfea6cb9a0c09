import { describe, expect, test } from 'vitest';
import { Failure } from '../failure.ts';
import { daysIn, utcSeconds } from './clock.ts';
import { Framer, type FramerOptions } from './framer.ts';

/** The times of lines that begin with these dates, as ISO 8601 in UTC. */
function times(options: FramerOptions, ...dates: string[]): string[] {
  const framer = new Framer(options);
  return dates.map((date) => {
    const { at } = framer.frame(`${date} mx1 postfix/qmgr[7]: 3D2C01A: removed`);
    return at === undefined ? 'none' : new Date(at / 1000).toISOString().replace('.000Z', 'Z');
  });
}

describe('year', () => {
  const modified = new Date('2026-01-02T12:00:00Z');

  test('of the first line: the latest that is not after the file', () => {
    expect(times({ tz: 'UTC', modified }, 'Jan  2 11:59:00')).toEqual(['2026-01-02T11:59:00Z']);
    expect(times({ tz: 'UTC', modified }, 'Jan  3 11:59:00')).toEqual(['2026-01-03T11:59:00Z']);
    expect(times({ tz: 'UTC', modified }, 'Jan  3 12:01:00')).toEqual(['2025-01-03T12:01:00Z']);
    expect(times({ tz: 'UTC', modified }, 'Dec 31 23:59:59')).toEqual(['2025-12-31T23:59:59Z']);
  });

  test('--year decides for the first line only', () => {
    expect(times({ tz: 'UTC', modified, year: 2019 }, 'Dec 31 23:59:59', 'Jan  1 00:00:00')).toEqual([
      '2019-12-31T23:59:59Z',
      '2020-01-01T00:00:00Z',
    ]);
  });

  test('turns with December, and a late line of December stays in the old year', () => {
    expect(
      times(
        { tz: 'Asia/Taipei', modified },
        'Dec 31 23:59:58',
        'Jan  1 00:00:01',
        'Dec 31 23:59:59',
        'Jan  1 00:00:02',
      ),
    ).toEqual([
      '2025-12-31T15:59:58Z',
      '2025-12-31T16:00:01Z',
      '2025-12-31T15:59:59Z',
      '2025-12-31T16:00:02Z',
    ]);
  });

  test('turns several times in one file', () => {
    const dates = ['Oct  1', 'Feb  1', 'Jun  1', 'Oct  1', 'Feb  1'].map((day) => `${day} 00:00:00`);
    expect(times({ tz: 'UTC', year: 2022 }, ...dates).map((time) => time.slice(0, 4))).toEqual([
      '2022',
      '2023',
      '2023',
      '2023',
      '2024',
    ]);
  });

  test('29 February falls on a leap year', () => {
    expect(times({ tz: 'UTC', modified }, 'Feb 29 12:00:00')).toEqual(['2024-02-29T12:00:00Z']);
    expect(times({ tz: 'UTC', year: 2024 }, 'Feb 28 23:59:59', 'Feb 29 00:00:00', 'Mar  1 00:00:00')).toEqual(
      ['2024-02-28T23:59:59Z', '2024-02-29T00:00:00Z', '2024-03-01T00:00:00Z'],
    );
    expect(times({ tz: 'UTC', year: 2025 }, 'Feb 28 23:59:59', 'Feb 29 00:00:00')[1]).toBe(
      '2024-02-29T00:00:00Z',
    );
  });

  test('of a line before with a year counts', () => {
    expect(times({ tz: 'UTC', modified }, '2019-12-31T23:59:59Z', 'Jan  1 00:00:01')).toEqual([
      '2019-12-31T23:59:59Z',
      '2020-01-01T00:00:01Z',
    ]);
  });

  test('days that do not exist are no date', () => {
    expect(times({ tz: 'UTC', modified }, 'Feb 30 00:00:00', 'Apr 31 00:00:00', 'Jan  0 00:00:00')).toEqual([
      'none',
      'none',
      'none',
    ]);
  });
});

describe('zone', () => {
  test('without summer time', () => {
    expect(times({ tz: 'Asia/Taipei', year: 2026 }, 'Jul  3 16:39:25')).toEqual(['2026-07-03T08:39:25Z']);
    expect(times({ tz: 'Asia/Kolkata', year: 2026 }, 'Jul  3 16:39:25')).toEqual(['2026-07-03T11:09:25Z']);
  });

  test('the repeated hour passes twice: New York', () => {
    expect(
      times(
        { tz: 'America/New_York', year: 2026 },
        'Nov  1 00:59:59',
        'Nov  1 01:00:00',
        'Nov  1 01:59:59',
        'Nov  1 01:00:00',
        'Nov  1 00:59:59',
        'Nov  1 01:59:59',
        'Nov  1 02:00:00',
      ),
    ).toEqual([
      '2026-11-01T04:59:59Z',
      '2026-11-01T05:00:00Z',
      '2026-11-01T05:59:59Z',
      '2026-11-01T06:00:00Z',
      '2026-11-01T04:59:59Z',
      '2026-11-01T05:59:59Z',
      '2026-11-01T07:00:00Z',
    ]);
  });

  test('the repeated hour passes twice: Berlin, with late lines', () => {
    expect(
      times(
        { tz: 'Europe/Berlin', year: 2026 },
        'Oct 25 02:58:00',
        'Oct 25 02:57:30',
        'Oct 25 02:01:00',
        'Oct 25 02:00:30',
        'Oct 25 02:40:00',
        'Oct 25 03:00:00',
        'Oct 25 02:59:58',
      ),
    ).toEqual([
      '2026-10-25T00:58:00Z',
      '2026-10-25T00:57:30Z',
      '2026-10-25T01:01:00Z',
      '2026-10-25T01:00:30Z',
      '2026-10-25T01:40:00Z',
      '2026-10-25T02:00:00Z',
      '2026-10-25T01:59:58Z',
    ]);
  });

  test('the hour that spring leaves out is read as before the change', () => {
    const berlin = times(
      { tz: 'Europe/Berlin', year: 2026 },
      'Mar 29 01:59:59',
      'Mar 29 02:30:00',
      'Mar 29 03:00:00',
    );
    expect(berlin).toEqual(['2026-03-29T00:59:59Z', '2026-03-29T01:30:00Z', '2026-03-29T01:00:00Z']);
    const newYork = times(
      { tz: 'America/New_York', year: 2026 },
      'Mar  8 01:59:59',
      'Mar  8 02:30:00',
      'Mar  8 03:00:00',
    );
    expect(newYork).toEqual(['2026-03-08T06:59:59Z', '2026-03-08T07:30:00Z', '2026-03-08T07:00:00Z']);
  });

  test('half an hour of summer time: Lord Howe', () => {
    expect(times({ tz: 'Australia/Lord_Howe', year: 2026 }, 'Apr  5 01:29:00', 'Apr  5 02:00:00')).toEqual([
      '2026-04-04T14:29:00Z',
      '2026-04-04T15:30:00Z',
    ]);
  });

  test('that does not exist is an expected failure', () => {
    expect(() => new Framer({ tz: 'Europe/Nowhere' })).toThrow(Failure);
  });
});

test('utcSeconds agrees with Date', () => {
  for (let day = Date.UTC(1999, 0, 1); day < Date.UTC(2041, 0, 1); day += 86_400_000) {
    const date = new Date(day);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
    expect(utcSeconds(year, month, date.getUTCDate(), 23, 59)).toBe(day / 1000 + 86_340);
    expect(date.getUTCDate()).toBeLessThanOrEqual(daysIn(year, month));
  }
});
