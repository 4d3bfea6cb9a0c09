import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amavis, joinAmavis } from './amavis.ts';
import type { Fields } from './event.ts';

const read = (text: string): Fields | undefined =>
  amavis(text, { at: 0, host: 'mx1', program: 'amavis', pid: '12025', text });

const CLEAN =
  '(12025-03) Passed CLEAN {RelayedInbound,RelayedOpenRelay}, [127.0.2.50]:34843 [192.0.2.7] <alice@partner.example> -> ' +
  '<ivan@corp.example>,<ivan@outside.example>, Queue-ID: 6141C21E2AE, Message-ID: <alias-with-own-copy@partner.example>, ' +
  'mail_id: wN6DUwIRGQwe, Hits: -1, size: 510, queued_as: 7EAF921E2B4/7F85E21E2B6, 84 ms';

const samples: readonly (readonly [string, Fields])[] = [
  [
    CLEAN,
    {
      event: 'filter',
      action: 'passed',
      reason: 'CLEAN',
      session: '12025-03',
      flags: ['RelayedInbound', 'RelayedOpenRelay'],
      client: { ip: '127.0.2.50', port: 34843 },
      reversePath: 'alice@partner.example',
      forwardPath: ['ivan@corp.example', 'ivan@outside.example'],
      queueId: '6141C21E2AE',
      messageId: '<alias-with-own-copy@partner.example>',
      score: -1,
      size: 510,
      nextQueueId: ['7EAF921E2B4', '7F85E21E2B6'],
    },
  ],
  [
    '(4051607-09) Blocked INFECTED (Eicar-Test-Signature, Test.(b)) {DiscardedInbound,Quarantined}, MYNETS LOCAL ' +
      '[2001:db8::5]:1434 <a@b.example> -> <tom@corp.example>, quarantine: 7/virus-7AueO3MCQ0Xg, Queue-ID: 413BE60672, ' +
      'Message-ID: <m@b.example>, mail_id: 7AueO3MCQ0Xg, Hits: -, size: 5098, 981 ms',
    {
      event: 'filter',
      action: 'blocked',
      reason: 'INFECTED',
      session: '4051607-09',
      virus: 'Eicar-Test-Signature, Test.(b)',
      flags: ['DiscardedInbound', 'Quarantined'],
      client: { ip: '2001:db8::5', port: 1434 },
      reversePath: 'a@b.example',
      forwardPath: 'tom@corp.example',
      quarantineId: '7/virus-7AueO3MCQ0Xg',
      queueId: '413BE60672',
      messageId: '<m@b.example>',
      size: 5098,
    },
  ],
  [
    '(12025-09) Blocked BANNED (multipart/mixed | application/zip,.zip,a (1), b.zip | .exe,x.exe) {BouncedInbound,Quarantined}, ' +
      '[192.0.2.1]:40 <> -> <tom@corp.example>, quarantine: q/banned-q1, archive/q1, Queue-ID: 6141C21E2AF, mail_id: q1, ' +
      'Hits: 3.5, size: 9, 20 ms',
    {
      event: 'filter',
      action: 'blocked',
      reason: 'BANNED',
      session: '12025-09',
      symbols: ['multipart/mixed', 'application/zip,.zip,a (1), b.zip', '.exe,x.exe'],
      flags: ['BouncedInbound', 'Quarantined'],
      client: { ip: '192.0.2.1', port: 40 },
      reversePath: '',
      forwardPath: 'tom@corp.example',
      quarantineId: 'q/banned-q1, archive/q1',
      queueId: '6141C21E2AF',
      score: 3.5,
      size: 9,
    },
  ],
  [
    '(12025-10) Passed BAD-HEADER-7 {RelayedInbound,Quarantined}, AM.PDP-SOCK/MYNETS [192.0.2.1] [192.0.2.9] ESMTP/ESMTP <a@b.example> -> ' +
      '<tom@corp.example>, (ESMTPS://[192.0.2.1]:40 < ESMTP://192.0.2.9), tls: TLSv1.3, quarantine: B/badh-Bq, Queue-ID: 6141C21E2B0, ' +
      'Message-ID: <v@b.example>, Resent-Message-ID: <r@b.example>, mail_id: Bq, b: A0icR_EAQ, Hits: 6.86, size: 77, pt: 3, ' +
      'queued_as: 250 2.6.0 <x> Queued mail/7EAF921E2B4, Subject: "Say ""hi"", queued_as: X (raw: =?UTF-8?Q?hi?=)", ' +
      'From: <head@b.example>, helo=x, Tests: [A=1], 20 ms',
    {
      event: 'filter',
      action: 'passed',
      reason: 'BAD-HEADER-7',
      session: '12025-10',
      flags: ['RelayedInbound', 'Quarantined'],
      client: { ip: '192.0.2.1' },
      reversePath: 'a@b.example',
      forwardPath: 'tom@corp.example',
      quarantineId: 'B/badh-Bq',
      queueId: '6141C21E2B0',
      messageId: '<v@b.example>',
      score: 6.86,
      size: 77,
      nextQueueId: '7EAF921E2B4',
      subject: 'Say "hi", queued_as: X',
      headerFrom: 'head@b.example',
    },
  ],
  [
    '(30153-02) Passed, <a@b.example> -> <c@d.example>, quarantine spam-q, Message-ID: <m@b.example>, Hits: 2.3',
    {
      event: 'filter',
      action: 'passed',
      session: '30153-02',
      reversePath: 'a@b.example',
      forwardPath: 'c@d.example',
      quarantineId: 'spam-q',
      messageId: '<m@b.example>',
      score: 2.3,
    },
  ],
  [
    '(04769-04) Passed SPAMMY, <a@b.example> -> <quinn@corp.example>, Hits: 7, tag=-999, tag2=6.31, kill=100, queued_as: 4jYYBl2T6JzJp04, L/Y/Y/0',
    {
      event: 'filter-detail',
      action: 'passed',
      reason: 'SPAMMY',
      session: '04769-04',
      reversePath: 'a@b.example',
      forwardPath: 'quinn@corp.example',
      score: 7,
      nextQueueId: '4jYYBl2T6JzJp04',
    },
  ],
  [
    '(04761-02) Blocked INFECTED (Eicar-Test-Signature), <a@b.example> -> , Hits: -, tag=-999, tag2=6.31, kill=6.31, L/0/0/0',
    {
      event: 'filter-detail',
      action: 'blocked',
      reason: 'INFECTED',
      virus: 'Eicar-Test-Signature',
      session: '04761-02',
      reversePath: 'a@b.example',
    },
  ],
  [
    '(12025-05) wN6D FWD from <a@b.example> -> <c@d.example>,<e@d.example>, BODY=7BIT 250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 7EAF921E2B4',
    {
      event: 'filter-detail',
      action: 'forward',
      session: '12025-05',
      reversePath: 'a@b.example',
      forwardPath: ['c@d.example', 'e@d.example'],
      nextQueueId: '7EAF921E2B4',
    },
  ],
  [
    '(30153-02) FWD via SMTP: <a@b.example> -> <c@d.example>,BODY=7BIT 250 2.6.0 Ok, id=30153-02, from MTA([127.0.0.1]:10025): 250 2.0.0 Ok: queued as 7EAF921E2B4',
    {
      event: 'filter-detail',
      action: 'forward',
      session: '30153-02',
      reversePath: 'a@b.example',
      forwardPath: 'c@d.example',
      nextQueueId: '7EAF921E2B4',
    },
  ],
  [
    '(12025-05) Checking: wN6D ORIGINATING/MYNETS [192.0.2.1] <a@b.example> -> <c@d.example>',
    {
      event: 'filter-detail',
      action: 'checking',
      session: '12025-05',
      client: { ip: '192.0.2.1' },
      reversePath: 'a@b.example',
      forwardPath: 'c@d.example',
    },
  ],
  [
    '(12025-05) ESMTP :10024 /var/lib/amavis/tmp/amavis-20261124T063000-12025-KcgG: <a@b.example> -> <c@d.example> SIZE=7 Received: from x',
    {
      event: 'filter-detail',
      action: 'received',
      session: '12025-05',
      reversePath: 'a@b.example',
      forwardPath: 'c@d.example',
    },
  ],
  [
    '(12025-05) spam-tag, <a@b.example> -> <c@d.example>, Yes, score=6.6 tagged_above=2 required=6.31',
    {
      event: 'filter-detail',
      action: 'spam-tag',
      session: '12025-05',
      reversePath: 'a@b.example',
      forwardPath: 'c@d.example',
      score: 6.6,
    },
  ],
  [
    '(12025-05) local delivery: <a@b.example> -> virus-quarantine, mbx=/var/lib/amavis/virusmails/7/virus-7Aue',
    {
      event: 'filter-detail',
      action: 'local-delivery',
      session: '12025-05',
      reversePath: 'a@b.example',
      quarantineId: '/var/lib/amavis/virusmails/7/virus-7Aue',
    },
  ],
  [
    '(rel-7AueO3MCQ0Xg) Quarantined message release (misc): 7AueO3MCQ0Xg <a@b.example> -> <tom@corp.example>',
    {
      event: 'filter',
      action: 'released',
      session: 'rel-7AueO3MCQ0Xg',
      quarantineId: '7AueO3MCQ0Xg',
      reversePath: 'a@b.example',
      forwardPath: 'tom@corp.example',
    },
  ],
  [
    '(12025-05) (!)...rest of it',
    { event: 'filter-detail', action: 'continuation', session: '12025-05', reason: 'rest of it' },
  ],
  [
    '(12025-05) (!)ClamAV-clamd av-scanner FAILED',
    {
      event: 'filter-detail',
      action: 'warning',
      session: '12025-05',
      reason: 'ClamAV-clamd av-scanner FAILED',
    },
  ],
  ['(!!)TROUBLE in child_init_hook', { event: 'warning', reason: 'TROUBLE in child_init_hook' }],
];

describe('amavis', () => {
  it.each(samples)('%s', (text, fields) => {
    expect(read(text)).toEqual(fields);
  });

  it('does not know the lines of another program', () => {
    expect(read('connect from unknown[192.0.2.1]')).toBeUndefined();
    expect(read('')).toBeUndefined();
  });
});

/** write_log() of Amavis: breaks a message into lines of `width` bytes. */
function broken(id: string, mark: string, message: string, width: number): string[] {
  const lines: string[] = [];
  let prefix = mark;
  let rest = message;
  while (id.length + prefix.length + rest.length > width) {
    const room = width - id.length - prefix.length - 3;
    lines.push(`${id}${prefix}${rest.slice(0, room)}...`);
    prefix = `${mark}...`;
    rest = rest.slice(room);
  }
  return [...lines, id + prefix + rest];
}

describe('a line in pieces', () => {
  it('is restored, wherever it broke', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 50, max: 300 }),
        fc.constantFrom('', '(!)'),
        (extra, width, mark) => {
          const message = CLEAN.slice(11) + extra;
          const [first, ...others] = broken('(12025-03) ', mark, message, width);
          const rests = others.map((line) => read(line)?.reason ?? '');
          expect(joinAmavis(first!, rests)).toBe(`(12025-03) ${mark}${message}`);
        },
      ),
    );
  });

  it('tells nothing that the whole line does not tell', () => {
    const whole: Record<string, unknown> = { ...read(CLEAN) };
    for (let length = 20; length < CLEAN.length; length++) {
      const { forwardPath, ...rest } = read(`${CLEAN.slice(0, length)}...`)!;
      for (const [field, value] of Object.entries(rest))
        if (value !== undefined) expect(value, `${field} at ${length}`).toEqual(whole[field]);
      for (const address of [forwardPath ?? []].flat()) expect(whole.forwardPath).toContain(address);
    }
  });
});

it('never throws', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void read(text)));
  const parts = [
    '(1-01) ',
    'Passed ',
    'Blocked BANNED (',
    ') {A}',
    ', ',
    '<a@b>',
    ' -> ',
    '"',
    '\\',
    '[1.2.3.4]:5 ',
    'Hits: ',
    'Message-ID: ',
    '...',
  ];
  fc.assert(fc.property(fc.array(fc.constantFrom(...parts)), (some) => void read(some.join(''))));
});
