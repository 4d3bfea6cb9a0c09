import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { trace } from '../ask/trace.ts';
import { BatchParser } from '../intake/batch-parser.ts';
import { encode } from '../syslog/bytes.ts';
import type { Engine } from './engine.ts';
import { envelopeKey, KINDS, keyHash } from './keys.ts';
import { Store, type StoreOptions } from './store.ts';

const ADDRESS = 'jerry@corp.example';
const REQUEST = { address: ADDRESS, users: [], pseudonymise: false, dryRun: false };

/** One message to each of these, from accepted to delivered, four seconds apart. */
function message(number: number, address: string, user: string): string[] {
  const at = `Jul  3 16:39:${String(10 + number * 8).padStart(2, '0')}`;
  const id = `88BDC25453${number}`;
  return [
    `${at} mx1 postfix/smtpd[801]: ${id}: client=mail.partner.example[192.0.2.7]`,
    `${at} mx1 postfix/cleanup[802]: ${id}: message-id=<m${number}@partner.example>`,
    `${at} mx1 postfix/qmgr[700]: ${id}: from=<bob@partner.example>, size=2101, nrcpt=1 (queue active)`,
    `${at} mx1 dovecot: lmtp(${user})<810><Xk1dAAE${number}>: sieve: msgid=<m${number}@partner.example>: stored mail into mailbox 'INBOX'`,
    `${at} mx1 postfix/lmtp[803]: ${id}: to=<${address}>, relay=mx1[private/dovecot-lmtp], delay=0.9, delays=0.6/0/0/0.3, dsn=2.0.0, status=sent (250 2.0.0 <${user}> Xk1dAAE${number} Saved)`,
    `${at} mx1 postfix/qmgr[700]: ${id}: removed`,
  ];
}

const LOG = [
  ...message(0, 'tom@corp.example', 'tom'),
  ...message(1, 'Jerry@corp.example', 'jerry'),
  ...message(1, 'tomjerry@corp.example', 'tomjerry').map((line) =>
    line.replaceAll('88BDC254531', '99BDC254539'),
  ),
  ...message(2, 'jerry@corp.example.org', 'ann'),
  'Jul  3 16:39:40 mx1 postfix/smtpd[801]: NOQUEUE: reject: RCPT from a.example[192.0.2.1]: 550 5.1.1 <jerry+shop@corp.example>: Recipient address rejected: User unknown; from=<SRS0=Hk=T7=corp.example=jerry@fwd.example> to=<jerry+shop@corp.example> proto=ESMTP helo=<a>',
  'Jul  3 16:39:41 mx1 postfix/qmgr[700]: 77BDC254530: from=<list+jerry=corp.example@lists.example>, size=1, nrcpt=1 (queue active)',
  'Jul  3 16:39:42 mx1 dovecot: imap-login: Login: user=<jerry>, method=PLAIN, rip=192.0.2.9, lip=192.0.2.1, mpid=9, session=<s1>',
  'Jul  3 16:39:43 mx1 postfix/smtpd[801]: 66BDC254530: client=a.example[192.0.2.9], sasl_method=PLAIN, sasl_username=jerry',
  'Jul  3 16:39:44 mx1 surprise[9]: jerry \xe9\x00 and jerry@corp.example',
];

let store: Store;
let folder: string | undefined;
const engine = () => (store as unknown as { engine: Engine }).engine;

async function insert(log: readonly string[]): Promise<void> {
  const { rows, count, spans } = new BatchParser({ tz: 'UTC', year: 2026 }).parse(
    Buffer.from(`${log.join('\n')}\n`, 'latin1'),
  );
  await store.insert({ rows: [rows], count, spans }, store.newSource());
}

async function filled(log: readonly string[] = LOG, options: StoreOptions = {}): Promise<void> {
  store = await Store.open(options);
  await insert(log);
}

const written = async () => (await store.lines({ all: true })).map(({ head, text }) => head + text);
const sorted = (some: readonly string[]) => some.toSorted();
const isHis = (line: string) =>
  /(?<!tom)jerry@corp\.example(?!\.)/i.test(line) ||
  /jerry(\+shop@|=)corp\.example|example=jerry@/.test(line);
const isUsers = (line: string) => /\(jerry\)|<jerry>|sasl_username=jerry/.test(line);
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
    await insert(LOG);
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
    const [forgotten] = await Promise.all([store.forget(REQUEST), insert([late])]);
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

describe('a pseudonym', () => {
  it('stands in the place of the local part in all its shapes, and nothing else changes', async () => {
    await filled();
    const { pseudonym = '', lines } = await store.forget({ ...REQUEST, pseudonymise: true });
    expect(pseudonym).toMatch(/^forgotten-[0-9a-f]{10}$/);
    expect(lines).toBe(4);
    const expected = LOG.map((line) =>
      isHis(line)
        ? line
            .replace(/<Jerry@/, `<${pseudonym}@`)
            .replaceAll('jerry+shop@corp.example', `${pseudonym}@corp.example`)
            .replace(/example=jerry@/, `example=${pseudonym}@`)
            .replace(/jerry=corp/, `${pseudonym}=corp`)
            .replace('jerry@corp.example', `${pseudonym}@corp.example`)
        : line,
    );
    expect(sorted(await written())).toEqual(sorted(expected));
    expect((await store.coverage()).lines).toBe(LOG.length);
    expect(await store.addresses({})).toContain(`${pseudonym}@corp.example`);
    expect((await store.addresses({})).filter((address) => isHis(address))).toEqual([]);
    expect(await places(keyHash(KINDS.addresses, ADDRESS))).toBe(0);
    const { journeys } = await trace(store, `to:${pseudonym}@corp.example id:m1@partner.example`, {});
    expect(journeys).toHaveLength(1);
    expect((await trace(store, ADDRESS, {})).journeys).toEqual([]);
    expect(await store.forget({ ...REQUEST, pseudonymise: true })).toEqual({ lines: 0, userNamesLeft: [] });
  });

  it('stands in the place of the sign-in name where the line says whose it is', async () => {
    const more = [
      'Jul  3 16:39:45 mx1 dovecot: auth-worker(9): conn unix:auth-worker (pid=8,uid=1): auth-worker<4>: passwd-file(jerry,192.0.2.9,<s2>): Password mismatch',
      'Jul  3 16:39:46 mx1 dovecot: imap(jerry)<9><s1>: expunge: box=jerry, uid=1, msgid=<jerry.1@x>, size=9',
    ];
    await filled([...LOG, ...more]);
    const request = { ...REQUEST, users: ['jerry'], pseudonymise: true };
    const { pseudonym: name = '', lines } = await store.forget(request);
    expect(lines).toBe(9);
    const now = await written();
    expect(now).toHaveLength(LOG.length + 2);
    const ending = (text: string) => now.filter((line) => line.endsWith(text));
    expect(ending(`imap(${name})<9><s1>: expunge: box=jerry, uid=1, msgid=<jerry.1@x>, size=9`)).toHaveLength(
      1,
    );
    expect(ending(`passwd-file(${name},192.0.2.9,<s2>): Password mismatch`)).toHaveLength(1);
    expect(ending(`sasl_username=${name}`)).toHaveLength(1);
    expect(ending(`(250 2.0.0 <${name}> Xk1dAAE1 Saved)`)).toHaveLength(1);
    expect(now.filter((line) => line.includes(`Login: user=<${name}>, method=PLAIN`))).toHaveLength(1);
    expect(now.filter((line) => line.includes(`lmtp(${name})<810><Xk1dAAE1>: sieve: `))).toHaveLength(1);
    const { journeys } = await trace(store, `${name}@corp.example`, {});
    expect(JSON.stringify(journeys)).toContain(`"user":"${name}"`);
    expect(await store.forget(request)).toEqual({ lines: 0, userNamesLeft: [] });
  });

  it('is that of the run that was broken off, and no line is there twice', async () => {
    await filled();
    const inner = engine();
    const { run } = inner;
    (inner as { run: unknown }).run = (query: string) =>
      query.startsWith('DELETE FROM lines') ? Promise.reject(new Error('killed')) : run(query);
    await expect(store.forget({ ...REQUEST, pseudonymise: true })).rejects.toThrow('killed');
    expect(await written()).toHaveLength(LOG.length + 4);
    (inner as { run: unknown }).run = run;
    const first = (await written()).find((line) => line.includes('forgotten-'));
    const { pseudonym = 'none' } = await store.forget({ ...REQUEST, pseudonymise: true });
    expect(first).toContain(pseudonym);
    expect(await written()).toHaveLength(LOG.length);
    expect(await found({ addresses: [`${pseudonym}@corp.example`] })).not.toEqual([]);
  });

  it('keeps lines two that only spelled him differently', async () => {
    const line = (to: string) => `Jul  3 16:39:10 mx1 surprise[9]: mail for <${to}>`;
    await filled([line('jerry@corp.example'), line('Jerry@corp.example')]);
    expect(await store.forget({ ...REQUEST, pseudonymise: true })).toMatchObject({ lines: 2 });
    const ids = (await store.lines({ all: true })).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });
});
