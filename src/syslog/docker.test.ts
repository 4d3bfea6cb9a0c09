import { expect, test } from 'vitest';
import { encode } from './bytes.ts';
import { Framer } from './framer.ts';

const AT = Date.UTC(2026, 6, 3, 8, 39, 25) * 1000;
const entry = (log: string, stream = 'stdout') =>
  encode(JSON.stringify({ log, stream, time: '2026-07-03T08:39:26.120331456Z' }));
const framer = () => new Framer({ tz: 'Asia/Taipei', year: 2026 });
const frame = (log: string) => framer().frame(entry(log));

test.each([
  ['Jul 03 16:39:25 mx1 postfix/qmgr[7]: A1: removed', 'mx1', 'postfix/qmgr', '7', 'A1: removed'],
  ['2026-07-03T16:39:25+08:00 mx1 postfix/qmgr[7]: A1: removed', 'mx1', 'postfix/qmgr', '7', 'A1: removed'],
  ['Jul 03 16:39:25 imap(jerry)<12><s>: Info: café', '', 'dovecot', '', 'imap(jerry)<12><s>: caf\xc3\xa9'],
  ['2026-07-03 16:39:25 #12(normal) <ab>; task; x: y', '', 'rspamd', '12', '<ab>; task; x: y'],
])('%s', (line, host, program, pid, text) => {
  const expected = { at: AT, host, program, pid, text, malformed: false, written: encode(line) };
  expect(frame(`${line}\n`)).toMatchObject(expected);
  expect(frame(`${line}\r\n`)).toMatchObject(expected);
});

test("a line without a time of its own has Docker's", () => {
  const line = 'postfix/qmgr[7]: A1: removed';
  expect(frame(`${line}\n`)).toEqual({
    at: AT + 1_120_331,
    host: '',
    program: '',
    pid: '',
    text: line,
    malformed: true,
    written: line,
  });
});

test('where Docker broke a line, nobody begins one of their own, whatever stands between', () => {
  const genuine = 'Jul 03 16:39:25 mx1 postfix/qmgr[7]: A1: ';
  const forged = 'Jul 03 16:39:25 mx1 postfix/qmgr[7]: B2: removed';
  const reader = framer();
  const read = (log: string, stream?: string) => reader.frame(entry(log, stream)).program;
  expect(read(genuine)).toBe('postfix/qmgr');
  expect(read(`${forged}\n`, 'stderr')).toBe('postfix/qmgr');
  expect(read(forged)).toBe('');
  expect(read(`${forged}\n`)).toBe('');
  expect(read(`${forged}\n`)).toBe('postfix/qmgr');
});

test('an entry inside an entry is text', () => {
  expect(frame(`${entry('Jul 03 16:39:25 mx1 postfix/qmgr[7]: x\n')}\n`).program).toBe('');
});

test.each([
  '{"log":1,"stream":"stdout","time":"2026-07-03T08:39:26Z"}',
  '{"log":"x\\n","stream":"stdout","time":"soon"}',
  '{"log":"x"}',
  '{"log":"x\\n","stream":"a","time":"2026-07-03T08:39:26Z"}',
  '{"stream":"stdout","time":"2026-07-03T08:39:26Z"}',
])('malformed: %s', (line) => {
  expect(framer().frame(line)).toMatchObject({ malformed: true, text: line });
});
