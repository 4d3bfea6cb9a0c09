import { expect, test } from 'vitest';
import { postfixWording } from './postfix.ts';

const samples: readonly (readonly [program: string, text: string, fields: object])[] = [
  ['postfix/master', 'daemon started -- version 3.7.11, configuration /etc/postfix', { action: 'start' }],
  ['postfix/master', 'reload -- version 3.7.11, configuration /etc/postfix', { action: 'reload' }],
  ['postfix/master', 'terminating on signal 15', { event: 'session', action: 'signal' }],
  ['postfix/postfix-script', 'starting the Postfix mail system', { event: 'session', action: 'start' }],
  ['postfix/postfix-script', 'stopping the Postfix mail system', { action: 'stop' }],
  ['postfix/postfix-script', 'refreshing the Postfix mail system', { action: 'reload' }],
  ['postfix/postfix-script', 'the Postfix mail system is running: PID: 4711', { action: 'running' }],
  ['postfix/postfix-script', 'waiting for the Postfix mail system to terminate', { action: 'stop' }],
  ['postfix/postfix-script', 'fatal: the Postfix mail system is already running', { action: 'running' }],
  [
    'postfix/postfix-script',
    'warning: not owned by root: /etc/postfix/./maps',
    { event: 'warning', action: 'bad-ownership', reason: 'not owned by root: /etc/postfix/./maps' },
  ],
  [
    'postfix/postqueue',
    'fatal: Queue report unavailable - mail system is down',
    { event: 'warning', action: 'not-running' },
  ],
  [
    'postfix/smtpd',
    'warning: /etc/postfix/main.cf, line 63: overriding earlier entry: smtp_tls_security_level=may',
    { event: 'warning', action: 'duplicate-setting' },
  ],
  [
    'postfix/flush',
    'fatal: /etc/postfix/main.cf, line 54: missing \'=\' after attribute name: "reject_rbl"',
    { action: 'bad-setting' },
  ],
  ['postfix/smtpd', 'fatal: bad boolean configuration: smtpd_use_tls =', { action: 'bad-setting' }],
  [
    'postfix/trivial-rewrite',
    'warning: do not list domain a.example in BOTH mydestination and virtual_alias_domains',
    { action: 'listed-twice' },
  ],
  [
    'postfix/cleanup',
    'warning: ldap:/etc/postfix/aliases.cf is unavailable. open /etc/postfix/aliases.cf: No such file or directory',
    { event: 'warning', action: 'table-unavailable' },
  ],
  [
    'postfix/cleanup',
    'warning: ldap:/etc/postfix/aliases.cf lookup error for "jerry@corp.example"',
    { event: 'warning', action: 'lookup-failed' },
  ],
  [
    'postfix/cleanup',
    'warning: 88BDC254536: virtual_alias_maps map lookup problem for jerry@corp.example -- message not accepted, try again later',
    {
      event: 'warning',
      action: 'lookup-failed',
      queueId: '88BDC254536',
      reason:
        'virtual_alias_maps map lookup problem for jerry@corp.example -- message not accepted, try again later',
    },
  ],
  [
    'postfix/smtpd',
    'warning: 1.2.0.192.list.example: RBL lookup error: Host or domain name not found. Name service error for name=1.2.0.192.list.example type=A: Host not found, try again',
    { action: 'lookup-failed' },
  ],
  ['postfix/postscreen', 'warning: dnsblog reply timeout 10s for list.example', { action: 'lookup-failed' }],
  ['postfix/smtpd', 'warning: valid_hostname: misplaced delimiter: .', { action: 'bad-host-name' }],
  [
    'postfix/smtp',
    'warning: no MX host for b.example has a valid address record',
    { action: 'bad-host-name' },
  ],
  [
    'postfix/master',
    'warning: process /usr/lib/postfix/sbin/flush pid 3839 exit status 1',
    { event: 'warning', action: 'process-failed' },
  ],
  [
    'postfix/master',
    'warning: /usr/lib/postfix/sbin/flush: bad command startup -- throttling',
    { action: 'throttled' },
  ],
  [
    'postfix/master',
    'warning: service "smtp" (25) has reached its process limit "50": new clients may experience noticeable delays',
    { action: 'process-limit' },
  ],
  [
    'postfix/smtpd',
    'warning: not enough free space in mail queue: 183091200 bytes < 1.5*message size limit',
    { action: 'no-space' },
  ],
  ['postfix/smtpd', 'fatal: no SASL authentication mechanisms', { event: 'warning', action: 'no-sasl' }],
  [
    'postfix/smtpd',
    "warning: SASL: Connect to Dovecot auth socket 'private/auth' failed: No such file or directory",
    { action: 'no-sasl' },
  ],
  [
    'postfix/qmgr',
    'warning: connect to transport private/lmpt: No such file or directory',
    { action: 'connect-failed' },
  ],
  ['postfix/smtpd', 'fatal: watchdog timeout', { action: 'timeout' }],
  ['postfix/tlsproxy', 'warning: ciphertext read/write timeout for [192.0.2.1]:4321', { action: 'timeout' }],
  [
    'postfix/smtp',
    'warning: premature end-of-input on private/anvil while reading input attribute name',
    { action: 'connection-broken' },
  ],
  [
    'postfix/smtpd',
    'warning: TLS library problem: error:0A000126:SSL routines::unexpected eof while reading:rec_layer_s3.c:303:',
    { action: 'tls-failed' },
  ],
  [
    'postfix/smtpd',
    'warning: mail.b.example[192.0.2.1] sent message header instead of SMTP command: From: "b" <b@b.example>',
    {
      event: 'warning',
      action: 'header-as-command',
      client: { name: 'mail.b.example', ip: '192.0.2.1' },
    },
  ],
  [
    'postfix/smtp',
    'warning: host mx.b.example[192.0.2.1]:25 greeted me with my own hostname mx.corp.example',
    { event: 'warning', action: 'own-name', relay: 'mx.b.example[192.0.2.1]:25' },
  ],
  [
    'postfix/smtp',
    'warning: 88BDC254536: non-ESMTP response from mx.b.example[192.0.2.1]:25: ',
    { action: 'no-esmtp', relay: 'mx.b.example[192.0.2.1]:25', queueId: '88BDC254536' },
  ],
  [
    'postfix/smtp',
    'discarding EHLO keywords: 8BITMIME STARTTLS',
    { event: 'session', action: 'discarded-keywords' },
  ],
  [
    'postfix/smtp',
    '88BDC254536: enabling PIX workarounds: disable_esmtp delay_dotcrlf for mx.b.example[192.0.2.1]:25',
    { event: 'session', action: 'pix-workaround', queueId: '88BDC254536' },
  ],
  [
    'postfix/smtpd',
    'table hash:/etc/postfix/helo_checks(0,lock|fold_fix) has changed -- restarting',
    { action: 'restart' },
  ],
  ['postfix/scache', 'statistics: domain lookup hits=18 miss=39 success=31%', { action: 'statistics' }],
  [
    'postfix/postscreen',
    'cache btree:/var/lib/postfix/postscreen_cache full cleanup: retained=9 dropped=3 entries',
    { action: 'cache-cleanup' },
  ],
  ['postfix/postsuper', 'Placed on hold: 2 messages', { event: 'session', action: 'held' }],
  [
    'postfix',
    'Postfix is running with backwards-compatible default settings',
    { event: 'session', action: 'compatibility' },
  ],
  // A wording that is not known keeps its level.
  ['postfix/smtpd', 'warning: something new', { event: 'warning', action: 'warning' }],
];

test.each(samples)('%s: %s', (program, text, fields) => {
  const line = { at: 0, host: 'mx1', program, pid: '7', text };
  expect(postfixWording(program)?.(text, line)).toMatchObject(fields);
});
