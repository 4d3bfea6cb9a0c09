import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Row } from './row.ts';
import { RowWriter } from './row-writer.ts';
import { type Batch, Store } from './store.ts';

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
    queueIds: [],
    messageId: '',
    sessions: [],
    addresses: [],
    clientIp: '',
    ...over,
  };
}

function batch(...rows: Row[]): Batch {
  const writer = new RowWriter(16);
  for (const each of rows) writer.add(each);
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
  it('find lines, any one of them', async () => {
    const open = await filled(
      row({ seq: 1, text: 'queue', queueIds: ['A1', 'B2'] }),
      row({ seq: 2, text: 'message', messageId: "<o'\\x@y>" }),
      row({ seq: 3, text: 'session', sessions: ['S/+='] }),
      row({ seq: 4, text: 'address', addresses: ['jerry@corp.example', 'j\xc3\xa9@x.example'] }),
      row({ seq: 5, text: 'client', clientIp: '192.0.2.9', at: START + 10 }),
    );
    const texts = async (keys: object, span = {}) =>
      (await open.lines({ keys, ...span })).map(({ text }) => text);
    expect(await texts({ queueIds: ['B2', 'A2'] })).toEqual(['queue']);
    expect(await texts({ messageIdsLike: ["<o'\\x@y>"], sessions: ['S/+='] })).toEqual([
      'message',
      'session',
    ]);
    expect(await texts({ addresses: ['j\xc3\xa9@x.example'], clientIps: ['192.0.2.9'] })).toEqual([
      'address',
      'client',
    ]);
    expect(await texts({ clientIps: ['192.0.2.9'] }, { until: START + 10 })).toEqual([]);
    expect(await texts({ clientIps: ['192.0.2.9'] }, { since: START + 10, until: START + 11 })).toEqual([
      'client',
    ]);
    expect(await texts({ addresses: [] })).toEqual([]);
  });

  it('find a Message-ID that was cut short, by its beginning', async () => {
    const whole = '<df2f6c630907030041g6263979ag4b1561aed2799ed8@mail.example>';
    const open = await filled(
      row({ seq: 1, messageId: whole }),
      row({ seq: 2, messageId: whole.slice(0, 50) }),
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
      row({ seq: 1, messageId: whole }),
      row({ seq: 2, messageId: whole.slice(0, 50) }),
      row({ seq: 3, messageId: '<other@mail.example>' }),
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
      row({ seq: 2, pid: '78', event: 'login', addresses: ['jerry'] }),
    );
    expect(await open.lines({ process: { host: 'mx1', program: 'postfix/smtpd', pid: '78' } })).toHaveLength(
      1,
    );
    expect(await open.lines({ keys: { addresses: ['jerry'] }, events: ['login'] })).toHaveLength(1);
    expect(await open.lines({ events: ['client'] })).toHaveLength(1);
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
