import { expect, test } from 'vitest';
import { Framer } from './framer.ts';

const AT = Date.UTC(2026, 6, 3, 16, 39, 25) * 1000;

function parts(line: string): unknown[] {
  const { at, host, program, pid, text } = new Framer({ tz: 'UTC' }).frame(line);
  return [at, host, program, pid, text];
}

test.each([
  ['2026-07-03 16:39:25 #1234(rspamd_proxy) ', AT],
  ['2026-07-03 16:39:25.250000 #1234(normal) ', AT + 250_000],
  ['2026-07-03 16:39:25 [info] #1234(main) ', AT],
])('%s', (head, at) => {
  const text = '<8ae27d>; task; rspamd_task_write_log: id: <m@b.example>, ...';
  expect(parts(head + text)).toEqual([at, '', 'rspamd', '1234', text]);
});

test.each(['#(main) x', '#12 x', '#12(main)x', '#12(ma in) x', '[info] x', '[info]', '#', '#12(main'])(
  'not: %s',
  (text) => {
    expect(parts(`2026-07-03 16:39:25 ${text}`)[2]).not.toBe('rspamd');
  },
);

test('only behind the date that Rspamd writes', () => {
  expect(parts('2026-07-03T16:39:25Z #12(main) x')[2]).toBe('');
});
