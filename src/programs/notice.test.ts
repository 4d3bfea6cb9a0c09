import { expect, it } from 'vitest';
import { noticeName, notices, readNotice } from './notice.ts';

const known = notices({
  start: ['daemon started'],
  'duplicate-setting': ['/*, line *: overriding earlier entry: '],
  'process-failed': ['process * pid * exit status '],
  'old-database': ['*: out of date'],
});

it('names a text by its beginning and leaves it whole', () => {
  expect(readNotice('daemon started -- version 3', known, 'session')).toEqual({
    event: 'session',
    action: 'start',
    reason: 'daemon started -- version 3',
  });
  expect(readNotice('warning: daemon started', known, 'warning', 9)?.reason).toBe('daemon started');
});

it('lets one word stand for each *', () => {
  expect(noticeName('process smtpd pid 7 exit status 1', known)).toBe('process-failed');
  expect(noticeName('/etc/a.cf, line 7: overriding earlier entry: b=c', known)).toBe('duplicate-setting');
  expect(noticeName('hash:aliases: out of date', known)).toBe('old-database');
});

it.each([
  ['', 'no text'],
  ['a daemon started', 'not at the beginning'],
  ['process  pid 7 exit status 1', 'no word in the gap'],
  ['process a b pid 7 exit status 1', 'two words in the gap'],
  ['process smtpd pid 7', 'only the beginning'],
  [': out of date', 'nothing in the gap'],
])('%s: %s', (text) => {
  expect(noticeName(text, known)).toBeUndefined();
});
