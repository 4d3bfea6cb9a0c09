import fc from 'fast-check';
import { expect, it } from 'vitest';
import { postfwd } from './postfwd.ts';

const rule = {
  event: 'policy',
  client: { name: 'mail.partner.example', ip: '192.0.2.1' },
  reason: 'R-07',
  reversePath: 'carol@partner.example',
  forwardPath: 'greta@corp.example',
  stage: 'rcpt',
  action: 'DUNNO',
};
const samples: readonly (readonly [string, object])[] = [
  [
    '[RULES] rule=7, id=R-07, client=mail.partner.example[192.0.2.1], sender=<carol@partner.example>, recipient=<greta@corp.example>, helo=<x>, proto=ESMTP, state=RCPT, delay=0s, hits=A;R-07, action=DUNNO',
    rule,
  ],
  [
    '[CACHE] rule=7, id=R-07, queue=88BDC254536, client=mail.partner.example[192.0.2.1], user=a, sender=<b>, sender=<carol@partner.example>, recipient=<greta@corp.example>, helo=<x>, proto=ESMTP, state=RCPT, delay=0s, hits=R-07, action=DUNNO',
    { ...rule, queueId: '88BDC254536', reversePath: undefined, forwardPath: undefined },
  ],
  [
    '[DNSBL] object 192.0.2.1 listed on rbl:list.example (answer: 127.0.0.2, time: 0s)',
    { event: 'blocklist', list: 'list.example', reply: '127.0.0.2', client: { ip: '192.0.2.1' } },
  ],
  [
    "[DNSBL] partner.example listed on rhsbl:list.example (answer: 127.0.1.2, time: 0s, ttl: 60s, 'why')",
    { event: 'blocklist', list: 'list.example', reply: '127.0.1.2', domain: 'partner.example' },
  ],
  [
    '[STATS] Counters: 213000 seconds uptime, 39 rules',
    { event: 'session', reason: '[STATS] Counters: 213000 seconds uptime, 39 rules' },
  ],
];

it.each(samples)('%s', (text, fields) => {
  expect({ ...postfwd(text) }).toEqual(JSON.parse(JSON.stringify(fields)));
});

it('never throws', () => {
  const words = fc.constantFrom(
    '[RULES] rule=1',
    ', id=',
    ', client=a[1]',
    ', sender=<',
    '>, recipient=<',
    '>, helo=<',
    ', state=',
    ', action=',
    '[DNSBL] ',
    ' listed on ',
    ':',
    ' (answer: ',
  );
  fc.assert(fc.property(fc.array(words, { maxLength: 10 }), (parts) => void postfwd(parts.join(''))));
});
