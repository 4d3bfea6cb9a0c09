import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fields, Line } from '../event.ts';
import { dovecot } from './dovecot.ts';

const line: Line = { at: 0, host: 'mx1', program: 'dovecot', pid: '', text: '' };
const read = (text: string): Fields | undefined => dovecot(text, line);

describe('sign-out', () => {
  it.each([
    [
      'Disconnected: Logged out',
      ' in=121 out=997 deleted=0 expunged=0 trashed=0 hdr_count=0 hdr_bytes=0 body_count=0',
    ],
    ['Logged out', ' in=86 out=892'],
    [
      'Connection closed (IDLE running for 0.001 + waiting input for 9 secs, 2 B in + 10 B out, state=wait-input)',
      ' in=1 out=2',
    ],
    ['Disconnected for inactivity', ' in=1 out=2'],
    ['Server shutting down.', ' in=1 out=2'],
    ['Connection closed', ''],
  ])('%s', (reason, totals) => {
    expect(read(`imap(jerry)<1><S>: ${reason}${totals}`)).toEqual({
      event: 'logout',
      action: 'imap',
      user: 'jerry',
      session: 'S',
      reason,
    });
  });

  it('counts what POP3 fetched and deleted', () => {
    expect(
      read('pop3(zoe)<1><S>: Disconnected: Logged out top=4/3563, retr=1/1354, del=2/4, size=10790'),
    ).toEqual({
      event: 'logout',
      action: 'pop3',
      user: 'zoe',
      session: 'S',
      reason: 'Disconnected: Logged out',
      retrieved: 1,
      deleted: 2,
    });
  });

  it('reads a session that a mail_log_prefix writes', () => {
    for (const session of ['session=S+/8', 'session=<S+/8>'])
      expect(read(`imap(jerry): ${session} Connection closed in=1 out=2`)).toMatchObject({
        session: 'S+/8',
        reason: 'Connection closed',
      });
  });
});

describe('everything else', () => {
  it.each<[string, Fields['event']]>([
    ['master: Dovecot v2.3.19.1 (9b53102964) starting up for imap, pop3, lmtp', 'session'],
    ['Dovecot v1.2.rc3 starting up (core dumps disabled)', 'session'],
    ['ssl-params: SSL parameters regeneration completed', 'session'],
    ['imap(jerry)<1><S>: Debug: Mailbox INBOX: UID 1: Opened mail', 'session'],
    ['anvil: Warning: Killed with signal 15 (by pid=1 uid=0 code=kill)', 'warning'],
    ['imap: Warning: Time jumped forwards 47 seconds', 'warning'],
    ['Fatal: Auth process died too early - shutting down', 'warning'],
    ['imap(jerry)<1><S>: Error: Corrupted transaction log file', 'warning'],
    ['lmtp(jerry)<1><S>: quota: Quota exceeded', 'quota'],
  ])('%s', (text, event) => {
    expect(read(text)?.event).toBe(event);
  });

  it('does not know what it does not know', () => {
    for (const text of [
      '',
      ':',
      '(',
      'imap(',
      'imap(jerry',
      'imap(jerry)<1><S>: something new',
      'x: y',
      'imap(j)<1>',
    ])
      expect(read(text)).toBeUndefined();
  });

  it('never throws', () => {
    const words = fc.constantFrom(
      'imap(j)<1><S>: ',
      'lmtp(j): ',
      'imap-login: Login: ',
      'IMAP(j): ',
      'auth: ',
      'sieve: msgid=',
      'Mailbox ',
      'copy from ',
      'copy -> ',
      'expunge: ',
      'box=',
      ', uid=',
      ', flags=(',
      ': stored mail into mailbox ',
      ': forwarded to <',
      'user=<',
      ', rip=',
      "'",
      '>',
      ')',
      ': ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ maxLength: 8 })), { maxLength: 12 }), (parts) => {
        read(parts.join(''));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('aside', () => {
  it.each<[string, Fields]>([
    [
      'indexer-worker(jerry)<12><S>: Indexed 3 messages in INBOX (UIDs 7..9)',
      { event: 'session', user: 'jerry', session: 'S', action: 'indexed', mailbox: 'INBOX' },
    ],
    [
      'imap-login: Disconnected: Too many invalid commands',
      {
        event: 'session',
        reason: 'Disconnected: Too many invalid commands',
        client: { protocol: 'imap' },
      },
    ],
    [
      'master: Dovecot v2.3.19.1 starting up for imap',
      { event: 'session', action: 'start', reason: 'Dovecot v2.3.19.1 starting up for imap' },
    ],
    [
      'dovecot: auth(default): passwd-file(zoe,192.0.2.7): Password mismatch',
      { event: 'login-failed', user: 'zoe', client: { ip: '192.0.2.7' }, reason: 'Password mismatch' },
    ],
  ])('%s', (text, fields) => {
    expect(read(text)).toEqual(fields);
  });
});
