import { expect, test } from 'vitest';
import { repeatedText } from './repetition.ts';

test.each([
  ['message repeated 2 times: [ connect from a[192.0.2.1]]', 'connect from a[192.0.2.1]'],
  ['message repeated 12 times: [x]', 'x'],
  ['message repeated 2 times: [ ]', ''],
  // A stranger's text may look like one itself; only rsyslog's own goes.
  ['message repeated 2 times: [ message repeated 9 times: [ x]]', 'message repeated 9 times: [ x]'],
])('%s', (text, inner) => {
  expect(repeatedText(text)).toBe(inner);
});

test.each([
  'A1: message repeated 2 times: [ x]',
  'message repeated 2 times: [ x',
  'message repeated times: [ x]',
  'message repeated many times: [ x]',
  'message repeated 2 times: x]',
  'last message repeated 2 times',
  '',
])('not: %s', (text) => {
  expect(repeatedText(text)).toBe(text);
});
