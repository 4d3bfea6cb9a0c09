import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fields } from './event.ts';
import { rspamd } from './rspamd.ts';

const read = (text: string): Fields | undefined =>
  rspamd(text, { at: 0, host: 'mx1', program: 'rspamd', pid: '7', text });

const samples: readonly (readonly [string, Fields])[] = [
  [
    '<8ae27d>; proxy; rspamd_task_write_log: id: <m@b.example>, qid: <A785B308622AB>, ip: 192.0.2.17, user: joe, ' +
      'from: <a@b.example>, (default: T (add header): [7.50/15.00] [CLAM_VIRUS(4.00){Eicar-Test-Signature|x.exe;},' +
      'IP_SCORE(-0.04){ip: (0.22), ipnet: 192.0.2.0/24(0.18);},ARC_NA(0.00){}]), len: 2348, time: 750.636ms real, ' +
      '5.680ms virtual, dns req: 47, digest: <b1035f>, rcpts: <c@d.example,e@d.example,...>, mime_rcpts: <x@y.example,>',
    {
      event: 'filter',
      action: 'add header',
      session: '8ae27d',
      messageId: '<m@b.example>',
      queueId: 'A785B308622AB',
      client: { ip: '192.0.2.17', saslUsername: 'joe' },
      reversePath: 'a@b.example',
      score: 7.5,
      symbols: ['CLAM_VIRUS', 'IP_SCORE', 'ARC_NA'],
      virus: 'Eicar-Test-Signature',
      size: 2348,
      forwardPath: ['c@d.example', 'e@d.example'],
    },
  ],
  [
    '<153713>; proxy; rspamd_task_write_log: id: <undef>, qid: <86B22762900>, ip: 2001:db8::1, (default: F (soft reject): ' +
      '[9.00/11.00] [GREYLIST(0.00){greylisted;new record;}]), len: 1593, time: 222.910ms, dns req: 22, digest: <758f>, ' +
      'rcpts: <p@d.example>, mime_rcpts: <p@d.example>, forced: soft reject "Try again later"; score=nan (set by greylist)',
    {
      event: 'filter',
      action: 'soft reject',
      session: '153713',
      messageId: '',
      queueId: '86B22762900',
      client: { ip: '2001:db8::1' },
      score: 9,
      symbols: ['GREYLIST'],
      size: 1593,
      forwardPath: 'p@d.example',
    },
  ],
  [
    '<1>; task; rspamd_task_write_log: id: <m@b>, qid: <A1>, ip: 192.0.2.1, from: <a@b>, (default: F (no action): [0.00/15.00] [A,B_C]), len: 9, time: 1ms, dns req: 0, digest: <ab>, rcpts: <c@d>,<e@f>',
    {
      event: 'filter',
      action: 'no action',
      session: '1',
      messageId: '<m@b>',
      queueId: 'A1',
      client: { ip: '192.0.2.1' },
      reversePath: 'a@b',
      score: 0,
      symbols: ['A', 'B_C'],
      size: 9,
      forwardPath: ['c@d', 'e@f'],
    },
  ],
  [
    '<8ae27d>; proxy; rspamd_message_parse: loaded message; id: <m@b.example>; queue-id: <A785B308622AB>; size: 2348; checksum: <b103>',
    {
      event: 'filter-detail',
      action: 'loaded',
      session: '8ae27d',
      messageId: '<m@b.example>',
      queueId: 'A785B308622AB',
      size: 2348,
    },
  ],
  [
    '<8ae27d>; lua; greylist.lua:430: greylisted until "Sat, 07 Mar 2026 14:03:57 GMT", new record',
    {
      event: 'greylist',
      action: 'greylist',
      session: '8ae27d',
      reason: 'greylisted until "Sat, 07 Mar 2026 14:03:57 GMT", new record',
    },
  ],
  [
    '<8ae27d>; lua; common.lua:109: clamav: result - virusfound: "Eicar-Test-Signature - score: 1"',
    { event: 'filter-detail', action: 'infected', session: '8ae27d', virus: 'Eicar-Test-Signature' },
  ],
  [
    "<8ae27d>; proxy; rspamd_add_passthrough_result: <m@b.example>: set pre-result to 'soft reject' (no score): 'Try again later' from greylist(1)",
    {
      event: 'filter-detail',
      action: 'soft reject',
      session: '8ae27d',
      messageId: '<m@b.example>',
      reason: "set pre-result to 'soft reject' (no score): 'Try again later' from greylist(1)",
    },
  ],
  [
    '<8ae27d>; proxy; proxy_milter_finish_handler: finished milter connection',
    { event: 'filter-detail', session: '8ae27d' },
  ],
  ['<1bf868>; main; main: rspamd 3.4 is loading configuration', { event: 'session', session: '1bf868' }],
  ['rspamd_worker_hyperscan_ready: loading hyperscan expressions', { event: 'session' }],
];

describe('rspamd', () => {
  it.each(samples)('%s', (text, fields) => {
    expect(read(text)).toEqual(fields);
  });

  it('does not know the lines of another program', () => {
    expect(read('connect from unknown[192.0.2.1]')).toBeUndefined();
    expect(read('<')).toBeUndefined();
    expect(read('')).toBeUndefined();
  });
});

describe('what strangers write, as Rspamd 3.4 wrote it', () => {
  const line =
    '<fe0da7>; task; rspamd_task_write_log: id: <x>,?qid:?<FAKE1>,?ip:?198.51.100.4,?len:?3>, qid: <ABCDEF12345>, ip: 192.0.2.9, ' +
    'from: <a b>, (default: F (no action): [1/2] [X(0.00){@evil.example>, (default: T (add header): [7.00/15.00] ' +
    '[FORGED_SENDER(0.30){e@x.example;a b>, (default: F (no action): [1/2] [X(0.00){@evil.example;}]), len: 644, time: 1ms, dns req: 1, ' +
    'digest: <a6bc>, rcpts: <c@d.example,e>, f@g.example>, mime_rcpts: <t@y.example>';

  it('a sender that imitates the verdict leaves only what stands before it', () => {
    expect(read(line)).toEqual({
      event: 'filter',
      session: 'fe0da7',
      messageId: '<x>,?qid:?<FAKE1>,?ip:?198.51.100.4,?len:?3>',
      queueId: 'ABCDEF12345',
      client: { ip: '192.0.2.9' },
    });
  });

  it('recipients that cannot be told apart are left out', () => {
    const fields = read(
      line.replaceAll('a b>, (default: F (no action): [1/2] [X(0.00){@evil.example', 'a@evil.example'),
    );
    expect(fields).toMatchObject({
      action: 'add header',
      score: 7,
      reversePath: 'a@evil.example',
      size: 644,
    });
    expect(fields).not.toHaveProperty('forwardPath');
  });

  it('options that imitate the end of the symbols leave size and recipients out', () => {
    const fields = read(
      '<1>; task; rspamd_task_write_log: id: <m@b>, qid: <A1>, ip: 192.0.2.1, from: <a@b>, (default: F (reject): [20.00/15.00] ' +
        '[A(0.00){x}]), len: 1, time: 1ms, dns req: 0, digest: <0>, rcpts: <victim@d>;}]), len: 9, time: 1ms, dns req: 0, digest: <ab>, rcpts: <c@d>',
    );
    expect(fields).toMatchObject({ action: 'reject', score: 20, queueId: 'A1' });
    expect(fields).not.toHaveProperty('forwardPath');
    expect(fields).not.toHaveProperty('size');
  });
});

it('never throws, and ends', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void read(text)));
  const parts = [
    '<a>; ',
    'task; ',
    'rspamd_task_write_log: ',
    'id: <',
    '>, ',
    'qid: <',
    '(default: T (reject): [',
    '1/2] [',
    'A(0){',
    '}',
    ',',
    ']), len: ',
    ', digest: <',
    'rcpts: <',
  ];
  fc.assert(fc.property(fc.array(fc.constantFrom(...parts)), (some) => void read(some.join(''))));
  for (let i = 0; i < samples[0]![0].length; i++) read(samples[0]![0].slice(0, i));
});
