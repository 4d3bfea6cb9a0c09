import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import type { Fields } from '../event.ts';
import { isSendmail, sendmail } from './sendmail.ts';

const read = (text: string): Fields | undefined =>
  sendmail(text, { at: 0, host: 'mx1', program: 'sm-mta', pid: '7', text });

const ID = '6244A01q000811';
const partner = { name: 'mail.partner.example', ip: '203.0.113.27' };

const samples: readonly (readonly [string, Fields])[] = [
  [
    `${ID}: from=<alice@partner.example>, size=2514, class=0, nrcpts=1, msgid=<s1@partner.example>, bodytype=8BITMIME, proto=ESMTP, daemon=MTA-v4, relay=mail.partner.example [203.0.113.27]`,
    {
      event: 'arrival',
      queueId: ID,
      reversePath: 'alice@partner.example',
      size: 2514,
      nrcpt: 1,
      messageId: '<s1@partner.example>',
      client: { ...partner, protocol: 'ESMTP' },
    },
  ],
  [
    `${ID}: from=<>, size=900, class=-60, nrcpts=2, msgid=<m, size=1, msgid=<x>, relay=evil [192.0.2.66]>, relay=root@localhost`,
    {
      event: 'arrival',
      queueId: ID,
      reversePath: '',
      size: 900,
      nrcpt: 2,
      messageId: '<m, size=1, msgid=<x>',
      client: { name: 'localhost' },
      user: 'root',
    },
  ],
  [
    `${ID}: from=<alice@partner.example>, size=0, class=0, nrcpts=0, proto=ESMTP, daemon=MTA, relay=[IPv6:2001:db8::1] (may be forged)`,
    {
      event: 'client',
      queueId: ID,
      reversePath: 'alice@partner.example',
      size: 0,
      nrcpt: 0,
      client: { ip: '2001:db8::1', protocol: 'ESMTP' },
    },
  ],
  [
    'QAA12345: from=jerry, size=120, class=0, pri=30120, nrcpts=1, msgid=<199903041000.QAA12345@mx1.corp.example>, relay=jerry@localhost',
    {
      event: 'arrival',
      queueId: 'QAA12345',
      reversePath: 'jerry',
      size: 120,
      nrcpt: 1,
      messageId: '<199903041000.QAA12345@mx1.corp.example>',
      client: { name: 'localhost' },
      user: 'jerry',
    },
  ],
  [
    `${ID}: to=<bob@partner.example>,<carol@partner.example>, ctladdr=<jerry@corp.example> (1001/1001), delay=1+02:03:04, xdelay=00:00:01, mailer=esmtp, pri=61820, relay=mail.partner.example. [203.0.113.27], dsn=2.0.0, stat=Sent (Ok: queued as C1D2E3F40)`,
    {
      event: 'delivery',
      queueId: ID,
      forwardPath: ['bob@partner.example', 'carol@partner.example'],
      user: 'jerry@corp.example',
      delay: 93784,
      mailer: 'esmtp',
      action: 'smtp',
      relay: 'mail.partner.example. [203.0.113.27]',
      enhancedStatusCode: '2.0.0',
      status: 'sent',
      reply: 'Ok: queued as C1D2E3F40',
      nextQueueId: 'C1D2E3F40',
    },
  ],
  [
    `${ID}: to=<"a, delay=00:00:09> stat=Sent, b"@far.example>,, [more], delay=00:00:01, mailer=relay, pri=1, relay=[127.0.0.1] [127.0.0.1], dsn=2.0.0, stat=Sent (6242U0kc009002 Message accepted for delivery)`,
    {
      event: 'delivery',
      queueId: ID,
      forwardPath: '"a, delay=00:00:09> stat=Sent, b"@far.example',
      delay: 1,
      mailer: 'relay',
      action: 'smtp',
      relay: '[127.0.0.1] [127.0.0.1]',
      enhancedStatusCode: '2.0.0',
      status: 'sent',
      reply: '6242U0kc009002 Message accepted for delivery',
      nextQueueId: '6242U0kc009002',
    },
  ],
  [
    `${ID}: to=<"a\\\\", stat=Sent"@far.example>, delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=1, relay=mx.far.example. [203.0.113.60], dsn=5.1.1, reply=550 5.1.1 gone, stat=Sent (x), stat=User unknown`,
    {
      event: 'delivery',
      queueId: ID,
      forwardPath: '"a\\\\", stat=Sent"@far.example',
      delay: 1,
      mailer: 'esmtp',
      action: 'smtp',
      relay: 'mx.far.example. [203.0.113.60]',
      enhancedStatusCode: '5.1.1',
      status: 'bounced',
      reply: '550 5.1.1 gone, stat=Sent (x)',
    },
  ],
  [
    `${ID}: to=<bob@gone.example>, delay=00:00:30, xdelay=00:00:30, mailer=esmtp, pri=30910, relay=mx.gone.example., dsn=4.0.0, stat=Deferred: Connection timed out with mx.gone.example.`,
    {
      event: 'delivery',
      queueId: ID,
      forwardPath: 'bob@gone.example',
      delay: 30,
      mailer: 'esmtp',
      action: 'smtp',
      relay: 'mx.gone.example.',
      enhancedStatusCode: '4.0.0',
      status: 'deferred',
      reply: 'Connection timed out with mx.gone.example.',
    },
  ],
  [
    `${ID}: to=<jerry@corp.example>, delay=00:00:00, xdelay=00:00:00, mailer=local, pri=1, relay=mx1.corp.example, dsn=2.0.0, stat=Sent (<jerry@corp.example> Xk1dAAEBp2kuDwAAOzNAvQ Saved)`,
    {
      event: 'delivery',
      queueId: ID,
      forwardPath: 'jerry@corp.example',
      delay: 0,
      mailer: 'local',
      action: 'lmtp',
      relay: 'mx1.corp.example',
      enhancedStatusCode: '2.0.0',
      status: 'sent',
      reply: '<jerry@corp.example> Xk1dAAEBp2kuDwAAOzNAvQ Saved',
    },
  ],
  [
    `${ID}: to=\\\\wilma, delay=00:00:00, xdelay=00:00:00, mailer=local, pri=60522, dsn=2.0.0, stat=Sent`,
    {
      event: 'delivery',
      queueId: ID,
      forwardPath: 'wilma',
      delay: 0,
      mailer: 'local',
      action: 'local',
      enhancedStatusCode: '2.0.0',
      status: 'sent',
    },
  ],
  [
    `${ID}: to="|/usr/bin/vacation jerry", ctladdr=<jerry@corp.example> (1001/1001), delay=00:00:01, xdelay=00:00:00, mailer=prog, pri=30307, dsn=5.3.0, stat=unknown mailer error 1`,
    {
      event: 'delivery',
      queueId: ID,
      forwardPath: 'jerry@corp.example',
      user: 'jerry@corp.example',
      reason: '|/usr/bin/vacation jerry',
      delay: 1,
      mailer: 'prog',
      action: 'pipe',
      enhancedStatusCode: '5.3.0',
      status: 'bounced',
      reply: 'unknown mailer error 1',
    },
  ],
  [
    `${ID}: to=<jerry@corp.example>, delay=00:00:00, pri=130092, stat=Message exceeds maximum fixed size (50000)`,
    {
      event: 'reject',
      stage: 'end-of-message',
      queueId: ID,
      forwardPath: 'jerry@corp.example',
      reply: 'Message exceeds maximum fixed size (50000)',
    },
  ],
  [
    `${ID}: to=<jerry@corp.example>, delay=00:00:00, mailer=local, pri=1, quarantine=looks odd, stat=quarantined`,
    {
      event: 'access',
      action: 'quarantine',
      queueId: ID,
      forwardPath: 'jerry@corp.example',
      reason: 'looks odd',
    },
  ],
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
    { event: 'tls', client: partner, tls: 'version=TLSv1.3, verify=NO, cipher=X, bits=256/256' },
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
    { event: 'session', reason: 'starting daemon (8.17.1.9): SMTP+queueing@00:10:00' },
  ],
  [`${ID}[2]: of a long line`, { event: 'session', queueId: ID, reason: 'of a long line' }],
];

test.each(samples)('%s', (text, fields) => {
  expect(read(text)).toEqual(fields);
});

test.each([
  `${ID}: to=<never@closed, delay=00:00:00, stat=Sent`,
  `${ID}: to="a, delay=00:00:00, stat=Sent`,
  `${ID}: something new`,
  '6244A01q00081: to=<a@b>, delay=00:00:00, stat=Sent',
  'something new',
  '',
])('not known: %s', (text) => {
  expect(read(text)).toBeUndefined();
});

test('the names that Sendmail logs under', () => {
  expect(['sendmail', 'sm-mta', 'sm-mta-in', 'sm-msp-queue', 'mail.local'].every(isSendmail)).toBe(true);
  expect(['postfix/sendmail', 'smtpd', 'sm', 'exim'].some(isSendmail)).toBe(false);
});

/** sm_syslog() doubles backslashes; an address with quotes, as RFC 5321 lets a stranger write it. */
const quoted = fc
  .string({ maxLength: 40 })
  .map((s) => `"${s.replace(/[\\"]/g, (c) => (c === '"' ? '\\\\"' : '\\\\\\\\'))}"@far.example`);

it('reads the fields behind any quoted recipient', () => {
  fc.assert(
    fc.property(quoted, (address) => {
      const fields = read(
        `${ID}: to=<${address}>, delay=00:00:01, xdelay=00:00:00, mailer=esmtp, pri=1, relay=mx.far.example. [203.0.113.60], dsn=4.0.0, stat=Deferred`,
      );
      expect(fields).toMatchObject({ forwardPath: address, status: 'deferred', mailer: 'esmtp' });
    }),
  );
});

it('lets no reply of a refusal say that the copy was sent', () => {
  fc.assert(
    fc.property(fc.string(), (reply) => {
      const fields = read(
        `${ID}: to=<a@far.example>, delay=00:00:01, mailer=esmtp, pri=1, relay=x [192.0.2.1], dsn=5.1.1, reply=550 ${reply}, stat=User unknown`,
      );
      expect(fields?.status).toBe('bounced');
      expect(fields?.nextQueueId).toBeUndefined();
    }),
  );
});

it('lets no Message-ID change who brought the message', () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      const fields = read(
        `${ID}: from=<a@far.example>, size=1, class=0, nrcpts=1, msgid=<${id}>, proto=ESMTP, daemon=MTA, relay=mail.partner.example [203.0.113.27]`,
      );
      expect(fields?.client).toEqual({ ...partner, protocol: 'ESMTP' });
      expect(fields?.reversePath).toBe('a@far.example');
    }),
  );
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
