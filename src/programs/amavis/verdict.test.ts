import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amavis } from '../amavis.ts';
import type { Fields } from '../event.ts';

const read = (text: string): Fields | undefined =>
  amavis(text, { at: 0, host: 'mx1', program: 'amavis', pid: '12025', text });

const CLEAN =
  '(12025-03) Passed CLEAN {RelayedInbound}, [127.0.2.50]:34843 <alice@partner.example> -> <ivan@corp.example>, ' +
  'Queue-ID: 6141C21E2AE, Message-ID: <alias-with-own-copy@partner.example>, mail_id: wN6DUwIRGQwe, Hits: -1, ' +
  'size: 510, queued_as: 7EAF921E2B4/7F85E21E2B6, 84 ms';

describe('what strangers write', () => {
  it('a quoted sender that imitates the rest of the line', () => {
    const sender =
      '"x> -> <victim@corp.example>, Queue-ID: FAKE1, Hits: -99, queued_as: FAKE2, 1 ms"@evil.example';
    const fields = read(
      `(1-01) Passed CLEAN {RelayedInbound}, [192.0.2.1]:1 <${sender}> -> <tom@corp.example>, Queue-ID: A1, 9 ms`,
    );
    expect(fields).toMatchObject({ reversePath: sender, forwardPath: 'tom@corp.example', queueId: 'A1' });
    expect(fields?.score).toBeUndefined();
  });

  it('a Message-ID with a quoted pair', () => {
    const id = '<"\\\\>, mail_id: x, Hits: -99, size: 1, queued_as: FAKE, 1 ms"@evil.example>';
    const fields = read(CLEAN.replace('<alias-with-own-copy@partner.example>', id));
    expect(fields).toMatchObject({
      messageId: id.replace('\\\\', '\\'),
      score: -1,
      nextQueueId: ['7EAF921E2B4', '7F85E21E2B6'],
    });
  });

  it('a Message-ID with one quote', () => {
    expect(read(CLEAN.replace('<alias-with', '<alias"with'))).toMatchObject({ score: -1, size: 510 });
  });

  it('a banned name that imitates the rest of the line is not believed', () => {
    const name = 'x.exe) {RelayedInbound}, [192.0.2.66]:1 <a@b> -> <victim@corp.example>, Queue-ID: FAKE';
    const line = `(1-01) Blocked BANNED (.exe,${name}) {DiscardedInbound}, [192.0.2.1]:1 <q@e> -> <tom@corp.example>, Queue-ID: A1, 9 ms`;
    expect(read(line)).toEqual({ event: 'filter', action: 'blocked', reason: 'BANNED', session: '1-01' });
  });

  it('an address whose quotes do not balance ends what is read', () => {
    const fields = read(
      '(1-01) Passed CLEAN {RelayedInbound}, [192.0.2.1]:1 <a"b@c> -> <tom@corp.example>, Queue-ID: A1, 9 ms',
    );
    expect(fields).toEqual({ event: 'filter', action: 'passed', reason: 'CLEAN', session: '1-01' });
  });

  it('a name that opens heads without end, in time that does not grow with the square', () => {
    const line = `(1-01) Blocked BANNED (${'), <'.repeat(1 << 18)}`;
    const from = process.cpuUsage().user;
    expect(read(line)).toEqual({ event: 'filter', action: 'blocked', reason: 'BANNED', session: '1-01' });
    expect((process.cpuUsage().user - from) / 1000).toBeLessThan(3_000);
  });

  it('any quoted sender, however it is made', () => {
    const letters = ['a', ' ', '"', '\\', '>', ',', '<', ' -> ', ') {A}', ', Queue-ID: FAKE', '...', '\n'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...letters), { maxLength: 12 }), (some) => {
        const sender = `"${some.join('').replace(/["\\]/g, '\\$&')}"@evil.example`;
        const logged = sender.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
        const fields = read(CLEAN.replace('<alice@partner.example>', () => `<${logged}>`));
        expect(fields).toMatchObject({
          reversePath: sender.replaceAll('\n', '\\n'),
          forwardPath: 'ivan@corp.example',
          queueId: '6141C21E2AE',
          size: 510,
        });
      }),
    );
  });
});
