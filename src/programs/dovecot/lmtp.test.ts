import { describe, expect, it } from 'vitest';
import type { Fields, Line } from '../event.ts';
import { dovecot } from './dovecot.ts';

const line: Line = { at: 0, host: 'mx1', program: 'dovecot', pid: '', text: '' };

describe('delivery agents without Sieve', () => {
  it.each<[string, Partial<Fields>]>([
    ['lmtp(810): Connect from 192.0.2.7', { event: 'lmtp', action: 'connect', client: { ip: '192.0.2.7' } }],
    ['lmtp(810): Connect from local', { event: 'lmtp', action: 'connect' }],
    [
      'lmtp(810): Disconnect from ::1: Connection closed (state=GREETING)',
      {
        event: 'lmtp',
        action: 'disconnect',
        client: { ip: '::1' },
        reason: 'Connection closed (state=GREETING)',
      },
    ],
    [
      'lmtp(810, jerry): Disconnect from local: Successful quit',
      { event: 'lmtp', user: 'jerry', reason: 'Successful quit' },
    ],
    [
      'lmtp(jerry)<9956><IkiQKTt+117kJgAAWP5Hkg:2>: msgid=<a@b>: saved mail to INBOX',
      {
        event: 'save',
        action: 'lmtp',
        user: 'jerry',
        session: 'IkiQKTt+117kJgAAWP5Hkg:2',
        messageId: '<a@b>',
        mailbox: 'INBOX',
      },
    ],
    [
      'lmtp(jerry): vwQ8DCqjqlqdHgAAwl8aWQ: msgid=<a@b>: saved mail to Lists: all',
      { event: 'save', session: 'vwQ8DCqjqlqdHgAAwl8aWQ', messageId: '<a@b>', mailbox: 'Lists: all' },
    ],
    [
      "lmtp(810, jerry): vwQ8DCqjqlqdHgAAwl8aWQ: sieve: msgid=<a@b>: stored mail into mailbox 'INBOX'",
      { event: 'sieve', user: 'jerry', session: 'vwQ8DCqjqlqdHgAAwl8aWQ', mailbox: 'INBOX' },
    ],
    [
      'lda(jerry): msgid=<a@b>: saved mail to INBOX',
      { event: 'save', action: 'lda', user: 'jerry', mailbox: 'INBOX', status: 'saved' },
    ],
    ['deliver(jerry): msgid=<a@b>: saved mail to INBOX', { event: 'save', action: 'lda', mailbox: 'INBOX' }],
    [
      'deliver(jerry): msgid=<a@b>: forwarded to <o@x>',
      { event: 'sieve', action: 'forwarded', forwardPath: 'o@x' },
    ],
    ['deliver(jerry): msgid=<a@b>: discarded', { event: 'sieve', action: 'discarded', messageId: '<a@b>' }],
    [
      'lda(jerry)<1><S>: msgid=<a@b>: save failed to open mailbox INBOX: Permission denied',
      { event: 'lmtp', action: 'save-failed', mailbox: 'INBOX', reason: 'Permission denied' },
    ],
    [
      'lda(jerry)<1><S>: msgid=<a@b>, from=E <e@x>, subject="S": saved mail to INBOX',
      { event: 'save', messageId: '<a@b>', mailbox: 'INBOX' },
    ],
    [
      'lmtp(jerry)<1><S>: msgid=<a@b>: save failed to INBOX: Quota exceeded (mailbox for user is full)',
      {
        event: 'quota',
        action: 'save-failed',
        messageId: '<a@b>',
        mailbox: 'INBOX',
        reason: 'Quota exceeded (mailbox for user is full)',
      },
    ],
    [
      'lmtp(jerry)<1><S>: Error: msgid=<a@b>: save failed to Junk: Internal error occurred',
      { event: 'lmtp', action: 'save-failed', mailbox: 'Junk', reason: 'Internal error occurred' },
    ],
    [
      'lmtp(jerry)<1><S>: msgid=<a>: saved mail to Y: b@evil>: saved mail to INBOX',
      { messageId: '<a>: saved mail to Y: b@evil>', mailbox: 'INBOX' },
    ],
  ])('%s', (text, expected) => {
    expect(dovecot(text, line)).toMatchObject(expected);
  });
});
