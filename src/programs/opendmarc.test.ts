import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Fields } from './event.ts';
import { opendmarc } from './opendmarc.ts';

const read = (text: string): Fields | undefined =>
  opendmarc(text, { at: 0, host: 'mx1', program: 'opendmarc', pid: '7', text });

const queueId = '88BDC254536';
const samples: readonly (readonly [string, Fields])[] = [
  [
    '88BDC254536: partner.example pass',
    { event: 'authentication', method: 'dmarc', result: 'pass', domain: 'partner.example', queueId },
  ],
  [
    '88BDC254536: SPF(mailfrom): carol@partner.example softfail',
    {
      event: 'authentication',
      method: 'spf',
      stage: 'mail',
      result: 'softfail',
      domain: 'partner.example',
      queueId,
    },
  ],
  [
    '88BDC254536: SPF(helo): mail.partner.example none',
    {
      event: 'authentication',
      method: 'spf',
      stage: 'helo',
      result: 'none',
      domain: 'mail.partner.example',
      queueId,
    },
  ],
  [
    '88BDC254536 ignoring Authentication-Results at 6 from mx.partner.example',
    {
      event: 'session',
      action: 'ignored',
      reason: 'ignoring Authentication-Results at 6 from mx.partner.example',
      queueId,
    },
  ],
  [
    '88BDC254536: RFC5322 requirement error: missing From field; accepting',
    {
      event: 'warning',
      action: 'bad-header',
      reason: 'RFC5322 requirement error: missing From field; accepting',
      queueId,
    },
  ],
  [
    'ignoring connection from mail.corp.example',
    { event: 'session', action: 'ignored', reason: 'ignoring connection from mail.corp.example' },
  ],
];

it.each(samples)('%s', (text, fields) => {
  expect(read(text)).toEqual(fields);
});

it('takes no result from a domain of several words', () => {
  expect(read('88BDC254536: a.example fail pass')).toBeUndefined();
  expect(read('88BDC254536: SPF(mailfrom): a.example fail pass')).toBeUndefined();
  expect(read('88BDC254536: a.example reject')).toBeUndefined();
});

it('never throws', () => {
  const words = fc.constantFrom('88BDC254536', ': ', 'SPF(', '): ', ' pass', '@', ' ');
  const text = fc.array(fc.oneof(words, fc.string({ maxLength: 8 })), { maxLength: 8 });
  fc.assert(fc.property(text, (parts) => void read(parts.join(''))));
});
