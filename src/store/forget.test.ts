import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ADDRESS, insertLog, isHis, isUsers, LOG, REQUEST } from '../../test/person.ts';
import { trace } from '../ask/trace.ts';
import { encode } from '../syslog/bytes.ts';
import type { Engine } from './engine.ts';
import { envelopeKey, KINDS, keyHash } from './keys.ts';
import { Store, type StoreOptions } from './store.ts';

let store: Store;
let folder: string | undefined;
const engine = () => (store as unknown as { engine: Engine }).engine;

async function filled(log: readonly string[] = LOG, options: StoreOptions = {}): Promise<void> {
  store = await Store.open(options);
  await insertLog(store, log);
}

const written = async () => (await store.lines({ all: true })).map(({ head, text }) => head + text);
const sorted = (some: readonly string[]) => some.toSorted();
const places = async (hash: number) =>
  Number(await engine().text(`SELECT count() FROM keys WHERE hash = ${hash} FORMAT TSV`));
const found = async (keys: object) => (await store.reader().events({ keys })).map(({ text }) => text);

afterEach(async () => {
  await store.close();
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

describe('forgetting a person', () => {
  it('deletes every line with the address, and leaves all others byte for byte', async () => {
    await filled();
    const { from = 0, to = 0, ...rest } = await store.forget(REQUEST);
    expect(rest).toEqual({ lines: 4, userNamesLeft: ['jerry'] });
    expect([from, to].map((at) => new Date(at / 1000).toISOString())).toEqual([
      '2026-07-03T16:39:18.000Z',
      '2026-07-03T16:39:44.000Z',
    ]);
    expect(sorted(await written())).toEqual(sorted(LOG.filter((line) => !isHis(line))));
    expect(await found({ addresses: [ADDRESS, 'jerry+shop@corp.example'] })).toEqual([]);
    expect((await trace(store, ADDRESS, {})).journeys).toEqual([]);
    expect((await store.coverage()).lines).toBe(LOG.length - 4);
  });

  it('deletes the lines of his sign-in names as well', async () => {
    await filled();
    expect(await store.forget({ ...REQUEST, users: ['Jerry'] })).toMatchObject({
      lines: 7,
      userNamesLeft: [],
    });
    expect(sorted(await written())).toEqual(sorted(LOG.filter((line) => !isHis(line) && !isUsers(line))));
    expect(await store.addresses({})).not.toContain('jerry');
  });

  it('leaves no key and no address of him, and the keys of all others', async () => {
    await filled();
    const ofHis = [
      keyHash(KINDS.addresses, ADDRESS),
      keyHash(KINDS.addresses, 'jerry+shop@corp.example'),
      keyHash(KINDS.acceptedEnvelopes, envelopeKey('bob@partner.example', ADDRESS)),
      keyHash(
        KINDS.envelopes,
        envelopeKey('srs0=hk=t7=corp.example=jerry@fwd.example', 'jerry+shop@corp.example'),
      ),
      keyHash(KINDS.queueIds, '77BDC254530'),
    ];
    for (const hash of ofHis) expect(await places(hash)).toBeGreaterThan(0);
    await store.forget(REQUEST);
    for (const hash of ofHis) expect(await places(hash)).toBe(0);
    expect(await store.addresses({})).toEqual(
      expect.arrayContaining(['tom@corp.example', 'tomjerry@corp.example', 'jerry@corp.example.org']),
    );
    expect((await store.addresses({})).filter((address) => isHis(address))).toEqual([]);
    // Other lines of his message, and messages of others in the same four seconds.
    expect(await found({ queueIds: ['88BDC254531'] })).toHaveLength(4);
    expect(await found({ queueIds: ['99BDC254539'] })).toHaveLength(5);
    expect(await found({ messageIdsLike: ['<m1@partner.example>'] })).toHaveLength(4);
    expect(await found({ sessions: ['Xk1dAAE1'] })).toHaveLength(3);
    for (const to of ['tom@corp.example', 'tomjerry@corp.example', 'jerry@corp.example.org']) {
      expect(await found({ addresses: [to] })).toHaveLength(1);
      expect(await found({ acceptedEnvelopes: [{ from: 'bob@partner.example', to }] })).toHaveLength(1);
      expect((await trace(store, to, {})).journeys).toHaveLength(1);
    }
  });

  it('leaves nothing of him on the disk', async () => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-test-'));
    await filled(LOG, { data: join(folder, 'store') });
    await store.forget(REQUEST);
    const parts = 'SELECT count() FROM system.parts WHERE';
    expect(await engine().text(`${parts} active AND has_lightweight_delete`)).toBe('0');
    await store.close();
    store = await Store.open({ data: join(folder, 'store') });
    expect(await engine().text(`${parts} NOT active AND table IN ('lines', 'keys', 'addresses')`)).toBe('0');
    expect(await engine().text("SELECT count() FROM lines WHERE raw ILIKE '%<jerry@corp.example>%'")).toBe(
      '0',
    );
    expect(await engine().text("SELECT count() FROM addresses WHERE address = 'jerry@corp.example'")).toBe(
      '0',
    );
  });

  it('does nothing the second time, and nothing when it is only tried', async () => {
    await filled();
    const before = [
      await written(),
      await store.addresses({}),
      await engine().text('SELECT count() FROM keys'),
    ];
    for (const pseudonymise of [false, true])
      expect(await store.forget({ ...REQUEST, pseudonymise, dryRun: true })).toEqual({
        lines: 4,
        from: expect.any(Number),
        to: expect.any(Number),
        userNamesLeft: ['jerry'],
      });
    expect([
      await written(),
      await store.addresses({}),
      await engine().text('SELECT count() FROM keys'),
    ]).toEqual(before);
    await store.forget(REQUEST);
    const after = await written();
    expect(await store.forget(REQUEST)).toEqual({ lines: 0, userNamesLeft: [] });
    expect(await written()).toEqual(after);
  });

  it('has the lines again when their file is imported again', async () => {
    await filled();
    await store.forget(REQUEST);
    await insertLog(store, LOG);
    expect(sorted(await written())).toEqual(sorted(LOG));
    expect(await found({ addresses: [ADDRESS] })).toHaveLength(3);
  });

  it('is exact in times that others share, also before 1970', async () => {
    const line = (at: string, to: string, number: number) => `${at} mx1 surprise[9]: ${number} for <${to}>`;
    const log = ['1969-12-31T23:59:50Z', '2026-07-03T16:39:10Z', '2031-01-01T00:00:00.000001Z'].flatMap(
      (at) => Array.from({ length: 40 }, (_, i) => line(at, i % 2 ? ADDRESS : 'tom@corp.example', i)),
    );
    await filled(log);
    expect(await store.forget({ ...REQUEST, pseudonymise: true })).toMatchObject({ lines: 60 });
    expect(await written()).toHaveLength(120);
    expect(sorted((await written()).filter((each) => !each.includes('forgotten-')))).toEqual(
      sorted(log.filter((each) => each.includes('tom@'))),
    );
  });

  it('lets no line in meanwhile', async () => {
    await filled();
    const late =
      'Jul  3 16:40:44 mx1 postfix/qmgr[700]: 77BDC254531: from=<jerry@corp.example>, size=1, nrcpt=1 (queue active)';
    const [forgotten] = await Promise.all([store.forget(REQUEST), insertLog(store, [late])]);
    expect(forgotten.lines).toBe(4);
    expect(await found({ addresses: [ADDRESS] })).toHaveLength(1);
  });
});

describe('addresses that somebody chose', () => {
  it.each([
    "o'brien@corp.example",
    'a\\b@corp.example',
    'a%b_c@corp.example',
    '.*+?^$()|[]{}@corp.example',
    "x');DROP@corp.example",
    '\u00e9mile@corp.example',
    '\u4f7f\u7528\u8005@\u4f8b\u5b50.example',
  ])('%s', async (address) => {
    const line = (to: string) =>
      encode(
        `Jul  3 16:39:10 mx1 postfix/lmtp[803]: 88BDC254530: to=<${to}>, relay=x, delay=1, dsn=2.0.0, status=sent (ok)`,
      );
    const other = line('zeno@corp.example');
    await filled([line(address), line(address.toUpperCase()), other]);
    expect(await store.forget({ ...REQUEST, address, users: [address] })).toMatchObject({ lines: 2 });
    expect(await written()).toEqual([other]);
    expect(await store.addresses({})).toEqual(['zeno@corp.example']);
  });
});
