import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from './parse.ts';

const frame = (program: string, text: string, malformed = false) => ({
  at: 1_783_096_765_000_000,
  host: 'mx1',
  program,
  pid: '4711',
  text,
  malformed,
});

describe('parse', () => {
  test('an event carries the header and the decoded text', () => {
    const latin1 = Buffer.from('88BDC254536: message-id=<grüße@b.example>').toString('latin1');
    expect(parse(frame('postfix/cleanup', latin1))).toEqual({
      at: 1_783_096_765_000_000,
      host: 'mx1',
      program: 'postfix/cleanup',
      pid: '4711',
      text: '88BDC254536: message-id=<grüße@b.example>',
      kind: 'event',
      event: 'message-id',
      queueId: '88BDC254536',
      messageId: '<grüße@b.example>',
    });
  });

  test.each([
    [
      'dovecot',
      'imap-login: Login: user=<jerry>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.2, session=<a>',
      'login',
    ],
    ['postfix/submission/smtpd', 'connect from a.example[192.0.2.1]', 'connect'],
    [
      'postgrey',
      'action=pass, reason=client AWL, client_name=a.example, client_address=192.0.2.1, recipient=a@b',
      'greylist',
    ],
  ])('%s has a wording', (program, text, event) => {
    expect(parse(frame(program, text))).toMatchObject({ kind: 'event', event });
  });

  test('unknown words keep the ids they state', () => {
    expect(parse(frame('opendkim', '88BDC254536: something new'))).toMatchObject({
      kind: 'unrecognized',
      event: 'other',
      queueId: '88BDC254536',
    });
    expect(parse(frame('postfix/smtpd', '4Zb8xQ1T2Yz9rKw: something new'))).toMatchObject({
      kind: 'unrecognized',
      queueId: '4Zb8xQ1T2Yz9rKw',
    });
    expect(parse(frame('mailer', 'accepted, message-id=<1@b.example>, size=1'))).toMatchObject({
      kind: 'unrecognized',
      messageId: '<1@b.example>',
    });
    expect(parse(frame('mailer', 'a message about nothing'))).not.toHaveProperty('queueId');
  });

  test('a malformed line is one', () => {
    expect(parse(frame('', 'garbage', true))).toMatchObject({
      kind: 'malformed',
      event: 'other',
      text: 'garbage',
    });
  });

  test('never throws, keeps the text, and gives every line its own event', () => {
    const words = fc.constantFrom(
      '88BDC254536',
      'NOQUEUE',
      ': ',
      'to=<',
      '>',
      'from=<',
      ' from ',
      'a[192.0.2.1]',
      '; ',
      ', ',
      ' helo=<',
      ' proto=',
      'client=',
      ', relay=',
      ', status=',
      ' (',
      'reject',
      'header ',
      'END-OF-MESSAGE',
      'warning',
      'connect',
      'queued as ',
      '"',
      '\\',
      '[',
      ']',
      '\0',
    );
    const text = fc.oneof(
      fc.array(words, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.string({ maxLength: 60 }),
    );
    const program = fc.constantFrom(
      'postfix/smtpd',
      'postfix/cleanup',
      'postfix/qmgr',
      'postfix/smtp',
      'postfix/bounce',
      'postfix/postscreen',
      'postfix/postsuper',
      'postfix/pickup',
      'postfix/master',
      'postfix',
      'dovecot',
      'amavis',
      'rspamd',
      'clamd',
      'spamd',
      'postgrey',
      'opendkim',
      'opendmarc',
      'policyd-spf',
      'postfwd',
      'MailScanner',
      'x',
      '',
    );
    fc.assert(
      fc.property(program, text, (name, said) => {
        const latin1 = Buffer.from(said).toString('latin1');
        const first = parse(frame(name, latin1));
        expect(first.text).toBe(Buffer.from(said).toString());
        expect(parse(frame(name, latin1))).toEqual(first);
        expect(parse(frame(name, latin1))).not.toBe(first);
      }),
      { numRuns: 3_000 },
    );
  });
});
