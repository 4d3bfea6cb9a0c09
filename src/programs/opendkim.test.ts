import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Fields } from './event.ts';
import { opendkim } from './opendkim.ts';

const read = (text: string): Fields | undefined =>
  opendkim(text, { at: 0, host: 'mx1', program: 'opendkim', pid: '7', text });

const queueId = '88BDC254536';
const samples: readonly (readonly [string, Fields])[] = [
  [
    '88BDC254536: DKIM verification successful',
    { event: 'authentication', method: 'dkim', result: 'pass', queueId },
  ],
  [
    '88BDC254536: bad signature data',
    { event: 'authentication', method: 'dkim', result: 'fail', reason: 'bad signature data', queueId },
  ],
  [
    '4Zb8xQ1T2Yz9rKw: no signature data',
    {
      event: 'authentication',
      method: 'dkim',
      result: 'none',
      reason: 'no signature data',
      queueId: '4Zb8xQ1T2Yz9rKw',
    },
  ],
  [
    '88BDC254536: DKIM-Signature field added (s=mail2026, d=corp.example)',
    { event: 'signed', method: 'dkim', selector: 'mail2026', domain: 'corp.example', queueId },
  ],
  [
    '88BDC254536: DKIM-Signature header added (s=mail, d=corp.example)',
    { event: 'signed', method: 'dkim', selector: 'mail', domain: 'corp.example', queueId },
  ],
  [
    '88BDC254536: signature=Ab3xYz90 domain=partner.example selector=s1 result="no signature error"',
    {
      event: 'authentication',
      method: 'dkim',
      domain: 'partner.example',
      selector: 's1',
      reason: 'no signature error',
      result: 'pass',
      queueId,
    },
  ],
  [
    "88BDC254536: key retrieval failed (s=s1, d=partner.example): 's1._domainkey.partner.example' query failed",
    {
      event: 'warning',
      action: 'warning',
      method: 'dkim',
      reason: "key retrieval failed (s=s1, d=partner.example): 's1._domainkey.partner.example' query failed",
      selector: 's1',
      domain: 'partner.example',
      queueId,
    },
  ],
  [
    '88BDC254536: s=s1 d=partner.example a=rsa-sha256 SSL error:04091068:rsa routines:INT_RSA_VERIFY:bad signature',
    {
      event: 'session',
      method: 'dkim',
      reason: 'error:04091068:rsa routines:INT_RSA_VERIFY:bad signature',
      selector: 's1',
      domain: 'partner.example',
      queueId,
    },
  ],
  [
    '88BDC254536: s=s1 d=partner.example SSL',
    { event: 'session', method: 'dkim', selector: 's1', domain: 'partner.example', queueId },
  ],
  [
    '88BDC254536: mail.partner.example [192.0.2.1] not internal',
    {
      event: 'session',
      client: { name: 'mail.partner.example', ip: '192.0.2.1' },
      reason: 'not internal',
      queueId,
    },
  ],
  [
    "88BDC254536: no signing table match for 'greta@corp.example'",
    {
      event: 'session',
      action: 'not-signed',
      reason: "no signing table match for 'greta@corp.example'",
      queueId,
    },
  ],
  [
    'OpenDKIM Filter v2.11.0 starting (args: -f)',
    { event: 'session', action: 'start', reason: 'OpenDKIM Filter v2.11.0 starting (args: -f)' },
  ],
  [
    'OpenDKIM Filter v2.11.0 terminating with status 0, errno = 0',
    {
      event: 'session',
      action: 'stop',
      reason: 'OpenDKIM Filter v2.11.0 terminating with status 0, errno = 0',
    },
  ],
  [
    '88BDC254536: not authenticated',
    { event: 'session', action: 'not-authenticated', reason: 'not authenticated', queueId },
  ],
  [
    "88BDC254536: can't determine message sender; accepting",
    {
      event: 'warning',
      action: 'no-sender',
      reason: "can't determine message sender; accepting",
      queueId,
    },
  ],
];

it.each(samples)('%s', (text, fields) => {
  expect(read(text)).toEqual(fields);
});

it('believes only whole lines of its own', () => {
  expect(read("88BDC254536: no signing table match for 'x: DKIM verification successful'")).toMatchObject({
    event: 'session',
  });
  expect(read('88BDC254536: something: DKIM verification successful')).toBeUndefined();
  expect(read('hello: DKIM verification successful')).toBeUndefined();
});

it('never throws', () => {
  const words = fc.constantFrom(
    '88BDC254536',
    ': ',
    's=',
    ' d=',
    ' SSL ',
    ' [',
    '] not internal',
    '"',
    'signature=',
  );
  const text = fc.array(fc.oneof(words, fc.string({ maxLength: 8 })), { maxLength: 8 });
  fc.assert(fc.property(text, (parts) => void read(parts.join(''))));
});
