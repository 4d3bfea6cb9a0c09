import { describe, expect, it } from 'vitest';
import type { Fields, Line } from '../event.ts';
import { dovecot } from './dovecot.ts';

const line: Line = { at: 0, host: 'mx1', program: 'dovecot', pid: '', text: '' };
const sieve = (text: string): Fields | undefined =>
  dovecot(`lmtp(ana@corp.example)<81><GUID:T2:R3>: sieve: ${text}`, line);
const known = { event: 'sieve', user: 'ana@corp.example', session: 'GUID:T2:R3', messageId: '<m@x.example>' };

describe('what Sieve did', () => {
  it.each<[string, Partial<Fields>]>([
    ["stored mail into mailbox 'INBOX'", { action: 'stored', mailbox: 'INBOX' }],
    ["fileinto action: stored mail into mailbox 'Junk'", { action: 'stored', mailbox: 'Junk' }],
    ["stored mail into mailbox 'Lists/it's, ü'", { action: 'stored', mailbox: "Lists/it's, ü" }],
    ["stored mail into mailbox 'x' (INBOX.x)", { action: 'stored', mailbox: 'INBOX.x' }],
    ['stored mail into mailbox [SPECIAL-USE \\Junk] (Spam)', { action: 'stored', mailbox: 'Spam' }],
    ["left message in mailbox 'INBOX'", { action: 'kept', mailbox: 'INBOX' }],
    ['forwarded to <o@out.example>', { action: 'forwarded', forwardPath: 'o@out.example' }],
    ['redirect action: forwarded to <o@out.example>', { action: 'forwarded', forwardPath: 'o@out.example' }],
    ['discarded duplicate forward to <o@out.example>', { action: 'duplicate', forwardPath: 'o@out.example' }],
    ['marked message to be discarded if not explicitly delivered (discard action)', { action: 'discarded' }],
    [
      'discard action: Marked message to be discarded if not explicitly delivered (discard action)',
      { action: 'discarded' },
    ],
    [
      'reject action: rejected message from <s@x.example> (ereject)',
      { action: 'rejected', reversePath: 's@x.example', reason: 'ereject' },
    ],
    [
      'not sending reject message to <>',
      { action: 'discarded', reversePath: '', reason: 'not sending reject message to <>' },
    ],
    [
      'not sending reject message (would cause second response to sender)',
      { action: 'discarded', reason: 'not sending reject message (would cause second response to sender)' },
    ],
    ['sent vacation response to <s@x.example>', { action: 'vacation', reversePath: 's@x.example' }],
    [
      'discarded duplicate vacation response to <s@x.example>',
      { action: 'vacation-withheld', reversePath: 's@x.example' },
    ],
    [
      'discarding vacation response to <s@x.example>: duplicate',
      { action: 'vacation-withheld', reason: 'discarding vacation response to <s@x.example>: duplicate' },
    ],
    ["pipe action: piped message to program 'learn'", { action: 'piped', reason: 'learn' }],
    [
      "failed to store into mailbox 'INBOX': Quota exceeded (mailbox for user is full)",
      { action: 'error', mailbox: 'INBOX', reason: 'Quota exceeded (mailbox for user is full)' },
    ],
    [
      "fileinto action: failed to store into mailbox 'Old': Mailbox doesn't exist: Old",
      { action: 'error', mailbox: 'Old', reason: "Mailbox doesn't exist: Old" },
    ],
  ])('%s', (text, expected) => {
    expect(sieve(`msgid=<m@x.example>: ${text}`)).toEqual({ ...known, ...expected });
  });

  it('reads a line of level Error as what it says', () => {
    const text = "sieve: msgid=<m@x.example>: failed to store into mailbox 'INBOX': Out of space";
    expect(dovecot(`lmtp(ana@corp.example)<81><GUID:T2:R3>: Error: ${text}`, line)).toEqual({
      ...known,
      action: 'error',
      mailbox: 'INBOX',
      reason: 'Out of space',
    });
  });

  it('reads trouble that names no message', () => {
    const text = 'Execution of script /srv/ana.sieve failed, but implicit keep was successful';
    expect(sieve(text)).toMatchObject({ event: 'sieve', action: 'error', reason: text });
  });

  it('knows a message without Message-ID', () => {
    expect(sieve("msgid=unspecified: stored mail into mailbox 'INBOX'")?.messageId).toBe('');
  });
});

describe('text of strangers', () => {
  it.each([
    "<a>: stored mail into mailbox 'Y'@evil.example>",
    '<a>: forwarded to <v@w> b@evil.example>',
    '<a>: marked message to be discarded if not explicitly delivered (discard action)>',
    'no brackets: at all',
  ])('the Message-ID %s does not act', (messageId) => {
    expect(sieve(`msgid=${messageId}: stored mail into mailbox 'INBOX'`)).toMatchObject({
      action: 'stored',
      messageId,
      mailbox: 'INBOX',
    });
    expect(sieve(`msgid=${messageId}: fileinto action: stored mail into mailbox 'Junk'`)).toMatchObject({
      messageId,
      mailbox: 'Junk',
    });
    expect(
      sieve(
        `msgid=${messageId}: marked message to be discarded if not explicitly delivered (discard action)`,
      ),
    ).toMatchObject({ action: 'discarded', messageId });
  });

  it.each([
    ": stored mail into mailbox 'x' (",
    '<m@x.example>: forwarded to <b',
    ">: stored mail into mailbox 'x' (",
    '>: rejected message from <',
  ])('the sender "%s"@evil does not act', (local) => {
    const sender = `"${local}"@evil.example`;
    expect(sieve(`msgid=<m@x.example>: rejected message from <${sender}> (reject)`)).toMatchObject({
      ...known,
      action: 'rejected',
      reversePath: sender,
    });
    expect(sieve(`msgid=<m@x.example>: sent vacation response to <${sender}>`)).toMatchObject({
      ...known,
      action: 'vacation',
      reversePath: sender,
    });
  });

  it('a mailbox name does not act', () => {
    for (const mailbox of ['x: forwarded to <v@w>', "a' b", "x': forwarded to <v@w> '"])
      expect(sieve(`msgid=<m@x.example>: stored mail into mailbox '${mailbox}'`)).toMatchObject({
        ...known,
        action: 'stored',
        mailbox,
      });
  });
});
