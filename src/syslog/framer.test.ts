import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Frame } from './frame.ts';
import { Framer } from './framer.ts';

const modified = new Date('2026-07-04T00:00:00Z');
const AT = Date.UTC(2026, 6, 3, 8, 39, 25) * 1000;

function frame(line: string): Frame {
  return new Framer({ tz: 'Asia/Taipei', modified }).frame(line);
}

function parts(
  line: string,
): readonly [at: number | undefined, host: string, program: string, pid: string, text: string] {
  const { at, host, program, pid, text } = frame(line);
  return [at, host, program, pid, text];
}

describe('RFC 3164', () => {
  test.each([
    'Jul  3 16:39:25 mx1 postfix/smtpd[4711]: connect from a[192.0.2.1]',
    'Jul 3 16:39:25 mx1 postfix/smtpd[4711]: connect from a[192.0.2.1]',
    'Jul 03 16:39:25 mx1 postfix/smtpd[4711]: connect from a[192.0.2.1]',
    '<22>Jul  3 16:39:25 mx1 postfix/smtpd[4711]: connect from a[192.0.2.1]',
    'Jul  3 2026 16:39:25 mx1 postfix/smtpd[4711]: connect from a[192.0.2.1]',
    '2026 Jul  3 16:39:25 mx1 postfix/smtpd[4711]: connect from a[192.0.2.1]',
    'Jul  3 16:39:25 mx1 postfix/smtpd[4711]: connect from a[192.0.2.1]\r',
    'Jul  3 16:39:25 mx1 mail.info postfix/smtpd[4711]: connect from a[192.0.2.1]',
    'Jul  3 16:39:25 <mail.info> mx1 postfix/smtpd[4711]: connect from a[192.0.2.1]',
    'Jul  3 16:39:25 mx1 postfix/smtpd[4711]: [ID 197553 mail.info] connect from a[192.0.2.1]',
  ])('%s', (line) => {
    expect(parts(line)).toEqual([AT, 'mx1', 'postfix/smtpd', '4711', 'connect from a[192.0.2.1]']);
  });

  test.each([
    ['mx1 postfix/submission/smtpd[1]: x', 'mx1', 'postfix/submission/smtpd', '1', 'x'],
    ['mx1 postfix-out/qmgr[1]: x', 'mx1', 'postfix-out/qmgr', '1', 'x'],
    ['mx1.corp.example dovecot: imap(a)<1><s>: x', 'mx1.corp.example', 'dovecot', '', 'imap(a)<1><s>: x'],
    ['mx1 (rspamd)[9]: x', 'mx1', '(rspamd)', '9', 'x'],
    ['mx1 perl::Daemon[9]: x', 'mx1', 'perl::Daemon', '9', 'x'],
    [
      'mx1 amavis[12]: (12-01) Passed CLEAN {Relayed}',
      'mx1',
      'amavis',
      '12',
      '(12-01) Passed CLEAN {Relayed}',
    ],
    ['mx1 postfix/qmgr[1]: ', 'mx1', 'postfix/qmgr', '1', ''],
    ['mx1 postfix/qmgr[1]:', 'mx1', 'postfix/qmgr', '1', ''],
    ['mx1 dovecot:', 'mx1', 'dovecot', '', ''],
    ['mx1 spamd:  two blanks', 'mx1', 'spamd', '', ' two blanks'],
    ['fe80::1 postfix/qmgr[1]: x', 'fe80::1', 'postfix/qmgr', '1', 'x'],
    ['mx1 last message repeated 3 times', 'mx1', '', '', 'last message repeated 3 times'],
    ['mx1 : x', 'mx1', '', '', ': x'],
    // without a host
    ['postfix/qmgr[1]: removed', '', 'postfix/qmgr', '1', 'removed'],
    ['dovecot: imap-login: Login: user=<a>', '', 'dovecot', '', 'imap-login: Login: user=<a>'],
    ['mx1', '', '', '', 'mx1'],
  ])('Jul  3 16:39:25 %s', (rest, ...expected) => {
    expect(parts(`Jul  3 16:39:25 ${rest}`)).toEqual([AT, ...expected]);
  });

  test('a fraction of a second, a leap second', () => {
    expect(frame('Jul  3 16:39:25.5 mx1 a: x').at).toBe(AT + 500_000);
    expect(frame('Jul  3 16:39:60 mx1 a: x').at).toBe(AT + 35_000_000);
  });

  test('a header forged inside a text is text', () => {
    const text = 'A1: warning: header Subject: Jul  3 16:39:26 mx2 postfix/qmgr[9]: B2: removed';
    expect(parts(`Jul  3 16:39:25 mx1 postfix/cleanup[8]: ${text}`)).toEqual([
      AT,
      'mx1',
      'postfix/cleanup',
      '8',
      text,
    ]);
  });
});

describe('RFC 3339', () => {
  test.each([
    ['2026-07-03T16:39:25.123456+08:00', 123_456],
    ['2026-07-03T16:39:25.123+08:00', 123_000],
    ['2026-07-03T16:39:25.123456789+08:00', 123_456],
    ['2026-07-03T16:39:25+08:00', 0],
    ['2026-07-03T16:39:25+0800', 0],
    ['2026-07-03T16:39:25+08', 0],
    ['2026-07-03T08:39:25Z', 0],
    ['2026-07-03T08:39:25.000001Z', 1],
    ['2026-07-02T22:09:25-10:30', 0],
    ['2026-07-03T16:39:25', 0],
    ['2026-07-03 16:39:25', 0],
    ['2026-07-03 16:39:25,250', 250_000],
    ['2026-07-03 16:39:25.250+08:00', 250_000],
    ['<22>2026-07-03T16:39:25+08:00', 0],
  ])('%s', (date, micros) => {
    expect(parts(`${date} mx1 postfix/qmgr[7]: x`)).toEqual([AT + micros, 'mx1', 'postfix/qmgr', '7', 'x']);
  });

  test('the file of another program has a time and a text, but neither host nor program', () => {
    for (const text of ['CRIT: Banning', '1c ** a: x']) {
      expect(parts(`2026-07-03 16:39:25 ${text}`)).toEqual([AT, '', '', '', text]);
    }
    expect(parts('2026-07-03 16:39:25 mx1 dovecot: lmtp(1): x')).toEqual([
      AT,
      'mx1',
      'dovecot',
      '',
      'lmtp(1): x',
    ]);
  });

  test.each([
    '2026-13-03T16:39:25Z',
    '2026-02-29T16:39:25Z',
    '2026-07-03T24:00:00Z',
    '2026-07-03T16:39:25+8:00',
  ])('malformed: %s', (date) => {
    const line = `${date} mx1 a: x`;
    expect(frame(line)).toEqual({
      at: undefined,
      host: '',
      program: '',
      pid: '',
      text: line,
      malformed: true,
    });
  });
});

describe('mixed forms in one file', () => {
  const text = 'A1: removed';
  const lines = [
    `Jul 03 16:39:25 mx1 postfix/qmgr[7]: ${text}`,
    `2026-07-03T16:39:25+08:00 mx1 postfix/qmgr[7]: ${text}`,
    `1 2026-07-03T08:39:25Z mx1 postfix/qmgr 7 - - ${text}`,
    `Jul 03 16:39:25 mx1 postfix/qmgr[7]: message repeated 2 times: [ ${text}]`,
    `{"log":"Jul 03 16:39:25 mx1 postfix/qmgr[7]: ${text}\\n","stream":"stdout","time":"2026-07-03T08:39:25.5Z"}`,
    'Jul 03 16:39:25 imap(jerry)<12><s>: Info: x',
    'dovecot: Jul 03 16:39:25 Info: IMAP(jerry): x',
    '2026-07-03 16:39:25 #12(normal) <ab>; task; rspamd_task_process: x',
    'no header at all',
  ];

  test('each is read as if it stood alone', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...lines), { maxLength: 20 }), (some) => {
        const framer = new Framer({ tz: 'Asia/Taipei', modified });
        expect(some.map((line) => framer.frame(line))).toEqual(some.map(frame));
      }),
    );
  });
});

describe('strange lines', () => {
  test.each([
    '',
    ' ',
    '\r',
    '...',
    '<22>',
    '<',
    'Jul',
    'Jul  3',
    'Xxx  3 16:39:25 a b: c',
    '{',
    '{}',
    '[]',
    'dovecot: x',
  ])('malformed: "%s"', (line) => {
    const { malformed, at, text } = frame(line);
    expect({ malformed, at, text }).toEqual({ malformed: true, at: undefined, text: line.replace('\r', '') });
  });

  test('NUL and bytes that are not UTF-8 stay what they are', () => {
    const text = 'A1: warning: header Subject: caf\xe9 \0 \xff\x85';
    expect(frame(`Jul  3 16:39:25 mx1 postfix/cleanup[8]: ${text}`).text).toBe(text);
  });

  test.each(['Jul  3 16:39:25', '<22>Jul  3 16:39:25', '2026-07-03T16:39:25+08:00'])(
    'the hole that copytruncate leaves before a line hides nothing: %s',
    (date) => {
      const read = frame(`${'\0'.repeat(1 << 20)}${date} mx1 postfix/qmgr[7]: A1: removed`);
      expect(read).toMatchObject({
        host: 'mx1',
        program: 'postfix/qmgr',
        text: 'A1: removed',
        malformed: false,
      });
      expect(frame('\0'.repeat(9)).malformed).toBe(true);
    },
  );

  test('a line of a megabyte, whatever is long in it', () => {
    const long = 'a'.repeat(1 << 20);
    expect(frame(`Jul  3 16:39:25 mx1 a[1]: ${long}`).text).toHaveLength(1 << 20);
    for (const head of [
      '',
      'Jul  3 16:39:25 ',
      'Jul  3 16:39:25 mx1 ',
      'Jul  3 16:39:25 mx1 dovecot: ',
      '2026-07-03 16:39:25 ',
    ]) {
      for (const filling of [
        long,
        'a('.repeat(1 << 19),
        '<1> '.repeat(1 << 18),
        '['.repeat(1 << 20),
        '<mail.info> '.repeat(90_000),
      ]) {
        expect((head + filling).endsWith(frame(head + filling).text)).toBe(true);
      }
    }
    frame(`<22>1 2026-07-03T16:39:25Z h a 1 - [a b="${long}`);
    frame(`{"MESSAGE":${'['.repeat(1 << 20)}`);
    frame(`{"__REALTIME_TIMESTAMP":"1","MESSAGE":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
  });

  const latin1 = fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  });
  const heads = fc.constantFrom(
    '',
    'Jul  3 16:39:25 ',
    'Jul  3 16:39:25 mx1 ',
    'Jul  3 16:39:25 mx1 postfix/smtpd[1]: ',
    'Jul  3 16:39:25 mx1 dovecot: ',
    '2026-07-03T16:39:25+08:00 mx1 ',
    '2026-07-03 16:39:25 ',
    '<22>1 2026-07-03T16:39:25Z mx1 a 1 - ',
    '{"__REALTIME_TIMESTAMP":"1783067965000000","MESSAGE":"',
    'dovecot: Jul 03 16:39:25 ',
    '2026-07-03 16:39:25 #1(normal) <a>; task; ',
    'Jul  3 16:39:25 mx1 a[1]: message repeated 2 times: [ ',
  );

  test('never throws, and the text is the end of the line, or the end of what a repetition wraps', () => {
    fc.assert(
      fc.property(heads, latin1, (head, rest) => {
        const line = head + rest;
        const { text, written } = frame(line);
        const whole = (written ?? line).replace(/\r$/, '');
        return whole.endsWith(text) || whole.endsWith(`${text}]`);
      }),
    );
  });

  test('any text behind a whole header comes back, byte for byte', () => {
    fc.assert(
      fc.property(latin1, (text) => {
        const line = `Jul  3 16:39:25 mx1 postfix/cleanup[8]: ${text}`;
        const got = frame(line);
        expect(got.text).toBe(text.replace(/\r$/, '').replace(/^\[ID \d{1,9} \w+\.\w+\] /, ''));
        expect([got.host, got.program, got.pid]).toEqual(['mx1', 'postfix/cleanup', '8']);
      }),
    );
  });
});

test('hosts and programs are the same strings line after line', () => {
  const framer = new Framer({ tz: 'UTC', modified });
  for (let i = 0; i < 5000; i++) {
    const { host, program } = framer.frame(`Jul  3 16:39:25 host-number-${i % 70} program-number-${i}[1]: x`);
    expect([host, program]).toEqual([`host-number-${i % 70}`, `program-number-${i}`]);
  }
});
