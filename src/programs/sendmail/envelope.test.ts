import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import type { Fields } from '../event.ts';
import { sendmail } from './sendmail.ts';

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
];

test.each(samples)('%s', (text, fields) => {
  expect(read(text)).toEqual(fields);
});

test.each([
  `${ID}: to=<never@closed, delay=00:00:00, stat=Sent`,
  `${ID}: to="a, delay=00:00:00, stat=Sent`,
  '6244A01q00081: to=<a@b>, delay=00:00:00, stat=Sent',
])('not known: %s', (text) => {
  expect(read(text)).toBeUndefined();
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
