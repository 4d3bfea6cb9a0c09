import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from '../programs/parse.ts';
import type { Batch } from './inserter.ts';
import type { Row } from './row.ts';
import { RowWriter } from './row-writer.ts';
import { Store } from './store.ts';

const START = Date.UTC(2026, 6, 3, 16, 39, 25) * 1000;

function row(over: Partial<Row>): Row {
  return {
    at: START,
    seq: 0,
    repeat: 0,
    host: 'mx1',
    program: 'postfix/smtpd',
    pid: '77',
    kind: 'event',
    event: 'client',
    head: 'Jul  3 16:39:25 mx1 postfix/smtpd[77]: ',
    text: '88BDC254536: client=mail.b.example[192.0.2.1]',
    ...over,
  };
}

function batch(...rows: Row[]): Batch {
  const writer = new RowWriter(16);
  for (const each of rows) {
    const event = parse({ ...each, malformed: false });
    writer.add({ ...each, event: event.event });
    writer.addKeys(event, each.at);
  }
  const times = rows.map(({ at }) => at);
  return {
    count: rows.length,
    rows: [writer.take()],
    spans: [{ from: Math.min(...times), to: Math.max(...times) }],
  };
}

let store: Store | undefined;

async function filled(...rows: Row[]): Promise<Store> {
  store = await Store.open({});
  await store.insert(batch(...rows), store.newSource());
  return store;
}

afterEach(async () => {
  await store?.close();
  store = undefined;
});

describe('a line', () => {
  it('comes back byte for byte, whatever its bytes are', async () => {
    const text = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('');
    const long = 'x'.repeat(1_000_000);
    const { lines } = {
      lines: await (await filled(row({ seq: 1, text }), row({ seq: 2, head: '', text: long }))).lines({
        all: true,
      }),
    };
    expect(lines.map((line) => line.text)).toEqual([text, long]);
    expect(lines[0]).toMatchObject({ at: START, seq: 1, host: 'mx1', program: 'postfix/smtpd', pid: '77' });
  });

  it('is found by its name, and has the same name in every store', async () => {
    const rows = [row({ seq: 1 }), row({ seq: 2, text: 'other' }), row({ seq: 3, repeat: 1 })];
    const first = await (await filled(...rows)).lines({ all: true });
    await store?.close();
    const again = await filled(...rows.toReversed());
    const ids = first.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect((await again.lines({ ids: [ids[1]!, 'no such line'] })).map(({ text }) => text)).toEqual([
      'other',
    ]);
    expect((await again.lines({ all: true })).map(({ id }) => id)).toEqual(ids);
  });

  it('is stored once, in whatever batch it comes', async () => {
    const open = await filled(row({ seq: 1 }), row({ seq: 2, text: 'b' }));
    const grown = batch(row({ seq: 1 }), row({ seq: 2, text: 'b' }), row({ seq: 3, text: 'c' }));
    expect(await open.insert(grown, open.newSource())).toBe(1);
    expect(await open.insert(grown, open.newSource())).toBe(0);
    expect((await open.lines({ all: true })).map(({ text }) => text.slice(0, 1))).toEqual(['8', 'b', 'c']);
  });
});

describe('keys', () => {
  const LMTP = { program: 'dovecot', pid: '' };

  it('find lines, any one of them', async () => {
    const open = await filled(
      row({ seq: 1, program: 'postfix/qmgr', text: 'A1B2C3D4: removed' }),
      row({ seq: 2, program: 'postfix/cleanup', text: "B1B2C3D4: message-id=<o'\\x@y>" }),
      row({
        seq: 3,
        ...LMTP,
        text: "lmtp(jerry)<9><S/+=:T2>: sieve: msgid=<a@b>: stored mail into mailbox 'INBOX'",
      }),
      row({
        seq: 4,
        program: 'postfix/qmgr',
        text: 'C1B2C3D4: from=<J\xc3\xa9@x.example>, size=1, nrcpt=1 (queue active)',
      }),
      row({ seq: 5, at: START + 10, text: 'D1B2C3D4: client=mail.b.example[192.0.2.9]' }),
      row({ seq: 6, text: 'connect from mail.b.example[192.0.2.9]' }),
      row({ seq: 7, program: 'postfix/qmgr', text: 'E1B2C3D4: from=<>, size=1, nrcpt=1 (queue active)' }),
    );
    const found = async (keys: object, span = {}) =>
      (await open.lines({ keys, ...span })).map(({ seq }) => seq);
    expect(await found({ queueIds: ['A1B2C3D4', 'A2'] })).toEqual([1]);
    expect(await found({ messageIdsLike: ["<o'\\x@y>"], sessions: ['S/+='] })).toEqual([2, 3]);
    expect(await found({ addresses: ['j\u00e9@x.example'], clientIps: ['192.0.2.9'] })).toEqual([4, 5]);
    expect(await found({ clientIps: ['192.0.2.9'] }, { until: START + 10 })).toEqual([]);
    expect(await found({ clientIps: ['192.0.2.9'] }, { since: START + 10, until: START + 11 })).toEqual([5]);
    expect(await found({ addresses: [] })).toEqual([]);
  });

  it('find lines by both ends of a try, and what happened to mailboxes as a whole', async () => {
    const refused = (from: string, to: string) =>
      `NOQUEUE: reject: RCPT from a.example[192.0.2.1]: 550 5.1.1 <${to}>: User unknown; from=<${from}> to=<${to}> proto=ESMTP helo=<a>`;
    const open = await filled(
      row({ seq: 1, text: refused('Ann@a.example', 'jerry@corp.example') }),
      row({ seq: 2, text: refused('ann@a.example', 'tom@corp.example') }),
      row({ seq: 3, text: refused('', 'jerry@corp.example') }),
      row({ seq: 4, ...LMTP, text: 'imap(jerry)<9><s>: Mailbox deleted: Work' }),
      row({ seq: 5, ...LMTP, text: 'imap(jerry)<9><s>: expunge: box=INBOX, uid=1, msgid=<a@b>, size=9' }),
    );
    const found = async (keys: object) => (await open.reader().events({ keys })).map(({ seq }) => seq);
    expect(await found({ envelopes: [{ from: 'ann@a.example', to: 'jerry@corp.example' }] })).toEqual([1]);
    expect(await found({ envelopes: [{ from: '', to: 'jerry@corp.example' }] })).toEqual([3]);
    expect(await found({ folderUsers: ['jerry'] })).toEqual([4]);
  });

  it('find who wrote to whom, also where the sender stands in another file', async () => {
    const sent = (id: string, to: string, seq: number) =>
      row({
        seq,
        program: 'postfix/lmtp',
        text: `${id}: to=<${to}>, relay=x, delay=1, dsn=2.0.0, status=sent (ok)`,
      });
    const active = (id: string, from: string, seq: number) =>
      row({ seq, program: 'postfix/qmgr', text: `${id}: from=<${from}>, size=1, nrcpt=1 (queue active)` });
    const open = await filled(
      active('A1B2C3D4', 'Ann@a.example', 1),
      sent('A1B2C3D4', 'jerry@corp.example', 2),
      active('B1B2C3D4', '', 3),
      sent('B1B2C3D4', 'jerry@corp.example', 4),
      sent('C1B2C3D4', 'Tom@corp.example', 5),
    );
    const found = async (from: string, to: string) =>
      (await open.reader().events({ keys: { acceptedEnvelopes: [{ from, to }] } })).map(({ seq }) => seq);
    // The sender stands on another line, so that of one place all deliveries to the recipient are given.
    expect(await found('ann@a.example', 'jerry@corp.example')).toEqual([2, 4]);
    expect(await found('', 'jerry@corp.example')).toEqual([2, 4]);
    expect(await found('ann@a.example', 'tom@corp.example')).toEqual([5]);
    expect(await found('tim@a.example', 'jerry@corp.example')).toEqual([]);
  });

  it('find lines that are asked for at once, each by its own question', async () => {
    const open = await filled(
      row({ seq: 1, program: 'postfix/qmgr', text: 'A1B2C3D4: removed' }),
      row({ seq: 2, program: 'postfix/qmgr', text: 'B1B2C3D4: removed' }),
      row({
        seq: 3,
        program: 'postfix/qmgr',
        text: 'B1B2C3D4: skipped, still being delivered',
        at: START + 1,
      }),
    );
    const asked = [
      { keys: { queueIds: ['B1B2C3D4'] }, events: ['removed'] },
      { keys: { queueIds: ['A1B2C3D4'] } },
      { keys: { queueIds: ['FFFFFFFF'] } },
      { anyOf: [{ keys: { queueIds: ['A1B2C3D4'] } }, { events: ['session'] }] },
    ];
    const reader = open.reader();
    const answers = await Promise.all(asked.map((each) => reader.events(each)));
    expect(answers.map((events) => events.map(({ seq }) => seq))).toEqual([[2], [1], [], [1, 3]]);
  });

  it('find the newest lines, and every address of a month', async () => {
    const removed = Array.from({ length: 300 }, (_, i) =>
      row({
        seq: i,
        at: START + i * 5_000_000,
        program: 'postfix/qmgr',
        text: `A1B2C3D4: from=<ann@a.example>, size=${i}, nrcpt=1 (queue active)`,
      }),
    );
    const open = await filled(...removed);
    const keys = { addresses: ['ann@a.example'] };
    const newest = await open.newest(
      [keys, { queueIds: ['A1B2C3D4'] }],
      ['queue-active'],
      { until: START + 1e9 },
      3,
    );
    expect(newest.map(({ size }) => size)).toEqual([199, 198, 197]);
    expect(await open.newest([keys], ['removed'], {}, 3)).toEqual([]);
    expect(await open.addresses({})).toEqual(['ann@a.example']);
    expect(await open.addresses({ since: START + 40 * 86_400e6 })).toEqual([]);
  });

  const cleanup = (id: string) => ({ program: 'postfix/cleanup', text: `A1B2C3D4: message-id=${id}` });

  it('find a Message-ID that was cut short, by its beginning', async () => {
    const whole = '<df2f6c630907030041g6263979ag4b1561aed2799ed8@mail.example>';
    const open = await filled(
      row({ seq: 1, ...cleanup(whole) }),
      row({ seq: 2, ...cleanup(whole.slice(0, 50)) }),
    );
    const found = async (prefix: string) =>
      (await open.lines({ keys: { messageIdPrefixes: [prefix] } })).length;
    expect(await found(whole.slice(0, 48))).toBe(2);
    expect(await found(whole.slice(0, 55))).toBe(1);
    expect(await found('<df2f')).toBe(2);
  });

  it('find a whole Message-ID with what was cut off it', async () => {
    const whole = '<df2f6c630907030041g6263979ag4b1561aed2799ed8@mail.example>';
    const open = await filled(
      row({ seq: 1, ...cleanup(whole) }),
      row({ seq: 2, ...cleanup(whole.slice(0, 50)) }),
      row({ seq: 3, ...cleanup('<other@mail.example>') }),
    );
    expect(await open.lines({ keys: { messageIdsLike: [whole] } })).toHaveLength(2);
  });

  it('find what several processes wrote, each in its own time', async () => {
    const open = await filled(row({ seq: 1 }), row({ seq: 2, pid: '78' }), row({ seq: 3, at: START + 50 }));
    const own = { host: 'mx1', program: 'postfix/smtpd' };
    const processes = [
      { ...own, pid: '77', since: START, until: START + 10 },
      { ...own, pid: '78', since: START + 5, until: START + 60 },
    ];
    expect((await open.lines({ processes })).map(({ seq }) => seq)).toEqual([1]);
  });

  it('find what one process wrote, and what happened to one user', async () => {
    const open = await filled(
      row({ seq: 1 }),
      row({ seq: 2, pid: '78', program: 'postfix/smtpd' }),
      row({
        seq: 3,
        ...LMTP,
        event: 'login',
        text: 'imap-login: Login: user=<jerry>, method=PLAIN, rip=192.0.2.1',
      }),
    );
    expect(
      await open.lines({
        processes: [{ host: 'mx1', program: 'postfix/smtpd', pid: '78', since: START, until: START + 1 }],
      }),
    ).toHaveLength(1);
    expect(await open.lines({ events: ['login'], holding: ['JERRY'] })).toHaveLength(1);
    expect(await open.lines({ events: ['login'], holding: ['tom'] })).toHaveLength(0);
    expect(await open.lines({ events: ['client'] })).toHaveLength(2);
  });
});

describe('a directory', () => {
  it('keeps its lines, is closed to others, and refuses one of a newer Waybill', async () => {
    const data = mkdtempSync(join(tmpdir(), 'waybill-test-'));
    try {
      store = await Store.open({ data: join(data, 'store') });
      expect(statSync(join(data, 'store')).mode & 0o777).toBe(0o700);
      await store.insert(batch(row({ seq: 1 })), store.newSource());
      await store.close();
      store = await Store.open({ data: join(data, 'store') });
      expect(await store.insert(batch(row({ seq: 1 })), store.newSource())).toBe(0);
      expect(await store.lines({ all: true })).toHaveLength(1);
      // @ts-expect-error: reaches inside to play the newer version
      await store.engine.run('INSERT INTO schema_version VALUES (4711)');
      await store.close();
      await expect(Store.open({ data: join(data, 'store') })).rejects.toMatchObject({ code: 'store-newer' });
    } finally {
      rmSync(data, { recursive: true });
    }
  });
});
