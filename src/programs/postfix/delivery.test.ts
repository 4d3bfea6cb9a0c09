import { describe, expect, test } from 'vitest';
import { agent } from './agents.ts';

describe('deliveries', () => {
  test('the hop to a content filter names the queue id of the second leg', () => {
    expect(
      agent(
        '88BDC254536: to=<jerry@corp.example>, orig_to=<info@corp.example>, relay=127.0.0.1[127.0.0.1]:10024, conn_use=3, delay=1.5, delays=0.3/0/0.01/1.2, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 3AFD4254570)',
      ),
    ).toMatchObject({
      event: 'delivery',
      queueId: '88BDC254536',
      forwardPath: 'jerry@corp.example',
      originalRecipient: 'info@corp.example',
      relay: '127.0.0.1[127.0.0.1]:10024',
      delay: 1.5,
      delays: [0.3, 0, 0.01, 1.2],
      enhancedStatusCode: '2.0.0',
      status: 'sent',
      reply: '250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 3AFD4254570',
      nextQueueId: '3AFD4254570',
    });
  });

  test('Postfix 2.2, without delays and dsn', () => {
    expect(
      agent('1A2B3C: to=<jerry@corp.example>, relay=local, delay=0, status=sent (forwarded as 4D5E6F)'),
    ).toMatchObject({ relay: 'local', delay: 0, delays: undefined, status: 'sent', nextQueueId: '4D5E6F' });
  });

  test('long queue ids and the TLS level of 3.11', () => {
    expect(
      agent(
        '4Zb8xQ1T2Yz9rKw: to=<"a b"@corp.example>, relay=mx.corp.example[private/lmtp], delay=0.1, delays=0/0/0/0.1, tls=dane/requiretls, dsn=2.0.0, status=sent (250 2.0.0 <a b@corp.example> YzABCdef Saved)',
      ),
    ).toMatchObject({
      queueId: '4Zb8xQ1T2Yz9rKw',
      forwardPath: '"a b"@corp.example',
      tls: 'dane/requiretls',
    });
  });

  test('a forged outcome in the recipient or in the reply proves nothing', () => {
    expect(
      agent(
        '88BDC254536: to=<"jerry+x>, relay=none, status=bounced (y"@corp.example>, relay=local, delay=0.1, delays=0/0/0/0.1, dsn=2.0.0, status=sent (delivered to mailbox)',
      ),
    ).toMatchObject({ relay: 'local', status: 'sent', reply: 'delivered to mailbox' });
    expect(
      agent(
        '88BDC254536: to=<a@b.example>, relay=mx.b.example[192.0.2.7]:25, delay=1, delays=0/0/0/1, dsn=5.0.0, status=bounced (host mx.b.example[192.0.2.7] said: 550 status=sent (250 Ok: queued as 88BDC254536) (in reply to RCPT TO command))',
      ),
    ).toMatchObject({ status: 'bounced', nextQueueId: undefined });
  });

  test('a line cut at 2,000 bytes keeps what it says', () => {
    expect(
      agent(
        '88BDC254536: to=<a@b.example>, relay=none, delay=1, delays=1/0/0/0, dsn=4.4.1, status=deferred (connect to',
      ),
    ).toMatchObject({ status: 'deferred', reply: 'connect to' });
  });
});

describe('what a host said before', () => {
  test('reply, stage and host', () => {
    expect(
      agent(
        '88BDC254536: host mx.b.example[2001:db8::25] said: 450 4.7.1 <a@b.example>: Recipient address rejected: Greylisted (in reply to RCPT TO command)',
      ),
    ).toMatchObject({
      event: 'remote-reply',
      relay: 'mx.b.example[2001:db8::25]',
      stage: 'rcpt',
      enhancedStatusCode: '4.7.1',
    });
    expect(agent('88BDC254536: host mx[192.0.2.7] refused to talk to me: 421 4.3.2 busy')).toMatchObject({
      event: 'remote-reply',
      reply: '421 4.3.2 busy',
    });
    expect(agent('connect to mx.b.example[192.0.2.7]:25: Connection refused')).toMatchObject({
      event: 'remote-reply',
      relay: 'mx.b.example[192.0.2.7]:25',
      reason: 'Connection refused',
    });
  });

  test('TLS', () => {
    expect(
      agent(
        'Untrusted TLS connection established to mx.b.example[192.0.2.7]:25: TLSv1.3 with cipher X (256/256 bits)',
      ),
    ).toMatchObject({ event: 'tls', action: 'untrusted', relay: 'mx.b.example[192.0.2.7]:25' });
  });
});
