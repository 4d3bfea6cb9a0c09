import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fields, Line } from '../event.ts';
import { dovecot } from './dovecot.ts';

const line: Line = { at: 0, host: 'mx1', program: 'dovecot', pid: '', text: '' };
const read = (text: string): Fields | undefined => dovecot(text, { ...line, text });

const jerry = { user: 'jerry@corp.example', session: '6Tkq0lY5ZLTAqAoz', action: 'imap' };
const from23 = (text: string) => read(`imap(jerry@corp.example)<4711><6Tkq0lY5ZLTAqAoz>: ${text}`);

describe('mail_log of 2.x', () => {
  it('reads every field in the order that the plugin writes', () => {
    expect(
      from23(
        'expunge: box=INBOX, uid=5, msgid=<a@b.example>, size=1305, vsize=1337, from=Alice <alice@b.example>, subject=Minutes, flags=(\\Seen $Forwarded)',
      ),
    ).toEqual({
      ...jerry,
      event: 'expunge',
      mailbox: 'INBOX',
      uid: 5,
      messageId: '<a@b.example>',
      size: 1305,
      headerFrom: 'Alice <alice@b.example>',
      subject: 'Minutes',
      flags: ['\\Seen', '$Forwarded'],
    });
  });

  it('names the copy and where it came from', () => {
    expect(from23('copy from INBOX: box=Trash, uid=4, msgid=<a@b.example>, size=9')).toEqual({
      ...jerry,
      event: 'copy',
      fromMailbox: 'INBOX',
      mailbox: 'Trash',
      uid: 4,
      messageId: '<a@b.example>',
      size: 9,
    });
    // Only uid, msgid and size are logged by default.
    expect(from23('copy from Junk/a: b: uid=4, msgid=<a@b.example>, size=9')).toEqual({
      ...jerry,
      event: 'copy',
      fromMailbox: 'Junk/a: b',
      uid: 4,
      messageId: '<a@b.example>',
      size: 9,
    });
  });

  it('takes the flags from the last brackets, whatever a Message-ID that was cut short opens', () => {
    expect(
      from23('flag_change: box=INBOX, uid=5, msgid=<a, flags=(\\De, size=9, flags=(\\Seen)'),
    ).toMatchObject({ uid: 5, messageId: '<a, flags=(\\De', size: 9, flags: ['\\Seen'] });
  });

  it.each([
    ['save: box=INBOX, uid=1, msgid=<a@b>', 'save'],
    ['delete: uid=1, msgid=<a@b>', 'delete'],
    ['undelete: uid=1, msgid=<a@b>', 'undelete'],
    ['flag_change: box=INBOX, uid=1, msgid=<a@b>, flags=()', 'flag-change'],
    ['autoexpunge: box=Trash, uid=1, msgid=<a@b>', 'expunge'],
  ])('%s', (text, event) => {
    expect(from23(text)).toMatchObject({ ...jerry, event, uid: 1, messageId: '<a@b>' });
  });

  it('tells retention from a person', () => {
    expect(from23('autoexpunge: box=Trash, uid=1, msgid=<a@b>')?.reason).toBe('autoexpunge');
  });

  it('keeps a Message-ID as it was cut, and an absent one as the empty string', () => {
    expect(
      from23('expunge: uid=1, msgid=<52805BF0F147-7044bc48ab194dae8373ec9b588cdef8@online..., size=9')
        ?.messageId,
    ).toBe('<52805BF0F147-7044bc48ab194dae8373ec9b588cdef8@online...');
    expect(from23('expunge: uid=1, msgid=, size=9')).toMatchObject({ messageId: '', size: 9 });
    expect(from23('save: box=INBOX, uid=error, msgid=<a@b>, size=error')).toEqual({
      ...jerry,
      event: 'save',
      mailbox: 'INBOX',
      messageId: '<a@b>',
    });
  });

  it('reads mailboxes made, removed and renamed', () => {
    expect(from23('Mailbox created: Projects')).toEqual({
      ...jerry,
      event: 'mailbox-create',
      mailbox: 'Projects',
    });
    expect(from23('Mailbox deleted: Old, stuff')).toEqual({
      ...jerry,
      event: 'mailbox-delete',
      mailbox: 'Old, stuff',
    });
    expect(from23('Mailbox renamed: Sooner -> Später')).toEqual({
      ...jerry,
      event: 'mailbox-rename',
      fromMailbox: 'Sooner',
      mailbox: 'Später',
    });
  });

  it('says which process acted', () => {
    expect(read('pop3(zoe)<1><S>: expunge: box=INBOX, uid=5, msgid=<a@b>, size=1')).toMatchObject({
      action: 'pop3',
    });
    expect(read('doveadm(zoe)<1><S>: expunge: box=INBOX, uid=5, msgid=<a@b>, size=1')).toMatchObject({
      action: 'doveadm',
      user: 'zoe',
    });
    expect(read('indexer-worker(zoe)<1><S>: save: uid=5, msgid=<a@b>')).toMatchObject({
      action: 'indexer-worker',
    });
  });
});

describe('the mailbox before the event, as 2.4 writes it', () => {
  it('is read and left out', () => {
    expect(from23('Mailbox INBOX: expunge: box=INBOX, uid=5, msgid=<a@b>, size=9')).toEqual({
      ...jerry,
      event: 'expunge',
      mailbox: 'INBOX',
      uid: 5,
      messageId: '<a@b>',
      size: 9,
    });
    expect(from23('Mailbox Trash: UID 7: copy from INBOX: box=Trash, uid=8, msgid=<a@b>')).toMatchObject({
      event: 'copy',
      fromMailbox: 'INBOX',
      mailbox: 'Trash',
      uid: 8,
    });
    expect(from23('Mailbox Trash: delete: uid=8, msgid=<a@b>')).toMatchObject({ mailbox: 'Trash', uid: 8 });
    expect(from23('Mailbox created: delete: uid=8, msgid=<a@b>')).toMatchObject({
      event: 'delete',
      mailbox: 'created',
    });
    expect(from23('Mailbox a: b: Mailbox created')).toEqual({
      ...jerry,
      event: 'mailbox-create',
      mailbox: 'a: b',
    });
    expect(from23('Mailbox Old: Mailbox deleted')).toEqual({
      ...jerry,
      event: 'mailbox-delete',
      mailbox: 'Old',
    });
    expect(from23('Mailbox Sooner: Mailbox renamed: Sooner -> Later')).toEqual({
      ...jerry,
      event: 'mailbox-rename',
      fromMailbox: 'Sooner',
      mailbox: 'Later',
    });
    expect(from23('Mailbox INBOX: something else')).toBeUndefined();
  });

  it.each([
    'a, uid=9, msgid=<x@y>',
    'x: expunge: box=x',
    'x: expunge: box=x, uid=1, msgid=<v@w>, size=3',
    "'a' b, ü",
  ])('proves the hostile name %s', (name) => {
    expect(from23(`Mailbox ${name}: expunge: box=${name}, uid=5, msgid=<a@b>, size=9`)).toMatchObject({
      event: 'expunge',
      mailbox: name,
      uid: 5,
      messageId: '<a@b>',
      size: 9,
    });
  });
});

describe('text of strangers', () => {
  const forged = ', uid=1, msgid=<other@x>, size=2, flags=(\\Deleted)';

  it('a subject is no list of fields', () => {
    expect(
      from23(
        `expunge: box=INBOX, uid=5, msgid=<a@b>, size=9, from=Eve <e@x>, subject=Hi${forged}, flags=(\\Seen)`,
      ),
    ).toMatchObject({
      uid: 5,
      messageId: '<a@b>',
      size: 9,
      headerFrom: 'Eve <e@x>',
      subject: `Hi${forged}`,
      flags: ['\\Seen'],
    });
    // Where flags are not logged, this text cannot be told from them.
    expect(from23(`expunge: uid=5, msgid=<a@b>, size=9, subject=Hi${forged}x`)).toMatchObject({
      uid: 5,
      messageId: '<a@b>',
      size: 9,
      subject: `Hi${forged}x`,
    });
  });

  it('a header From is no list of fields', () => {
    expect(
      from23(
        `flag_change: box=INBOX, uid=5, msgid=<a@b>, size=9, vsize=9, from=Eve${forged} <e@x>, subject=S, flags=()`,
      ),
    ).toMatchObject({
      uid: 5,
      messageId: '<a@b>',
      size: 9,
      headerFrom: `Eve${forged} <e@x>`,
      subject: 'S',
      flags: [],
    });
  });

  it('a Message-ID does not change the uid', () => {
    for (const before of ['Mailbox INBOX: ', ''])
      expect(
        from23(`${before}expunge: box=INBOX, uid=5, msgid=<a, uid=x, msgid=<other@x>, size=9`),
      ).toMatchObject({
        mailbox: 'INBOX',
        uid: 5,
        messageId: '<a, uid=x, msgid=<other@x>',
        size: 9,
      });
    // Where the mailbox is not named twice, a Message-ID can make up one that does not exist.
    expect(from23('expunge: box=INBOX, uid=5, msgid=<a, uid=1, msgid=<other@x>, size=9')?.mailbox).not.toBe(
      'INBOX',
    );
    expect(from23('expunge: uid=5, msgid=<v@w>, size=1, size=9, from=E')).toMatchObject({
      uid: 5,
      messageId: '<v@w>, size=1',
      size: 9,
    });
  });

  it('a mailbox name does not change the uid', () => {
    expect(from23('expunge: box=a, uid=9, uid=5, msgid=<a@b>, size=9')).toMatchObject({
      mailbox: 'a, uid=9',
      uid: 5,
    });
  });

  it('a mailbox name is no list of fields', () => {
    const name = 'x: box=INBOX, uid=1, msgid=<other@x>';
    const fields = 'msgid=<a@b>, size=9, from=E, subject=S, flags=()';
    const proved = { uid: 7, messageId: '<a@b>', size: 9, subject: 'S', flags: [] };
    expect(from23(`expunge: box=${name}, uid=7, ${fields}`)).toMatchObject({ ...proved, mailbox: name });
    expect(from23(`copy from INBOX: box=${name}, uid=7, ${fields}`)).toMatchObject({
      ...proved,
      fromMailbox: 'INBOX',
      mailbox: name,
    });
    for (const before of ['', 'Mailbox Trash: '])
      expect(from23(`${before}copy from ${name}: box=Trash, uid=7, ${fields}`)).toMatchObject({
        ...proved,
        fromMailbox: name,
        mailbox: 'Trash',
      });
    expect(from23(`Mailbox ${name}: copy from Trash: box=${name}, uid=7, ${fields}`)).toMatchObject({
      ...proved,
      fromMailbox: 'Trash',
      mailbox: name,
    });
  });

  it('two Message-IDs stay two', () => {
    expect(from23('save: box=INBOX, uid=5, msgid=<own@x> <other@x>, size=9')).toMatchObject({
      mailbox: 'INBOX',
      uid: 5,
      messageId: '<own@x> <other@x>',
    });
    expect(from23('save: box=INBOX, uid=5, msgid= <folded@x>, size=9')?.messageId).toBe('<folded@x>');
  });

  it('an event word inside other text is no event', () => {
    expect(from23('ID sent: name=expunge: box=INBOX, uid=5')?.event).toBe('session');
  });

  it('keeps uid and Message-ID whatever follows them', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (from, subject) => {
        const fields = from23(
          `expunge: box=INBOX, uid=5, msgid=<a@b>, size=9, from=${from}, subject=${subject}, flags=(\\Seen)`,
        );
        expect(fields).toMatchObject({
          event: 'expunge',
          mailbox: 'INBOX',
          uid: 5,
          messageId: '<a@b>',
          size: 9,
        });
      }),
    );
  });
});
