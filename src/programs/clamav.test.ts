import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clamav } from './clamav.ts';
import type { Fields } from './event.ts';

const read = (text: string): Fields | undefined =>
  clamav(text, { at: 0, host: 'mx1', program: 'clamd', pid: '7', text });

const infected = {
  event: 'filter',
  action: 'infected',
  reason: 'INFECTED',
  virus: 'Eicar-Test-Signature',
} as const;
const clean = { event: 'filter', action: 'clean', reason: 'CLEAN' } as const;
const samples: readonly (readonly [string, Fields])[] = [
  [
    'Message from <a@b.example> to <tom@corp.example> infected by Eicar-Test-Signature',
    { ...infected, reversePath: 'a@b.example', forwardPath: 'tom@corp.example' },
  ],
  [
    "Message 26CBC21E283 from <> to <tom@corp.example> with subject 'x> with subject  y  infected by Z' message-id '<m@b.example>' date 'Tue, 24 Nov 2026 06:30:00 +0000' infected by Eicar-Test-Signature",
    {
      ...infected,
      queueId: '26CBC21E283',
      subject: 'x> with subject  y  infected by Z',
      messageId: '<m@b.example>',
      reversePath: '',
      forwardPath: 'tom@corp.example',
    },
  ],
  [
    "Clean message UNKNOWN from <UNKNOWN> to <tom@corp.example> with subject 'UNKNOWN' message-id 'UNKNOWN' date 'UNKNOWN'",
    { ...clean, messageId: '', forwardPath: 'tom@corp.example' },
  ],
  [
    'Clean message from <a@b.example> to <tom@corp.example>',
    { ...clean, reversePath: 'a@b.example', forwardPath: 'tom@corp.example' },
  ],
  [
    'Message from <"x> to <victim@corp.example"@evil.example> to <tom@corp.example> infected by Eicar-Test-Signature',
    infected,
  ],
  ['/var/lib/amavis/tmp/amavis-1/parts/p002: Eicar-Test-Signature FOUND', infected],
  ['instream(127.0.0.1@40866): Eicar-Test-Signature(44d88612fea8a8f36de82e1278abb02f:68) FOUND', infected],
  ['stream(127.0.0.1@40866): OK', { event: 'filter-detail', action: 'clean' }],
  ['SelfCheck: Database status OK.', { event: 'session' }],
  ['ERROR: Can not open file', { event: 'warning', reason: 'ERROR: Can not open file' }],
];

it.each(samples)('%s', (text, fields) => {
  expect(read(text)).toEqual(fields);
});

it('does not know the lines of another program', () => {
  expect(read('something else')).toBeUndefined();
  expect(read('Message to all')).toBeUndefined();
});

it('never throws', () => {
  for (const start of ['', 'Message ', 'Clean message ', 'Clean message A1 from <'])
    for (const end of ['', ' FOUND', ' infected by X', "' date ''"])
      fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void read(start + text + end)));
});
