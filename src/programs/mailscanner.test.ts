import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Fields } from './event.ts';
import { mailscanner } from './mailscanner.ts';

const read = (text: string): Fields | undefined =>
  mailscanner(text, { at: 0, host: 'mx1', program: 'MailScanner', pid: '7', text });

const queueId = '88BDC254536';
const samples: readonly (readonly [string, Fields])[] = [
  [
    'Message 88BDC254536.A1B2C from 192.0.2.1 (carol@partner.example) to corp.example is spam, SpamAssassin (not cached, score=7.5, required 5, BAYES_99 5.00)',
    {
      event: 'filter-detail',
      queueId,
      client: { ip: '192.0.2.1' },
      reversePath: 'carol@partner.example',
      reason: 'spam, SpamAssassin (not cached, score=7.5, required 5, BAYES_99 5.00)',
      action: 'spam',
      score: 7.5,
    },
  ],
  [
    'Message 88BDC254536 from 192.0.2.1 () to corp.example is not spam (whitelisted)',
    {
      event: 'filter-detail',
      queueId,
      client: { ip: '192.0.2.1' },
      reversePath: '',
      reason: 'not spam (whitelisted)',
      action: 'clean',
    },
  ],
  [
    'Message 88BDC254536 from 192.0.2.1 ("x) to a.example is not spam, score=0"@b.example) to corp.example is spam (blacklisted)',
    {
      event: 'filter-detail',
      queueId,
      client: { ip: '192.0.2.1' },
      reversePath: '"x) to a.example is not spam, score=0"@b.example',
      reason: 'spam (blacklisted)',
      action: 'spam',
    },
  ],
  ['Message k436SX2M005191 from', { event: 'filter-detail', queueId: 'k436SX2M005191' }],
  [
    'Requeue: 88BDC254536.A1B2C to 3AFD4254570',
    { event: 'filter-detail', action: 'requeued', queueId, nextQueueId: '3AFD4254570' },
  ],
  [
    'Spam Actions: message 88BDC254536.A1B2C actions are deliver,header',
    {
      event: 'filter-detail',
      action: 'actions',
      reason: 'Spam Actions: message 88BDC254536.A1B2C actions are deliver,header',
      queueId,
    },
  ],
  [
    'New Batch: Scanning 1 messages, 2412 bytes',
    { event: 'session', reason: 'New Batch: Scanning 1 messages, 2412 bytes' },
  ],
];

it.each(samples)('%s', (text, fields) => {
  expect(read(text)).toEqual(fields);
});

it('never throws', () => {
  const words = fc.constantFrom(
    'Message ',
    '88BDC254536',
    ' from',
    ' 192.0.2.1',
    ' (',
    ') to ',
    ' is ',
    'Requeue: ',
    ' to ',
  );
  fc.assert(fc.property(fc.array(words, { maxLength: 10 }), (parts) => void read(parts.join(''))));
});
