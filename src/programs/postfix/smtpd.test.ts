import { describe, expect, test } from 'vitest';
import { smtpd } from './smtpd.ts';

const client = { name: 'mail.b.example', ip: '192.0.2.1' };

describe('smtpd', () => {
  test.each<[string, object]>([
    ['connect from mail.b.example[192.0.2.1]', { event: 'connect', client }],
    [
      'connect from unknown[2001:db8::1]:4321',
      { event: 'connect', client: { ip: '2001:db8::1', port: 4321 } },
    ],
    [
      'disconnect from mail.b.example[192.0.2.1] ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4',
      { event: 'disconnect', client, reason: 'ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4' },
    ],
    [
      'lost connection after DATA (57 bytes) from mail.b.example[192.0.2.1]',
      { event: 'lost-connection', stage: 'data', size: 57, client, reason: 'lost connection' },
    ],
    [
      '88BDC254536: timeout after END-OF-MESSAGE from mail.b.example[192.0.2.1]',
      { event: 'lost-connection', queueId: '88BDC254536', stage: 'end-of-message', reason: 'timeout' },
    ],
    [
      '88BDC254536: client=mail.b.example[192.0.2.1], sasl_method=PLAIN, sasl_username=jerry, x@b.example, sasl_sender=s, orig_queue_id=3AFD4254570, orig_client=a.example[192.0.2.9]',
      {
        event: 'client',
        queueId: '88BDC254536',
        client: { ...client, saslMethod: 'PLAIN', saslUsername: 'jerry, x@b.example' },
      },
    ],
    [
      '88BDC254536: client=localhost[127.0.0.1], orig_queue_id=3AFD4254570, orig_client=a.example[192.0.2.9]',
      {
        event: 'client',
        queueId: '88BDC254536',
        originalQueueId: '3AFD4254570',
        client: { name: 'localhost', ip: '127.0.0.1' },
      },
    ],
    [
      'NOQUEUE: reject: RCPT from mail.b.example[192.0.2.1]: 554 5.7.1 <jery@corp.example>: Recipient address rejected: User unknown; from=<a@b.example> to=<jery@corp.example> proto=ESMTP helo=<mail.b.example>',
      {
        event: 'reject',
        queueId: undefined,
        stage: 'rcpt',
        reply: '554 5.7.1 <jery@corp.example>: Recipient address rejected: User unknown',
        enhancedStatusCode: '5.7.1',
        reason: '<jery@corp.example>: Recipient address rejected: User unknown',
        reversePath: 'a@b.example',
        forwardPath: 'jery@corp.example',
        client: { ...client, helo: 'mail.b.example', protocol: 'ESMTP' },
      },
    ],
    [
      'NOQUEUE: reject: CONNECT from mail.b.example[192.0.2.1]: 554 5.7.1 Service unavailable; blocked; proto=SMTP',
      {
        event: 'reject',
        stage: 'connect',
        reply: '554 5.7.1 Service unavailable; blocked',
        client: { protocol: 'SMTP' },
      },
    ],
    [
      'NOQUEUE: reject: RCPT from mail.b.example[192.0.2.1]: 554 5.7.1 <victim@x>: no; from=<"a> to=<victim@x"@evil.example> to=<jerry@corp.example> proto=ESMTP helo=<a],27E2A22E2E8:to=?x?>',
      {
        reversePath: '"a> to=<victim@x"@evil.example',
        forwardPath: 'jerry@corp.example',
        client: { helo: 'a],27E2A22E2E8:to=?x?' },
      },
    ],
    [
      '88BDC254536: hold: RCPT from mail.b.example[192.0.2.1]: <a@b.example>: Sender address triggers HOLD action; from=<a@b.example> to=<j@c> proto=ESMTP helo=<x>',
      {
        event: 'access',
        action: 'hold',
        queueId: '88BDC254536',
        reason: '<a@b.example>: Sender address triggers HOLD action',
      },
    ],
    [
      'NOQUEUE: reject_warning: HELO from mail.b.example[192.0.2.1]: 504 5.5.2 <x>: Helo command rejected; proto=SMTP helo=<x>',
      { event: 'access', action: 'reject_warning', stage: 'helo', enhancedStatusCode: '5.5.2' },
    ],
    [
      'NOQUEUE: milter-reject: MAIL from mail.b.example[192.0.2.1]: 451 4.7.1 Service unavailable; from=<> proto=ESMTP helo=<x>',
      {
        event: 'milter',
        action: 'reject',
        stage: 'mail',
        reply: '451 4.7.1 Service unavailable',
        reversePath: '',
      },
    ],
    [
      'proxy-accept: END-OF-MESSAGE: 250 2.0.0 Ok: queued as 3AFD4254570; from=<a@b> to=<c@d> proto=ESMTP helo=<e>',
      {
        event: 'proxy',
        action: 'accept',
        nextQueueId: '3AFD4254570',
        stage: 'end-of-message',
        forwardPath: 'c@d',
      },
    ],
    [
      'warning: mail.b.example[192.0.2.1]: SASL LOGIN authentication failed: (reason unavailable), sasl_username=jerry@corp.example',
      {
        event: 'sasl-failed',
        reason: '(reason unavailable)',
        client: { ...client, saslMethod: 'LOGIN', saslUsername: 'jerry@corp.example' },
      },
    ],
    [
      'warning: hostname mail.b.example does not resolve to address 192.0.2.1: Name or service not known',
      { event: 'warning', client },
    ],
    [
      'warning: non-SMTP command from mail.b.example[192.0.2.1]: GET / HTTP/1.1',
      { event: 'warning', client },
    ],
    ['warning: 88BDC254536: queue file size limit exceeded', { event: 'warning', queueId: '88BDC254536' }],
    [
      'Anonymous TLS connection established from mail.b.example[192.0.2.1] to mx.corp.example: TLSv1.3 with cipher X (256/256 bits)',
      { event: 'tls', action: 'anonymous', client, tls: 'TLSv1.3 with cipher X (256/256 bits)' },
    ],
    [
      'improper command pipelining after EHLO from mail.b.example[192.0.2.1]: MAIL FROM:<a@b>\\r\\n',
      { event: 'session', stage: 'helo', client },
    ],
    ['table hash:/etc/postfix/access(0,lock|fold_fix) has changed -- restarting', { event: 'session' }],
  ])('%s', (text, fields) => {
    expect(smtpd(text)).toMatchObject(fields);
  });

  test('leaves other words alone', () => {
    for (const text of [
      '',
      'NOQUEUE: ',
      '88BDC254536: ',
      'connect from nowhere',
      'reject',
      'proxy-',
      'warning',
    ]) {
      expect(smtpd(text)).toBeUndefined();
    }
  });
});
