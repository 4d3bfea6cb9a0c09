import { describe, expect, test } from 'vitest';
import { encode } from './bytes.ts';
import { Framer } from './framer.ts';

const AT = Date.UTC(2026, 6, 3, 8, 39, 25) * 1000;
const frame = (line: string) => new Framer({ tz: 'Asia/Taipei' }).frame(line);

describe('journald', () => {
  const entry = {
    __REALTIME_TIMESTAMP: String(AT + 123_456),
    _HOSTNAME: 'mx1',
    SYSLOG_IDENTIFIER: 'postfix/cleanup',
    SYSLOG_PID: '8',
    _PID: '1',
    MESSAGE: 'A1: warning: header Subject: café',
  };
  const read = (fields: object) => frame(encode(JSON.stringify({ ...entry, ...fields })));
  const head = '2026-07-03T08:39:25.123456+00:00 mx1 postfix/cleanup[8]: ';

  test('is written as journalctl prints it', () => {
    const text = 'A1: warning: header Subject: caf\xc3\xa9';
    expect(read({})).toEqual({
      at: AT + 123_456,
      host: 'mx1',
      program: 'postfix/cleanup',
      pid: '8',
      text,
      malformed: false,
      written: head + text,
    });
  });

  test('and read again, it says the same', () => {
    const { written, ...first } = read({});
    expect(frame(written ?? '')).toMatchObject(first);
  });

  test('messages of bytes, of none, of several', () => {
    expect(read({ MESSAGE: [99, 97, 102, 233] }).text).toBe('caf\xe9');
    expect(read({ MESSAGE: null }).written).toBe(head);
    expect(read({ MESSAGE: ['one', 'two'] }).text).toBe('one');
    expect(read({ MESSAGE: [[233], 'two'] }).text).toBe('\xe9');
    expect(read({ MESSAGE: 'one\ntwo\n' }).written).toBe(`${head}one#012two`);
  });

  test('what can be missing', () => {
    expect(read({ SYSLOG_PID: undefined }).pid).toBe('1');
    expect(read({ SYSLOG_PID: undefined, _PID: undefined }).written).toContain(' postfix/cleanup: A1');
    expect(read({ SYSLOG_IDENTIFIER: undefined, _COMM: 'cleanup' }).program).toBe('cleanup');
    expect(read({ __REALTIME_TIMESTAMP: undefined }).malformed).toBe(true);
    expect(read({ __REALTIME_TIMESTAMP: 'soon' }).malformed).toBe(true);
  });
});
