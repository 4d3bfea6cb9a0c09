import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Fields } from './event.ts';
import { spamd } from './spamd.ts';

const read = (text: string): Fields | undefined =>
  spamd(text, { at: 0, host: 'mx1', program: 'spamd', pid: '7', text });

const samples: readonly (readonly [string, Fields])[] = [
  [
    'spamd: result: Y 12 - SYM_ONE,SYM_TWO scantime=0.8,size=1443,user=tom,uid=1001,required_score=5.0,rhost=localhost,raddr=127.0.0.1,rport=40866,mid=<m@b.example>,rmid=<r@b.example>,bayes=0.99,autolearn=no',
    {
      event: 'filter',
      action: 'spam',
      reason: 'SPAM',
      score: 12,
      symbols: ['SYM_ONE', 'SYM_TWO'],
      size: 1443,
      user: 'tom',
      messageId: '<m@b.example>',
    },
  ],
  [
    'spamd: result: . -1 -  scantime=0.8,size=7,user=tom,uid=1001,required_score=5.0,rhost=::1,raddr=::1,rport=40866,mid=(unknown),autolearn=ham',
    {
      event: 'filter',
      action: 'clean',
      reason: 'CLEAN',
      score: -1,
      symbols: [],
      size: 7,
      user: 'tom',
      messageId: '',
    },
  ],
  [
    'spamd: identified spam (12.3/5.0) for tom:1001 in 0.8 seconds, 1443 bytes.',
    { event: 'filter-detail', action: 'spam', score: 12.3, user: 'tom', size: 1443 },
  ],
  [
    'clean message (-0.1/6.0) for root:98 in 1.6 seconds, 3347 bytes.',
    { event: 'filter-detail', action: 'clean', score: -0.1, user: 'root', size: 3347 },
  ],
  [
    'spamd: processing message <m@b.example> aka <r@b.example> for tom:1001',
    { event: 'filter-detail', action: 'processing', messageId: '<m@b.example>', user: 'tom' },
  ],
  [
    'checking message (unknown) for tom:98.',
    { event: 'filter-detail', action: 'checking', messageId: '', user: 'tom' },
  ],
  ['spamd: connection from ::1 [::1]:40866 to port 783, fd 5', { event: 'session' }],
  ['prefork: child states: II', { event: 'session' }],
];

it.each(samples)('%s', (text, fields) => {
  expect(read(text)).toEqual(fields);
});

it('does not know the lines of another program', () => {
  expect(read('something else')).toBeUndefined();
});

it('never throws', () => {
  for (const start of ['', 'spamd: result: Y', 'identified spam (', 'checking message '])
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void read(start + text)));
});
