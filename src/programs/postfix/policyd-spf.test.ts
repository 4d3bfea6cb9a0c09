import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Fields } from '../event.ts';
import { policydSpf } from './policyd-spf.ts';

const samples: readonly (readonly [string, object])[] = [
  [
    'prepend Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.1; helo=mail.partner.example; envelope-from=carol@partner.example; receiver=<UNKNOWN> ',
    {
      event: 'authentication',
      method: 'spf',
      result: 'pass',
      stage: 'mail',
      client: { ip: '192.0.2.1', helo: 'mail.partner.example' },
      reversePath: 'carol@partner.example',
      domain: 'partner.example',
    },
  ],
  [
    '88BDC254536: prepend Received-SPF: Softfail (mailfrom) identity=mailfrom; client-ip=2001:db8::1; helo=x; envelope-from=carol@partner.example; receiver=greta@corp.example',
    {
      event: 'authentication',
      method: 'spf',
      result: 'softfail',
      stage: 'mail',
      client: { ip: '2001:db8::1', helo: 'x' },
      reversePath: 'carol@partner.example',
      domain: 'partner.example',
      queueId: '88BDC254536',
    },
  ],
  [
    ': prepend Received-SPF: None (no SPF record) identity=no SPF record; client-ip=192.0.2.1; helo=mail.partner.example; envelope-from=<>; receiver=<UNKNOWN>',
    {
      event: 'authentication',
      method: 'spf',
      result: 'none',
      client: { ip: '192.0.2.1', helo: 'mail.partner.example' },
      reversePath: '',
      domain: 'mail.partner.example',
    },
  ],
  [
    '550 5.7.23 Message rejected due to: SPF fail - not authorized. Please see http://spf.example/Why?s=mfrom;id=a@b;ip=192.0.2.1;r=c@d',
    {
      event: 'policy',
      action: 'reject',
      method: 'spf',
      enhancedStatusCode: '5.7.23',
      reason:
        'Message rejected due to: SPF fail - not authorized. Please see http://spf.example/Why?s=mfrom;id=a@b;ip=192.0.2.1;r=c@d',
    },
  ],
  [
    "SPF pass (Mechanism 'ip4:192.0.2.1' matched): Envelope-from: carol@partner.example",
    {
      event: 'authentication',
      method: 'spf',
      result: 'pass',
      stage: 'mail',
      reversePath: 'carol@partner.example',
      domain: 'partner.example',
    },
  ],
  [
    'SPF none: HELO/EHLO (Null Sender): mail.partner.example, IP Address: 192.0.2.1, Recipient: greta@corp.example',
    { event: 'authentication', method: 'spf', result: 'none', stage: 'helo', domain: 'mail.partner.example' },
  ],
  [
    'Policy action=PREPEND Received-SPF: neutral (partner.example: says nothing of \'carol@partner.example\') receiver=mx.corp.example; identity=mailfrom; envelope-from="carol@partner.example"; helo="[192.0.2.1]"; client-ip=192.0.2.1',
    {
      event: 'authentication',
      method: 'spf',
      result: 'neutral',
      stage: 'mail',
      client: { ip: '192.0.2.1', helo: '[192.0.2.1]' },
      reversePath: 'carol@partner.example',
      domain: 'partner.example',
    },
  ],
  ['Policy action=DUNNO', { event: 'policy', action: 'dunno' }],
  ['handler sender_policy_framework: is decisive.', { event: 'session' }],
];

it.each(samples)('%s', (text, fields) => {
  const read = policydSpf(text);
  expect(read).toMatchObject(fields);
  expect(read?.queueId).toBe((fields as Fields).queueId);
});

it('a key that stands twice names nothing', () => {
  const forged = policydSpf(
    'prepend Received-SPF: Fail (mailfrom) identity=mailfrom; client-ip=192.0.2.1; helo=x; envelope-from="a; client-ip=192.0.2.9; helo=y"@b.example; receiver=<UNKNOWN>',
  );
  expect(forged).toMatchObject({ method: 'spf', result: 'fail' });
  expect(forged?.client).toBeUndefined();
});

it('never throws', () => {
  const words = fc.constantFrom(
    '88BDC254536',
    ': ',
    'prepend ',
    'Policy action=',
    'Received-SPF: ',
    ' client-ip=',
    '; ',
    'SPF pass',
    ': Envelope-from: ',
    '"',
    '550 ',
  );
  const text = fc.array(fc.oneof(words, fc.string({ maxLength: 8 })), { maxLength: 9 });
  fc.assert(fc.property(text, (parts) => void policydSpf(parts.join(''))));
});
