import { expect, test } from 'vitest';
import { amavis } from '../amavis.ts';

const samples: readonly (readonly [text: string, fields: object])[] = [
  [
    'starting. /usr/sbin/amavisd at mx1.corp.example amavis-2.13.0 (20230106)',
    { event: 'session', action: 'start' },
  ],
  ['perl=5.036000, user=119, EUID: 119 (119);  group=, EGID: 126 125 126 (126 125 126)', { action: 'start' }],
  ["Net::Server: User Not Defined.  Defaulting to EUID '119'", { event: 'session', action: 'no-user' }],
  ['No $altermime,         not using it', { action: 'no-program' }],
  ['No ext program for   .lz4, tried: lz4c -d', { event: 'session', action: 'no-program' }],
  ['No decoder for       .7z', { event: 'session', action: 'no-decoder' }],
  ['Using primary internal av scanner code for ClamAV-clamd', { action: 'scanner-found' }],
  ['Found secondary av scanner ClamAV-clamscan at /usr/bin/clamscan', { action: 'scanner-found' }],
  [
    'sd_notify (no socket): STATUS=Starting child process(es), ready for work.',
    { action: 'supervisor-told' },
  ],
  [
    '(27886-10) size: 945, TIMING [total 108 ms] - SMTP greeting: 1.1 (1%)1, SMTP EHLO: 0.5 (0%)2',
    { event: 'filter-detail', action: 'timing', session: '27886-10' },
  ],
  [
    '(27886-10) TIMING-SA [total 8782 ms, cpu 3158 ms] - parse: 22 (0.2%), tests_pri_0: 2729 (31.1%)',
    { action: 'timing', session: '27886-10' },
  ],
  ['(27886-10) size: 945, RUSAGE minflt=85+0, majflt=0+0, nswap=0+0', { action: 'usage' }],
  [
    '(12025-05) p001 1 Content-Type: text/plain, size: 38',
    { event: 'filter-detail', action: 'part', session: '12025-05' },
  ],
  [
    '(27886-10) p002 1/1/2 Content-Type: text/html, size: 34301 B, name: offer.html',
    { event: 'filter-detail', action: 'part', session: '27886-10' },
  ],
  [
    '(27886-10) Open relay? Nonlocal recips but not originating: c@b.example',
    { event: 'filter-detail', action: 'open-relay' },
  ],
  ['(27886-10) Requesting process rundown after 20 tasks (and 20 sessions)', { action: 'child-retired' }],
  [
    '(27886-10) _WARN: Use of uninitialized value $name in lc at Attachments.pm line 135.',
    { action: 'perl-warning' },
  ],
  [
    '(27886-10) SA info: util: setuid: ruid=997 euid=997 rgid=994 5 egid=994 5',
    { action: 'spamassassin', session: '27886-10' },
  ],
];

test.each(samples)('%s', (text, fields) => {
  expect(amavis(text, { at: 0, host: 'mx1', program: 'amavis', pid: '7', text })).toMatchObject(fields);
});

test.each(['(27886-10) something new', '(27886-10) a@b.example, something new'])(
  'without a name: %s',
  (text) => {
    expect(amavis(text, { at: 0, host: 'mx1', program: 'amavis', pid: '7', text })).toEqual({
      event: 'filter-detail',
      session: '27886-10',
    });
  },
);
