import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Fields } from '../event.ts';
import { exim } from './exim.ts';

const read = (text: string): Fields | undefined =>
  exim(text, { at: 0, host: '', program: 'exim', pid: '', text });

const ID = '1xVrIm-0004b3-1W';
const queueId = ID;
const client = { name: 'mail.partner.example', ip: '192.0.2.1' };
const partner = 'H=mail.partner.example [192.0.2.1]';

const samples: readonly (readonly [string, Fields])[] = [
  [
    `${ID} <= anna@partner.example H=mail.partner.example (mail) [192.0.2.1]:40112 I=[198.51.100.5]:25 Ci=810 P=esmtpsa X=TLS1.3:ECDHE_X25519__AES_256_GCM:256 CV=no SNI="mx1.corp.example" A=plain:anna S=512 DKIM=partner.example id=lunch@partner.example T="Lunch \\"today\\" \\303\\244" from <anna@partner.example> for jerry@corp.example "a b"@corp.example`,
    {
      event: 'arrival',
      queueId,
      client: {
        ...client,
        helo: 'mail',
        port: 40112,
        protocol: 'esmtpsa',
        saslMethod: 'plain',
        saslUsername: 'anna',
      },
      reversePath: 'anna@partner.example',
      messageId: '<lunch@partner.example>',
      size: 512,
      tls: 'TLS1.3:ECDHE_X25519__AES_256_GCM:256',
      subject: 'Lunch "today" ä',
      forwardPath: ['jerry@corp.example', '"a b"@corp.example'],
    },
  ],
  [
    '1uXabc-00000001AbC-DEfG <= <> R=1xVrIm-0004b3-1W U=Debian-exim P=local S=1860',
    {
      event: 'arrival',
      queueId: '1uXabc-00000001AbC-DEfG',
      reversePath: '',
      user: 'Debian-exim',
      originalQueueId: ID,
      action: 'notification',
      size: 1860,
    },
  ],
  [
    `${ID} (= anna@partner.example H=(x) [2001:db8::1] P=smtp S=7`,
    {
      event: 'arrival',
      queueId,
      client: { helo: 'x', ip: '2001:db8::1', protocol: 'smtp' },
      reversePath: 'anna@partner.example',
      size: 7,
      reason: 'fakereject',
    },
  ],
  [`${ID} Completed`, { event: 'removed', queueId }],
  [`${ID} Completed QT=3s`, { event: 'removed', queueId }],
  [
    `${ID} removed by root`,
    { event: 'removed', queueId, action: 'administrator', reason: 'removed by root' },
  ],
  [`${ID} Frozen (delivery error message)`, { event: 'held', queueId, reason: 'delivery error message' }],
  [`${ID} frozen by root`, { event: 'held', queueId }],
  [`${ID} Message is frozen`, { event: 'held', queueId, action: 'still', reason: 'frozen' }],
  [`${ID} Unfrozen by errmsg timer`, { event: 'released', queueId }],
  [
    `${ID} H=mx.slow.example [192.0.2.8] Connection refused`,
    { event: 'remote-reply', queueId, relay: 'mx.slow.example[192.0.2.8]', reply: 'Connection refused' },
  ],
  [
    `${partner} F=<anna@partner.example> rejected RCPT <nobody@corp.example>: 550 5.1.1 No such user here`,
    {
      event: 'reject',
      client,
      reversePath: 'anna@partner.example',
      stage: 'rcpt',
      forwardPath: 'nobody@corp.example',
      reply: '550 5.1.1 No such user here',
      enhancedStatusCode: '5.1.1',
    },
  ],
  [
    `${partner} X=TLS1.2:x:128 CV=no F=<"a> b"@partner.example> temporarily rejected RCPT <jerry@corp.example>: greylisted`,
    {
      event: 'reject',
      client,
      tls: 'TLS1.2:x:128',
      reversePath: '"a> b"@partner.example',
      stage: 'rcpt',
      forwardPath: 'jerry@corp.example',
      status: 'temporary',
      reason: 'greylisted',
    },
  ],
  [
    `${ID} ${partner} F=<anna@partner.example> rejected after DATA: 554 5.7.1 spam`,
    {
      event: 'reject',
      queueId,
      client,
      reversePath: 'anna@partner.example',
      stage: 'end-of-message',
      reply: '554 5.7.1 spam',
      enhancedStatusCode: '5.7.1',
    },
  ],
  [
    `${partner} F=<anna@partner.example> RCPT <jerry@corp.example>: discarded by RCPT ACL: unwanted`,
    {
      event: 'access',
      action: 'discard',
      client,
      reversePath: 'anna@partner.example',
      stage: 'rcpt',
      forwardPath: 'jerry@corp.example',
      reason: 'discarded by RCPT ACL: unwanted',
    },
  ],
  [
    'SMTP connection from (mail.partner.example) [192.0.2.1] lost while reading message data',
    {
      event: 'lost-connection',
      stage: 'data',
      client: { helo: 'mail.partner.example', ip: '192.0.2.1' },
      reason: 'SMTP connection from (mail.partner.example) [192.0.2.1] lost while reading message data',
    },
  ],
  [
    'dovecot_login authenticator failed for (x) [192.0.2.9]:5 I=[198.51.100.5]:587: 535 Incorrect authentication data (set_id=jerry)',
    {
      event: 'sasl-failed',
      client: { helo: 'x', ip: '192.0.2.9', port: 5, saslMethod: 'dovecot_login', saslUsername: 'jerry' },
      reason: '(x) [192.0.2.9]:5 I=[198.51.100.5]:587: 535 Incorrect authentication data (set_id=jerry)',
    },
  ],
  [
    `${ID} SMTP connection from (x) [192.0.2.9]:5 I=[198.51.100.5]:25 closed by DROP in ACL`,
    {
      event: 'disconnect',
      queueId,
      client: { helo: 'x', ip: '192.0.2.9', port: 5 },
      reason: 'SMTP connection from (x) [192.0.2.9]:5 I=[198.51.100.5]:25 closed by DROP in ACL',
    },
  ],
  [
    `${partner} sender verify fail for <anna@partner.example>: Unrouteable address`,
    {
      event: 'session',
      action: 'sender-verify-failed',
      client,
      reversePath: 'anna@partner.example',
      reason: 'sender verify fail for <anna@partner.example>: Unrouteable address',
    },
  ],
  [
    'Start queue run: pid=701',
    { event: 'session', action: 'queue-run-start', reason: 'Start queue run: pid=701' },
  ],
];

it.each(samples)('%s', (text, fields) => {
  expect(read(text)).toEqual(fields);
});

describe('what strangers write', () => {
  test('a HELO name that holds a client leaves no client', () => {
    const found = read(`${ID} <= a@b.example H=(x) [203.0.113.1] P=smtp) [192.0.2.1] P=smtp S=1`);
    expect(found?.client).toBeUndefined();
    expect(found?.reversePath).toBe('a@b.example');
  });

  test('a Message-ID and a subject hold no fields', () => {
    const found = read(
      `${ID} <= a@b.example ${partner} P=smtp S=1 id="x for victim@corp.example"@b.example T="\\" for victim@corp.example" for jerry@corp.example`,
    );
    expect(found?.messageId).toBe('<"x for victim@corp.example"@b.example>');
    expect(found?.forwardPath).toBe('jerry@corp.example');
  });

  test('a local part with blanks is read where it stands in quotes', () => {
    const strange = '"a b <victim@corp.example> R=x T=y"@other.example';
    for (const mark of ['=>', '**', '==']) {
      const rest =
        mark === '=>'
          ? ' R=r T=t H=mx [192.0.2.7] C="250 OK"'
          : mark === '**'
            ? ' R=r: no'
            : ' R=r defer (-1): no';
      const found = read(`${ID} ${mark} a b <victim@corp.example> R=x T=y@other.example <${strange}>${rest}`);
      expect(found?.forwardPath).toBe(strange);
    }
  });

  test('a remote reply is no line of its own', () => {
    const found = read(
      `${ID} ** a@b.example R=r T=t H=mx [192.0.2.7]: SMTP error from remote mail server after RCPT TO:<a@b.example>: 550 x => victim@corp.example C="250 OK id=1xVrIm-0004b3-1X"`,
    );
    expect([found?.status, found?.forwardPath, found?.nextQueueId]).toEqual([
      'bounced',
      'a@b.example',
      undefined,
    ]);
  });

  const words = fc.constantFrom(
    ID,
    '<=',
    '=>',
    '**',
    '==',
    '<> ',
    'H=(',
    ') [192.0.2.1]',
    ' F=<',
    '> ',
    '"',
    '\\',
    ' id=',
    ' T="',
    ' for ',
    ' defer (',
    'rejected RCPT <',
    ': ',
    ' <"',
    '|',
    ' R=',
    '@',
  );
  test('never throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(words, fc.string({ unit: 'binary' }))),
        (parts) => void read(`${ID} ${parts.join('')}`),
      ),
    );
    fc.assert(fc.property(fc.array(fc.oneof(words, fc.string())), (parts) => void read(parts.join(' '))));
  });
});

test("an administrator's own words stay unrecognized", () => {
  expect(read(`${ID} our filter says hello`)).toBeUndefined();
  expect(read('hello')).toBeUndefined();
});
