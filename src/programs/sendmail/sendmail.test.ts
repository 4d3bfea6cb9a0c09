import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import type { Fields } from '../event.ts';
import { isSendmail } from '../family.ts';
import { sendmail } from './sendmail.ts';

const read = (text: string): Fields | undefined =>
  sendmail(text, { at: 0, host: 'mx1', program: 'sm-mta', pid: '7', text });

const ID = '6244A01q000811';
const partner = { name: 'mail.partner.example', ip: '203.0.113.27' };

const samples: readonly (readonly [string, Fields])[] = [
  [
    `${ID}: ruleset=check_rcpt, arg1=<"x, relay=a [192.0.2.1], discard"@far.example>, relay=ppp7.isp.example [198.51.100.9] (may be forged), reject=550 5.7.1 Relaying denied`,
    {
      event: 'reject',
      queueId: ID,
      stage: 'rcpt',
      forwardPath: '"x, relay=a [192.0.2.1], discard"@far.example',
      client: { name: 'ppp7.isp.example', ip: '198.51.100.9' },
      reply: '550 5.7.1 Relaying denied',
      enhancedStatusCode: '5.7.1',
    },
  ],
  [
    'ruleset=check_relay, arg1=[198.51.100.66], arg2=127.0.0.4, relay=[198.51.100.66], reject=421 4.3.2 Connection rate limit exceeded.',
    {
      event: 'reject',
      stage: 'connect',
      client: { ip: '198.51.100.66' },
      reply: '421 4.3.2 Connection rate limit exceeded.',
      enhancedStatusCode: '4.3.2',
    },
  ],
  [
    `${ID}: ruleset=check_mail, arg1=<promo@shop.example>, relay=mail.shop.example [203.0.113.50], discard`,
    {
      event: 'access',
      action: 'discard',
      queueId: ID,
      stage: 'mail',
      reversePath: 'promo@shop.example',
      client: { name: 'mail.shop.example', ip: '203.0.113.50' },
    },
  ],
  [
    `${ID}: Milter: to=<jerry@corp.example>, reject=451 4.7.1 Greylisting in action`,
    {
      event: 'milter',
      action: 'reject',
      queueId: ID,
      stage: 'rcpt',
      forwardPath: 'jerry@corp.example',
      reply: '451 4.7.1 Greylisting in action',
      enhancedStatusCode: '4.7.1',
    },
  ],
  [
    `${ID}: Milter: data, reject=554 5.7.1 virus, reject=250`,
    {
      event: 'milter',
      action: 'reject',
      queueId: ID,
      stage: 'end-of-message',
      reply: '554 5.7.1 virus, reject=250',
      enhancedStatusCode: '5.7.1',
    },
  ],
  [
    `${ID}: Milter: data, discard`,
    { event: 'milter', action: 'discard', queueId: ID, stage: 'end-of-message' },
  ],
  [
    `${ID}: milter=clamav, quarantine=virus X`,
    { event: 'milter', action: 'quarantine', queueId: ID, stage: 'end-of-message', reason: 'virus X' },
  ],
  [
    `${ID}: Milter add: header: X-Spam: Milter: data, discard`,
    { event: 'session', queueId: ID, reason: 'Milter add: header: X-Spam: Milter: data, discard' },
  ],
  [
    `${ID}: <nobody@corp.example>... User unknown`,
    {
      event: 'reject',
      queueId: ID,
      stage: 'rcpt',
      forwardPath: 'nobody@corp.example',
      reply: 'User unknown',
    },
  ],
  [
    `${ID}: 624D01mB002002: DSN: User unknown`,
    {
      event: 'notification',
      queueId: ID,
      nextQueueId: '624D01mB002002',
      action: 'non-delivery',
      reason: 'sender',
      reply: 'User unknown',
    },
  ],
  [
    `${ID}: 624D01mB002002: sender notify: Warning: could not send message for past 4 hours`,
    {
      event: 'notification',
      queueId: ID,
      nextQueueId: '624D01mB002002',
      action: 'delay',
      reason: 'sender',
    },
  ],
  [
    `${ID}: 624D01mB002002: return to sender: Cannot send message for 5 days`,
    {
      event: 'notification',
      queueId: ID,
      nextQueueId: '624D01mB002002',
      action: 'non-delivery',
      reason: 'sender',
      status: 'expired',
      reply: 'Cannot send message for 5 days',
    },
  ],
  [
    `${ID}: 624D01mB002002: clone: owner=<greta@corp.example>`,
    { event: 'clone', queueId: ID, nextQueueId: '624D01mB002002', reversePath: 'greta@corp.example' },
  ],
  [`${ID}: discarded`, { event: 'removed', queueId: ID, action: 'discarded' }],
  [`${ID}: done; delay=00:00:01, ntries=1`, { event: 'removed', queueId: ID }],
  [
    `${ID}: lost input channel from mail.partner.example [203.0.113.27] to MTA after rcpt`,
    { event: 'lost-connection', queueId: ID, client: partner, stage: 'rcpt' },
  ],
  [
    `${ID}: timeout waiting for input from mail.partner.example during message collect`,
    {
      event: 'lost-connection',
      queueId: ID,
      client: { name: 'mail.partner.example' },
      stage: 'data',
      reason: 'timeout',
    },
  ],
  [
    `${ID}: timeout waiting for input from mx.far.example. during client EHLO`,
    { event: 'remote-reply', queueId: ID, relay: 'mx.far.example.', reason: 'timeout during client EHLO' },
  ],
  [
    `${ID}: mx.far.example.: SMTP DATA-2 protocol error: 571 refused`,
    { event: 'remote-reply', queueId: ID, relay: 'mx.far.example.', stage: 'data-2', reply: '571 refused' },
  ],
  [
    `${ID}: mail.partner.example [203.0.113.27] did not issue MAIL/EXPN/VRFY/ETRN during connection to MTA`,
    { event: 'disconnect', queueId: ID, client: partner },
  ],
  [
    'STARTTLS=server, relay=mail.partner.example [203.0.113.27], version=TLSv1.3, verify=NO, cipher=X, bits=256/256',
    {
      event: 'tls',
      client: partner,
      tls: 'TLSv1.3',
      reason:
        'server, relay=mail.partner.example [203.0.113.27], version=TLSv1.3, verify=NO, cipher=X, bits=256/256',
    },
  ],
  [
    'AUTH=server, relay=mail.partner.example [203.0.113.27], authid=jerry, mech=PLAIN, bits=0',
    {
      event: 'session',
      action: 'signed-in',
      client: { ...partner, saslUsername: 'jerry', saslMethod: 'PLAIN' },
    },
  ],
  [
    `${ID}: AUTH failure (LOGIN): authentication failure (-13) SASL(-13): failed, user=x, relay=[192.0.2.1], relay=mail.partner.example [203.0.113.27]`,
    {
      event: 'sasl-failed',
      queueId: ID,
      client: { ...partner, saslMethod: 'LOGIN' },
      reason: 'authentication failure (-13) SASL(-13): failed, user=x, relay=[192.0.2.1]',
    },
  ],
  [
    `NOQUEUE: SYSERR(root): cannot bind`,
    { event: 'warning', action: 'error', reason: 'SYSERR(root): cannot bind' },
  ],
  [
    'starting daemon (8.17.1.9): SMTP+queueing@00:10:00',
    { event: 'session', action: 'start', reason: 'starting daemon (8.17.1.9): SMTP+queueing@00:10:00' },
  ],
  [
    `${ID}[2]: of a long line`,
    { event: 'session', action: 'continuation', queueId: ID, reason: 'of a long line' },
  ],
];

test.each(samples)('%s', (text, fields) => {
  expect(read(text)).toEqual(fields);
});

test.each([`${ID}: something new`, 'something new', ''])('not known: %s', (text) => {
  expect(read(text)).toBeUndefined();
});

test('the names that Sendmail logs under', () => {
  expect(['sendmail', 'sm-mta', 'sm-mta-in', 'sm-msp-queue', 'mail.local'].every(isSendmail)).toBe(true);
  expect(['postfix/sendmail', 'smtpd', 'sm', 'exim'].some(isSendmail)).toBe(false);
});

it('never throws', () => {
  const piece = fc.constantFrom(
    ...samples.map(([text]) => text),
    `${ID}: `,
    'to=',
    '<',
    '"',
    '\\',
    ', relay=',
    ', stat=',
    ', reject=',
    'Milter: ',
    '[',
    ']',
    ': ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 6 }), fc.nat(60), (pieces, cut) => {
      read(pieces.join('').slice(cut));
    }),
  );
});
