import { afterEach, describe, expect, it } from 'vitest';
import { ADDRESS, insertLog, isHis, LOG, REQUEST } from '../../test/person.ts';
import { trace } from '../ask/trace.ts';
import type { Engine } from './engine.ts';
import { KINDS, keyHash } from './keys.ts';
import { Store } from './store.ts';

let store: Store;
const engine = () => (store as unknown as { engine: Engine }).engine;
const written = async () => (await store.lines({ all: true })).map(({ head, text }) => head + text);
const sorted = (some: readonly string[]) => some.toSorted();
const places = async (hash: number) =>
  Number(await engine().text(`SELECT count() FROM keys WHERE hash = ${hash} FORMAT TSV`));
const found = async (keys: object) => (await store.reader().events({ keys })).map(({ text }) => text);

async function filled(log: readonly string[] = LOG): Promise<void> {
  store = await Store.open({});
  await insertLog(store, log);
}

afterEach(() => store.close());

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
