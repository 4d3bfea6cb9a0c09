import { expect, test } from 'vitest';
import { sendmail } from './sendmail.ts';

const queueId = '5A3GbTIv023411';
const samples: readonly (readonly [text: string, fields: object])[] = [
  ['restarting /usr/sbin/sendmail due to signal', { event: 'session', action: 'restart' }],
  ['starting daemon (8.15.2): queueing@01:00:00', { event: 'session', action: 'start' }],
  ['rejecting connections on daemon MTA: load average: 12', { action: 'connections-refused' }],
  ['accepting connections again for daemon MTA', { action: 'connections-accepted' }],
  [
    'File descriptors missing on startup: stdin, stdout, stderr; Bad file descriptor',
    { event: 'session', action: 'descriptors-missing' },
  ],
  ['grew WorkList for /var/spool/mqueue to 2000', { action: 'queue-grown' }],
  ['/etc/mail/aliases: 12 aliases, longest 10 bytes, 152 bytes total', { action: 'aliases-rebuilt' }],
  [
    `${queueId}: Authentication-Warning: mx.corp.example: jerry set sender to root using -f`,
    { event: 'warning', action: 'sender-set', user: 'jerry', queueId },
  ],
  [
    `${queueId}: Authentication-Warning: mx.corp.example: Host a.example claimed to be b.example`,
    { event: 'warning', action: 'authentication-warning', queueId },
  ],
  [
    `${queueId}: Syntax error in mailbox address "x@b.example.??" (non-printable character)`,
    { event: 'warning', action: 'bad-address', queueId },
  ],
  [
    `${queueId}: Fixed MIME Content-Type header field (possible attack)`,
    { event: 'warning', action: 'header-mended', queueId },
  ],
  [`${queueId}[2]: the rest of a line`, { event: 'session', action: 'continuation', queueId }],
];

test.each(samples)('%s', (text, fields) => {
  expect(sendmail(text, { at: 0, host: 'mx1', program: 'sm-mta', pid: '7', text })).toMatchObject(fields);
});
