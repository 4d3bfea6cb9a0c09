import { expect, test } from 'vitest';
import { Framer } from './framer.ts';

const frame = (line: string) => {
  const { at, host, program, pid, text } = new Framer({ tz: 'UTC' }).frame(line);
  return [at === undefined ? undefined : new Date(at / 1000).toISOString(), host, program, pid, text];
};

const AT = '2026-07-03T16:39:25.000Z';

test.each([
  ['2026-07-03 16:39:25 1xVrIm-0004b3-1W Completed', AT, '', '1xVrIm-0004b3-1W Completed'],
  ['2026-07-03 16:39:25.250 [810] H=[192.0.2.1] x', '2026-07-03T16:39:25.250Z', '810', 'H=[192.0.2.1] x'],
  [
    '2026-07-03 16:39:25 +0800 Start queue run: pid=7',
    '2026-07-03T08:39:25.000Z',
    '',
    'Start queue run: pid=7',
  ],
  ['2026-07-03 16:39:25 1uXabc-00000001AbC-DEfG <= a@b', AT, '', '1uXabc-00000001AbC-DEfG <= a@b'],
  ['2026-07-03 16:39:25 plain authenticator failed for x', AT, '', 'plain authenticator failed for x'],
])('%s', (line, at, pid, text) => {
  expect(frame(line)).toEqual([at, '', 'exim', pid, text]);
});

test('through syslog, with its own time and process once more', () => {
  expect(
    frame(
      '2026-07-03T16:39:25Z mx1 exim[810]: 2026-07-03 16:39:25.101 +0000 [810] 1xVrIm-0004b3-1W Completed',
    ),
  ).toEqual([AT, 'mx1', 'exim', '810', '1xVrIm-0004b3-1W Completed']);
  expect(frame('2026-07-03T16:39:25Z mx1 exim[810]: 1xVrIm-0004b3-1W Completed').at(-1)).toBe(
    '1xVrIm-0004b3-1W Completed',
  );
});

test('the file of another program is not taken for one', () => {
  for (const text of ['CRIT: Banning', '1c ** a: x', 'status installed libc6']) {
    expect(frame(`2026-07-03 16:39:25 ${text}`)).toEqual([AT, '', '', '', text]);
  }
});
