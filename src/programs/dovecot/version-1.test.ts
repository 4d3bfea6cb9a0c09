import { describe, expect, it } from 'vitest';
import type { Fields, Line } from '../event.ts';
import { dovecot } from './dovecot.ts';

const line: Line = { at: 0, host: 'mx1', program: 'dovecot', pid: '', text: '' };
const read = (text: string): Fields | undefined => dovecot(text, { ...line, text });

describe('mail_log of 1.x', () => {
  it('says deleted for the flag and expunged for the end', () => {
    const cut = '<df2f6c630907030041g6263979ag4b1561aed2799ed8@ma';
    expect(read(`Info: IMAP(jerry): deleted: uid=22052, msgid=${cut}`)).toEqual({
      event: 'delete',
      action: 'imap',
      user: 'jerry',
      uid: 22052,
      messageId: cut,
    });
    expect(read('IMAP(jerry): undeleted: uid=7, msgid=<a@b>')).toMatchObject({ event: 'undelete', uid: 7 });
    expect(read('imap(jerry): expunged: uid=7, msgid=(null)')).toMatchObject({
      event: 'expunge',
      messageId: '',
    });
    expect(read('POP3(jerry): expunged: uid=7, msgid=<a@b>')).toMatchObject({
      event: 'expunge',
      action: 'pop3',
    });
  });

  it('names the destination of a copy, and the uid of the original', () => {
    expect(read('IMAP(jerry): copy -> Trash: uid=22052, msgid=<a@b>')).toEqual({
      event: 'copy',
      action: 'imap',
      user: 'jerry',
      mailbox: 'Trash',
      uid: 22052,
      messageId: '<a@b>',
    });
  });

  it('reads the fields of 1.1 and 1.2', () => {
    expect(read('IMAP(jerry): copy: uid=5, box=Junk, dest=Trash, msgid=<a@b>, size=9')).toEqual({
      event: 'copy',
      action: 'imap',
      user: 'jerry',
      fromMailbox: 'Junk',
      mailbox: 'Trash',
      uid: 5,
      messageId: '<a@b>',
      size: 9,
    });
    expect(
      read(
        'IMAP(jerry): delete: uid=5, flags=(\\Deleted), msgid=<a@b>, from=E, uid=1, subject=S, size=1, size=9',
      ),
    ).toEqual({
      event: 'delete',
      action: 'imap',
      user: 'jerry',
      uid: 5,
      flags: ['\\Deleted'],
      messageId: '<a@b>',
      headerFrom: 'E, uid=1',
      subject: 'S, size=1',
      size: 9,
    });
    expect(read('IMAP(jerry): expunge: uids=1-3,5, box=Junk, size=90')).toMatchObject({
      event: 'expunge',
      mailbox: 'Junk',
    });
    expect(read('IMAP(jerry): Mailbox deleted: Old')).toMatchObject({
      event: 'mailbox-delete',
      mailbox: 'Old',
    });
  });

  it('reads sign-in and sign-out', () => {
    expect(
      read(
        'Info: imap-login: Login: user=<jerry>, method=PLAIN, rip=::ffff:192.168.10.51, lip=192.168.10.8, TLS',
      ),
    ).toEqual({
      event: 'login',
      user: 'jerry',
      tls: 'TLS',
      client: { protocol: 'imap', ip: '192.168.10.51', saslMethod: 'PLAIN' },
    });
    expect(read('IMAP(jerry): Disconnected: Logged out bytes=50/404')).toEqual({
      event: 'logout',
      action: 'imap',
      user: 'jerry',
      reason: 'Disconnected: Logged out',
    });
    expect(read('POP3(jerry): Disconnected: Logged out top=0/0, retr=2/99, del=1/2, size=99')).toMatchObject({
      retrieved: 2,
      deleted: 1,
    });
  });
});
