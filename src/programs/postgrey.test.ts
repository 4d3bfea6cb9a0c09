import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Fields } from './event.ts';
import { postgrey } from './postgrey.ts';

const read = (text: string): Fields | undefined =>
  postgrey(text, { at: 0, host: 'mx1', program: 'postgrey', pid: '7', text });

const client = { name: 'mail.partner.example', ip: '192.0.2.1' };
const samples: readonly (readonly [string, Fields])[] = [
  [
    'action=greylist, reason=new, client_name=mail.partner.example, client_address=192.0.2.1/32, sender=carol%%old.example@partner.example, recipient=greta@corp.example',
    {
      event: 'greylist',
      action: 'greylist',
      reason: 'new',
      client,
      reversePath: 'carol%old.example@partner.example',
      forwardPath: 'greta@corp.example',
    },
  ],
  [
    '1AC6721E223: action=greylist, reason=early-retry (298s missing), client_name=mail.partner.example, client_address=192.0.2.1, recipient=greta@corp.example',
    {
      event: 'greylist',
      action: 'greylist',
      reason: 'early-retry (298s missing)',
      queueId: '1AC6721E223',
      client,
      reversePath: '',
      forwardPath: 'greta@corp.example',
    },
  ],
  [
    'action=pass, reason=triplet found, delay=304, client_name=unknown, client_address=2001:DB8:0:0:0:0:0:1/128, sender=carol@partner.example, recipient=greta@corp.example',
    {
      event: 'greylist',
      action: 'pass',
      reason: 'triplet found',
      delay: 304,
      client: { name: 'unknown', ip: '2001:DB8:0:0:0:0:0:1' },
      reversePath: 'carol@partner.example',
      forwardPath: 'greta@corp.example',
    },
  ],
  [
    'action=pass, reason=client AWL, client_name=mail.partner.example, client_address=192.0.2.1, sender=carol@partner.example',
    { event: 'greylist', action: 'pass', reason: 'client AWL', client, reversePath: 'carol@partner.example' },
  ],
  [
    'action=greylist, reason=new, client_name=mail.partner.example, client_address=192.0.2.1, sender=x, recipient=victim@corp.example, y@evil.example, recipient=greta@corp.example',
    { event: 'greylist', action: 'greylist', reason: 'new', client },
  ],
  [
    'delayed 603 seconds: client=192.0.2.1, from=, to=greta@corp.example',
    {
      event: 'greylist',
      action: 'pass',
      delay: 603,
      client: { ip: '192.0.2.1' },
      reversePath: '',
      forwardPath: 'greta@corp.example',
    },
  ],
  [
    '2026/11/24-06:30:00 postgrey (type Net::Server::Multiplex) starting! pid(989)',
    {
      event: 'session',
      action: 'start',
      reason: 'postgrey (type Net::Server::Multiplex) starting! pid(989)',
    },
  ],
  [
    'whitelisted: mail.partner.example[192.0.2.1]',
    { event: 'session', action: 'allowlisted', reason: 'whitelisted: mail.partner.example[192.0.2.1]' },
  ],
  ['WARNING: fork failed', { event: 'warning', action: 'fork-failed', reason: 'WARNING: fork failed' }],
];

const notices: readonly (readonly [text: string, action: string])[] = [
  ['cleaning up old logs...', 'database-cleaned'],
  ['cleaning main database finished. before: 3800, after: 2539', 'database-cleaned'],
  ['rm /var/spool/postfix/postgrey/log.0000000002', 'database-cleaned'],
  ['Setting uid to "504"', 'user-set'],
  ['Process Backgrounded', 'start'],
  ['Binding to TCP port 10023 on host 127.0.0.1 with IPv4', 'listening'],
  ['Resolved [localhost]:10023 to [127.0.0.1]:10023, IPv4', 'listening'],
  ['2026/11/24-06:30:00 Server closing!', 'stop'],
  ['2026/11/24-06:30:00 Pid_file already exists for running process (4775)... aborting', 'already-running'],
  ['Couldn\'t unlink "/run/postgrey.pid" [Permission denied]', 'unlink-failed'],
  ['ignoring garbage: <help>', 'bad-request'],
  ["unrecognized request type: ''", 'bad-request'],
];

it.each(notices)('%s', (text, action) => {
  expect(read(text)).toMatchObject({ event: 'session', action });
});

it.each(samples)('%s', (text, fields) => {
  expect(read(text)).toEqual(fields);
});

it('does not know the lines of another program', () => {
  expect(read('grey: new: 192.0.2.1(192.0.2.1), a@b -> c@d')).toBeUndefined();
  expect(read('x y: action=greylist')).toBeUndefined();
});

it('never throws', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void read(`action=${text}`)));
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void read(text)));
});
