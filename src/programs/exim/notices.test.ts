import { expect, test } from 'vitest';
import { exim } from './exim.ts';

const queueId = '1abcDE-0001Ab-CD';
const samples: readonly (readonly [text: string, fields: object])[] = [
  ['Start queue run: pid=788', { event: 'session', action: 'queue-run-start' }],
  ['Start queue run: pid=788 -qf', { event: 'session', action: 'queue-run-start' }],
  ["Start 'late' queue run: pid=788", { event: 'session', action: 'queue-run-start' }],
  ['End queue run: pid=788', { event: 'session', action: 'queue-run-end' }],
  [
    'exim 4.96 daemon started: pid=771, -q30m, listening for SMTP on [127.0.0.1]:25 [::1]:25',
    { event: 'session', action: 'start' },
  ],
  ['SIGHUP received: re-exec daemon', { event: 'session', action: 'reload' }],
  [
    'no IP address found for host mail.b.example (during SMTP connection from [192.0.2.1])',
    { event: 'session', action: 'no-address', client: { ip: '192.0.2.1' } },
  ],
  [
    'no IP address found for host mail.b.example (during SMTP connection from (b.example) [192.0.2.1]:4321)',
    { action: 'no-address', client: { helo: 'b.example', ip: '192.0.2.1', port: 4321 } },
  ],
  [
    'no host name found for IP address 192.0.2.1',
    { event: 'session', action: 'no-host-name', client: { ip: '192.0.2.1' } },
  ],
  [
    'failed to write to main log: length=47 result=-1 errno=28 (No space left on device)',
    { action: 'log-failed' },
  ],
  ['spool directory space check failed: space=0 inodes=6052041', { action: 'no-space' }],
  [
    'Warning: No server certificate defined; will use a selfsigned one.\n Suggested action: set it.',
    { action: 'no-certificate' },
  ],
  ['ignoring AUTH=a@b.example from U=jerry (client not authenticated)', { action: 'auth-ignored' }],
  ['timed out while reading local message', { action: 'timeout' }],
  [
    'SMTP protocol synchronization error (input sent without waiting for greeting): rejected connection from H=[192.0.2.1] input="GET / HTTP/1.1"',
    { event: 'session', action: 'protocol-error', client: { ip: '192.0.2.1' } },
  ],
  [
    'SMTP connection Ci=1239 from (b.example) [192.0.2.1]:10003 D=4s closed by QUIT',
    { event: 'disconnect', client: { helo: 'b.example', ip: '192.0.2.1' } },
  ],
  [
    'U=jerry sender verify fail for <jerry@b.example>: Unrouteable address',
    { event: 'session', action: 'sender-verify-failed' },
  ],
  ['U=jerry Warning: from a list of mine', { event: 'warning', action: 'acl-warning' }],
  [`${queueId} no immediate delivery: queued by ACL`, { event: 'session', action: 'queued', queueId }],
  [
    `${queueId} original recipients ignored (system filter)`,
    { event: 'session', action: 'recipients-ignored', queueId },
  ],
  [
    `${queueId} DKIM: d=b.example s=mail c=relaxed/relaxed a=rsa-sha256 b=2048 [verification succeeded]`,
    { event: 'session', action: 'dkim', queueId },
  ],
  [
    `${queueId} Delivery deferred by system filter`,
    { event: 'session', action: 'deferred-by-filter', queueId },
  ],
  [
    `${queueId} peer close after all rcpt responses; converting i/o-error to no-error`,
    { event: 'session', action: 'connection-closed', queueId },
  ],
  [
    `${queueId} home directory "/srv/$nobody mail" failed to expand for mail transport: unknown variable "nobody"`,
    { event: 'session', action: 'expansion-failed', queueId },
  ],
  [`${queueId} Required TLS certificate status not received`, { event: 'tls', queueId }],
  [`${queueId} Server certificate revoked; reason: superseded`, { event: 'tls', queueId }],
  [
    `${queueId} [192.0.2.2] SSL verify error: depth=0 error=certificate has expired cert=/CN=mx.b.example`,
    { event: 'tls', relay: '[192.0.2.2]', queueId },
  ],
  [`${queueId} PRDR R=<c@corp.example> acceptance`, { action: 'prdr', queueId }],
  [`${queueId} jerry@corp.example: error ignored`, { action: 'error-ignored', queueId }],
  [
    `${queueId} SA: Action: scanned but message isn't spam: score=-1.9 required=5.0 (scanned in 2/2 secs)`,
    { action: 'spamassassin', queueId },
  ],
  [`${queueId} Spool file is locked (another process is handling this message)`, { action: 'locked' }],
  [
    `${queueId} *> c@corp.example R=remote T=smtp H=mx.corp.example [192.0.2.2] C="delivery bypassed by -N option"`,
    { event: 'session', action: 'not-delivered', queueId },
  ],
  [
    `${queueId} plain authenticator failed H=mx.b.example [192.0.2.1] 535 Incorrect authentication data`,
    { action: 'auth-failed', queueId },
  ],
];

test.each(samples)('%s', (text, fields) => {
  const line = { at: 0, host: 'mx1', program: 'exim', pid: '7', text };
  expect(exim(text, line)).toMatchObject(fields);
});

test.each([
  `${queueId} what an administrator's logwrite says`,
  `${queueId} signer: b.example bits: 1024`,
  `${queueId} [192.0.2.2] depth=0 CN=mx.b.example`,
  `${queueId} [192.0.2.2]:4321 550 no`,
  `${queueId} . [192.0.2.2] 550 no`,
])('not known: %s', (text) => {
  expect(exim(text, { at: 0, host: 'mx1', program: 'exim', pid: '7', text })).toBeUndefined();
});
