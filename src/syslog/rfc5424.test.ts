import { expect, test } from 'vitest';
import { Framer } from './framer.ts';

const AT = Date.UTC(2026, 6, 3, 8, 39, 25) * 1000;
const frame = (line: string) => new Framer({ tz: 'UTC' }).frame(line);

function parts(line: string): unknown[] {
  const { at, host, program, pid, text } = frame(line);
  return [at, host, program, pid, text];
}

test.each([
  ['- x', 'x'],
  ['[a@1 k="v ] \\" [" l="m"][b@2] x y', 'x y'],
  ['- \xef\xbb\xbfx', 'x'],
  ['- message repeated 2 times: [ x]', 'x'],
  ['-', ''],
])('%s', (rest, text) => {
  for (const head of ['<22>1', '1']) {
    const line = `${head} 2026-07-03T16:39:25+08:00 mx1 postfix/qmgr 7 - ${rest}`;
    expect(parts(line)).toEqual([AT, 'mx1', 'postfix/qmgr', '7', text]);
  }
});

test('what is missing is "-"', () => {
  expect(parts('1 2026-07-03T08:39:25Z - dovecot - - - x')).toEqual([AT, '', 'dovecot', '', 'x']);
  expect(frame('1 - mx1 dovecot - - - x').malformed).toBe(true);
});
