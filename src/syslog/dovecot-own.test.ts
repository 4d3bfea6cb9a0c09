import { describe, expect, test } from 'vitest';
import { Framer } from './framer.ts';

const AT = Date.UTC(2026, 6, 3, 16, 39, 25) * 1000;

function parts(line: string): unknown[] {
  const { at, host, program, pid, text } = new Framer({ tz: 'UTC', year: 2026 }).frame(line);
  return [at, host, program, pid, text];
}

describe('Dovecot 1.x', () => {
  const text = 'IMAP(jerry): deleted: uid=22, msgid=<a@b.example>';

  test.each([
    ['dovecot: Jul 03 16:39:25 Info: ', ''],
    ['dovecot: 2026-07-03 16:39:25 Info: ', ''],
    ['Jul  3 16:39:25 mx1 dovecot: ', 'mx1'],
    ['Jul 03 16:39:25 mx1 dovecot: Jul 03 16:39:25 Info: ', 'mx1'],
    ['Jul 03 16:39:25 mx1 dovecot: 2026-07-03 16:39:25 Info: ', 'mx1'],
    ['Jul 03 16:39:25 dovecot: Jul 03 16:39:25 Info: ', ''],
  ])('%s', (head, host) => {
    expect(parts(head + text)).toEqual([AT, host, 'dovecot', '', text]);
  });

  test('a warning says that it is one', () => {
    expect(parts('dovecot: Jul 03 16:39:25 Error: IMAP(jerry): x')[4]).toBe('Error: IMAP(jerry): x');
  });

  test('deliver, which writes the same way', () => {
    expect(parts('deliver(jerry): Jul 03 16:39:25 Info: msgid=<a@b>: saved mail to INBOX')).toEqual([
      AT,
      '',
      'dovecot',
      '',
      'deliver(jerry): msgid=<a@b>: saved mail to INBOX',
    ]);
  });
});

describe("Dovecot 2.x' own file", () => {
  test.each([
    ['imap(jerry)<12><s+/=>: Info: expunge: uid=1', 'imap(jerry)<12><s+/=>: expunge: uid=1'],
    ['imap(jerry doe)<12><s>: Info: expunge: uid=1', 'imap(jerry doe)<12><s>: expunge: uid=1'],
    ['imap-login: Info: Login: user=<a>', 'imap-login: Login: user=<a>'],
    ['auth-worker(22): Error: sql(a): x', 'auth-worker(22): Error: sql(a): x'],
    ['lmtp(a@b.example)<1><s>: Info: sieve: x: Info: y', 'lmtp(a@b.example)<1><s>: sieve: x: Info: y'],
  ])('%s', (rest, text) => {
    for (const date of ['Jul 03 16:39:25', '2026-07-03 16:39:25']) {
      expect(parts(`${date} ${rest}`)).toEqual([AT, '', 'dovecot', '', text]);
    }
  });
});
