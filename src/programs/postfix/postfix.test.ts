import { describe, expect, test } from 'vitest';
import { postfixWording } from './postfix.ts';

const read = (program: string, text: string) =>
  postfixWording(program)?.(text, { at: 0, host: 'mx', program, pid: '1', text });

describe('Postfix', () => {
  test.each<[string, string, object]>([
    [
      'postfix/qmgr',
      '88BDC254536: from=<"a>, size=1, nrcpt=9 (queue active)"@b.example>, size=1234, nrcpt=2 (queue active)',
      {
        event: 'queue-active',
        reversePath: '"a>, size=1, nrcpt=9 (queue active)"@b.example',
        size: 1234,
        nrcpt: 2,
      },
    ],
    ['postfix-out/qmgr', '88BDC254536: removed', { event: 'removed', queueId: '88BDC254536' }],
    [
      'postfix/qmgr',
      '88BDC254536: from=<a@b.example>, status=expired, returned to sender',
      { event: 'expired', reversePath: 'a@b.example', status: 'expired' },
    ],
    [
      'postfix/qmgr',
      '88BDC254536: from=<"a>, size=1, nrcpt=9 (queue active)"@b.example>, status=expired, returned to sender',
      {
        event: 'expired',
        reversePath: '"a>, size=1, nrcpt=9 (queue active)"@b.example',
        status: 'expired',
      },
    ],
    ['postfix/qmgr', '88BDC254536: skipped, still being delivered', { event: 'session' }],
    [
      'postfix/qmgr',
      '88BDC254536: to=<a@b>, relay=none, delay=9, delays=9/0/0/0, dsn=4.4.1, status=deferred (delivery temporarily suspended: connect to b[192.0.2.1]:25: Connection refused)',
      { event: 'delivery', status: 'deferred', relay: 'none' },
    ],
    [
      'postfix/pickup',
      '88BDC254536: uid=1000 from=<jerry>',
      { event: 'pickup', user: '1000', reversePath: 'jerry' },
    ],
    [
      'postfix/bounce',
      '88BDC254536: sender non-delivery notification: 3AFD4254570',
      { event: 'notification', nextQueueId: '3AFD4254570', action: 'non-delivery', reason: 'sender' },
    ],
    [
      'postfix/bounce',
      '88BDC254536: postmaster delay notification: 3AFD4254570',
      { action: 'delay', reason: 'postmaster' },
    ],
    [
      'mx-in/postfix/trace',
      '88BDC254536: sender delivery status notification: 3AFD4254570',
      { event: 'notification', action: 'delivery-status' },
    ],
    ['postfix/postsuper', '88BDC254536: removed', { event: 'removed' }],
    ['postfix/postsuper', '88BDC254536: placed on hold', { event: 'held' }],
    ['postfix/postsuper', '88BDC254536: released from hold', { event: 'released' }],
    ['postfix/postsuper', '88BDC254536: requeued', { event: 'requeued' }],
    ['postfix/postsuper', 'Deleted: 1 message', { event: 'session' }],
    [
      'postfix/postscreen',
      'CONNECT from [192.0.2.1]:4321 to [192.0.2.2]:25',
      { event: 'connect', client: { ip: '192.0.2.1', port: 4321 } },
    ],
    [
      'postfix/postscreen',
      'PASS OLD [2001:db8::1]:4321',
      { event: 'postscreen', action: 'pass-old', client: { ip: '2001:db8::1' } },
    ],
    [
      'postfix/postscreen',
      'DNSBL rank 3 for [192.0.2.1]:4321',
      { event: 'postscreen', action: 'dnsbl', score: 3 },
    ],
    [
      'postfix/postscreen',
      'PREGREET 11 after 0.2 from [192.0.2.1]:4321: EHLO from [192.0.2.9]:1\\r\\n',
      { action: 'pregreet', client: { ip: '192.0.2.1' }, reason: 'EHLO from [192.0.2.9]:1\\r\\n' },
    ],
    [
      'postfix/postscreen',
      'HANGUP after 0.5 from [192.0.2.1]:4321 in tests before SMTP handshake',
      { action: 'hangup' },
    ],
    [
      'postfix/postscreen',
      'NOQUEUE: reject: RCPT from [192.0.2.1]:4321: 550 5.7.1 Service unavailable; client [192.0.2.1] blocked using x.example; from=<a@b>, to=<c@d>, proto=ESMTP, helo=<e>',
      {
        event: 'reject',
        stage: 'rcpt',
        reversePath: 'a@b',
        forwardPath: 'c@d',
        reply: '550 5.7.1 Service unavailable; client [192.0.2.1] blocked using x.example',
        list: 'x.example',
        client: { ip: '192.0.2.1', port: 4321, helo: 'e', protocol: 'ESMTP' },
      },
    ],
    ['postfix/submission/smtpd', 'connect from localhost[127.0.0.1]', { event: 'connect' }],
    ['postfix/10025/smtpd', 'connect from localhost[127.0.0.1]', { event: 'connect' }],
    ['mx-in/postfix/smtp', 'connect to b.example[192.0.2.1]:25: No route to host', { event: 'remote-reply' }],
    ['postfix/master', 'terminating on signal 15', { event: 'session' }],
    ['postfix/anvil', 'statistics: max cache size 1 at Jul  3 16:39:25', { event: 'session' }],
    [
      'postfix/anvil',
      'statistics: max connection rate 2/60s for (smtp:192.0.2.1) at Jul  3 16:39:25',
      { event: 'session', action: 'max connection rate', reason: '2/60s', client: { ip: '192.0.2.1' } },
    ],
    [
      'postfix/dnsblog',
      'addr 192.0.2.1 listed by domain list.example as 127.0.0.3',
      { event: 'blocklist', client: { ip: '192.0.2.1' }, list: 'list.example', reply: '127.0.0.3' },
    ],
    [
      'postfix/tlsproxy',
      'CONNECT from [192.0.2.1]:4321',
      { event: 'session', action: 'connect', client: { ip: '192.0.2.1', port: 4321 } },
    ],
    [
      'postfix/tlsproxy',
      'TLS handshake failed for service=smtpd peer=[192.0.2.1]:4321',
      { event: 'tls', action: 'failed', client: { ip: '192.0.2.1', port: 4321 } },
    ],
    [
      'postfix/qmgr',
      '88BDC254536: status=deferred (bounce failed)',
      { event: 'session', queueId: '88BDC254536', status: 'deferred', reason: 'bounce failed' },
    ],
    [
      'postfix/smtp',
      'TLS connection established to mx.b.example: TLSv1 with cipher AES256-SHA (256/256 bits)',
      { event: 'tls', relay: 'mx.b.example', tls: 'TLSv1 with cipher AES256-SHA (256/256 bits)' },
    ],
    ['postfix/policy-spf', 'SPF none: HELO/EHLO: a.example', { event: 'authentication', method: 'spf' }],
    [
      'postmulti',
      'warning: /etc/postfix/main.cf, line 4: overriding earlier entry: a=b',
      { event: 'warning' },
    ],
    [
      'postfix/trivial-rewrite',
      'warning: do not list domain a.example in BOTH ...',
      { event: 'warning', action: 'listed-twice' },
    ],
  ])('%s: %s', (program, text, fields) => {
    expect(read(program, text)).toMatchObject(fields);
  });

  test('knows its own programs only', () => {
    for (const program of ['smtpd', 'dovecot', 'process/daemon', 'sendmail', '']) {
      expect(postfixWording(program)).toBeUndefined();
    }
  });
});
