import { afterEach, describe, expect, it } from 'vitest';
import { dataKindOf } from '../programs/data-kind.ts';
import { parse } from '../programs/parse.ts';
import type { Engine } from './engine.ts';
import { RowWriter } from './row-writer.ts';
import { Store } from './store.ts';

const DAY = 86_400e6;
const NOW = Date.UTC(2026, 6, 20, 15, 30) * 1000;
const day = (year: number, month: number, date: number, hour = 0) =>
  Date.UTC(year, month - 1, date, hour) * 1000;

const SMTP = ['postfix/qmgr', 'A1B2C3D4: from=<ann@a.example>, size=1, nrcpt=1 (queue active)'] as const;
const MAILBOX = ['dovecot', 'imap-login: Login: user=<jerry>, method=PLAIN, rip=192.0.2.1'] as const;
const FILTER = ['rspamd', 'something of the filter'] as const;
const OTHER = ['', 'no header'] as const;
const ALL = [SMTP, MAILBOX, FILTER, OTHER];

let store: Store;
const engine = () => (store as unknown as { engine: Engine }).engine;
const number = async (query: string) => Number(await engine().text(query));

async function filled(times: readonly number[], kinds: readonly (readonly [string, string])[] = ALL) {
  store = await Store.open({});
  const writer = new RowWriter(16);
  let seq = 0;
  for (const at of times)
    for (const [program, text] of kinds) {
      const frame = { at, host: 'mx1', program, pid: '', text, malformed: false };
      const event = parse(frame);
      const head = program === '' ? '' : `${program}: `;
      writer.add({ ...frame, seq: seq++, repeat: 0, kind: event.kind, event: event.event, head });
      writer.addKeys(event, at);
    }
  const spans = times.map((at) => ({ from: at, to: at }));
  await store.insert({ count: seq, rows: [writer.take()], spans }, store.newSource());
}

async function left(): Promise<string[]> {
  return (await store.lines({ all: true })).map(
    ({ at, program }) => `${new Date(at / 1000).toISOString().slice(0, 13)} ${dataKindOf(program)}`,
  );
}

afterEach(async () => {
  await store.close();
});

describe('lines are kept', () => {
  it('for ever, where there is no limit', async () => {
    await filled([0, day(2001, 1, 1), NOW]);
    expect(await store.retain({}, NOW)).toEqual({ lines: 0 });
    expect(await left()).toHaveLength(12);
  });

  it('as long as their kind is, in days of UTC', async () => {
    await filled([day(2026, 7, 12, 23), day(2026, 7, 13), day(2026, 7, 18), NOW]);
    expect(await store.retain({ smtp: 7, mailbox: 3, other: 30 }, NOW)).toEqual({ lines: 3 });
    expect(await left()).toEqual([
      '2026-07-12T23 filter',
      '2026-07-12T23 other',
      '2026-07-13T00 smtp',
      '2026-07-13T00 filter',
      '2026-07-13T00 other',
      ...['2026-07-18T00', '2026-07-20T15'].flatMap((at) =>
        ['smtp', 'mailbox', 'filter', 'other'].map((kind) => `${at} ${kind}`),
      ),
    ]);
    const covered = await store.coverage();
    expect(covered.lines).toBe(13);
    expect(covered.from).toBe(day(2026, 7, 12, 23));
    expect(await store.retain({ smtp: 7, mailbox: 3, other: 30 }, NOW + 1e6)).toEqual({ lines: 0 });
    expect(await store.retain({ smtp: 7 }, NOW + DAY)).toEqual({ lines: 1 });
  });

  it('with right counts by hour, and the answer that was kept is forgotten', async () => {
    await filled([day(2026, 6, 1), day(2026, 7, 1), NOW]);
    expect((await store.coverage()).lines).toBe(12);
    expect(await store.retain({ smtp: 1, filter: 1 }, NOW)).toEqual({ lines: 4 });
    const { lines, programs, from } = await store.coverage();
    expect({ lines, programs, from }).toEqual({
      lines: 8,
      programs: ['dovecot', 'postfix', 'rspamd'],
      from: day(2026, 6, 1),
    });
  });
});

describe('months', () => {
  const parts = async (table: string) =>
    await engine().text(
      `SELECT arraySort(groupUniqArray(partition_id)) FROM system.parts WHERE table = '${table}' AND active FORMAT TSV`,
    );

  it('beyond all limits are dropped, with their keys and addresses', async () => {
    await filled([-5e6, day(2026, 4, 30), day(2026, 5, 31, 23), day(2026, 7, 1), NOW]);
    expect(await store.retain({ smtp: 30, mailbox: 40, filter: 30, other: 30 }, NOW)).toEqual({ lines: 12 });
    for (const table of ['lines', 'keys', 'addresses']) expect(await parts(table)).toBe("['202607']");
    expect(await store.addresses({})).toEqual(['ann@a.example']);
    expect(await store.lines({ keys: { addresses: ['ann@a.example'] } })).toHaveLength(2);
  });

  it('that several limits have emptied are dropped, and only those', async () => {
    await filled([day(2026, 4, 30), day(2026, 5, 30)], [SMTP, FILTER]);
    expect(await store.retain({ smtp: 30 }, NOW)).toEqual({ lines: 2 });
    expect(await parts('keys')).toBe("['202604','202605']");
    expect(await store.retain({ filter: 60 }, NOW)).toEqual({ lines: 1 });
    for (const table of ['lines', 'keys']) expect(await parts(table)).toBe("['202605']");
    expect(await number('SELECT count() FROM lines')).toBe(1);
  });

  it('are written anew without what went, once no more of its kind can go', async () => {
    const masked = 'SELECT count() FROM system.parts WHERE active AND has_lightweight_delete';
    await filled([day(2026, 6, 1), day(2026, 7, 1), NOW]);
    await store.retain({ smtp: 10 }, NOW);
    expect(await number(`${masked} AND partition_id = '202606'`)).toBe(0);
    expect(await number(`${masked} AND partition_id = '202607'`)).toBe(1);
    expect((await store.coverage()).lines).toBe(10);
  });
});

it('lines are not put in while others are taken out', async () => {
  await filled([day(2026, 7, 1)], [SMTP]);
  const gone = store.retain({ smtp: 1 }, NOW);
  const writer = new RowWriter(16);
  const frame = {
    at: day(2026, 7, 1),
    host: 'mx2',
    program: 'postfix/qmgr',
    pid: '',
    text: 'x',
    malformed: false,
  };
  const event = parse(frame);
  writer.add({ ...frame, seq: 9, repeat: 0, kind: event.kind, event: event.event, head: '' });
  const added = store.insert(
    { count: 1, rows: [writer.take()], spans: [{ from: frame.at, to: frame.at }] },
    store.newSource(),
  );
  expect(await Promise.all([gone, added])).toEqual([{ lines: 1 }, 1]);
  expect(await left()).toHaveLength(1);
});
