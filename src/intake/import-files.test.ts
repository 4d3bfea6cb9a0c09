import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Store } from '../store/store.ts';
import { importFiles } from './import-files.ts';

const DAY = `Jul  3 16:39:20 mx1 postfix/smtpd[77]: connect from mail.b.example[192.0.2.1]
Jul  3 16:39:21 mx1 postfix/smtpd[77]: 88BDC254536: client=mail.b.example[192.0.2.1]
Jul  3 16:39:21 mx1 postfix/cleanup[78]: 88BDC254536: message-id=<one@b.example>
Jul  3 16:39:21 mx1 kernel: martian source
Jul  3 16:39:21 mx1 kernel: martian source
no header at all \xe9
Jul  3 16:39:22 mx1 postfix/qmgr[9]: 88BDC254536: from=<SRS0=aa=bb=b.example=Anna@f.example>, size=1, nrcpt=1 (queue active)
Jul  3 16:39:25 mx1 postfix/lmtp[80]: 88BDC254536: to=<jerry@corp.example>, relay=mx1[private/dovecot-lmtp], delay=4, delays=4/0/0/0, dsn=2.0.0, status=sent (250 2.0.0 <jerry@corp.example> xU6kYabc Saved)
`;
const OPTIONS = { tz: 'UTC', year: 2026 };

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-test-'));
  store = await Store.open({ data: join(folder, 'data') });
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.from(content, 'latin1'));
  return path;
}

async function stored(): Promise<string[]> {
  return (await store.lines({ all: true })).map(({ head, text }) => head + text);
}

describe('an import', () => {
  it('keeps every line as it was written, and says what it met', async () => {
    const [found] = await importFiles(store, [file('mail.log', DAY.replaceAll('\n', '\r\n'))], OPTIONS);
    expect(found).toMatchObject({ lines: 8, added: 8, malformed: 1, failure: undefined });
    expect(found?.from).toBe(Date.UTC(2026, 6, 3, 16, 39, 20) * 1000);
    expect(await stored()).toEqual(DAY.trimEnd().split('\n'));
  });

  it('makes the keys by which lines are found', async () => {
    await importFiles(store, [file('mail.log', DAY)], OPTIONS);
    const count = async (keys: object) => (await store.lines({ keys })).length;
    expect(await count({ queueIds: ['88BDC254536'] })).toBe(4);
    expect(await count({ messageIdsLike: ['<one@b.example>'] })).toBe(1);
    expect(await count({ addresses: ['anna@b.example'] })).toBe(1);
    expect(await count({ addresses: ['jerry@corp.example'] })).toBe(1);
    expect(await count({ sessions: ['xU6kYabc'] })).toBe(1);
    expect(await count({ clientIps: ['192.0.2.1'] })).toBe(1);
  });

  it('of the same file again, packed, grown or cut by rotation, adds only what is new', async () => {
    const path = file('mail.log', DAY);
    await importFiles(store, [path], OPTIONS);
    const once = await stored();
    writeFileSync(join(folder, 'mail.log.1.gz'), gzipSync(Buffer.from(DAY, 'latin1')));
    const again = await importFiles(store, [path, join(folder, 'mail.log.1.gz')], OPTIONS);
    expect(again.map(({ added }) => added)).toEqual([0, 0]);
    appendFileSync(path, 'Jul  3 16:39:25 mx1 postfix/qmgr[9]: 88BDC254536: removed\n');
    expect(await importFiles(store, [path], OPTIONS)).toMatchObject([{ lines: 9, added: 1 }]);
    const rest = file('rest.log', DAY.slice(DAY.indexOf('Jul  3 16:39:22')));
    expect(await importFiles(store, [rest], OPTIONS)).toMatchObject([{ lines: 2, added: 0 }]);
    expect((await stored()).toSorted()).toEqual(
      [...once, 'Jul  3 16:39:25 mx1 postfix/qmgr[9]: 88BDC254536: removed'].toSorted(),
    );
  });

  it('of a file that ends in the middle of a line forgets the half when the whole comes', async () => {
    const path = file('mail.log', DAY.slice(0, -40));
    await importFiles(store, [path], OPTIONS);
    expect((await stored()).at(-1)).toBe(DAY.slice(DAY.lastIndexOf('\n', DAY.length - 2) + 1, -40));
    writeFileSync(path, Buffer.from(DAY, 'latin1'));
    await importFiles(store, [path], OPTIONS);
    expect(await stored()).toEqual(DAY.trimEnd().split('\n'));
    expect((await store.coverage()).lines).toBe(8);
  });

  it('of a damaged archive keeps what could be read and says so; a missing file stops no other', async () => {
    const path = join(folder, 'mail.log.gz');
    const long = Array.from({ length: 4000 }, (_, i) => DAY.replaceAll('77', `${1000 + i * 7}`)).join('');
    const packed = gzipSync(Buffer.from(long, 'latin1'));
    writeFileSync(path, packed.subarray(0, packed.length >> 1));
    const [damaged, missing, whole] = await importFiles(
      store,
      [path, join(folder, 'nowhere'), file('mail.log', DAY)],
      OPTIONS,
    );
    expect(damaged?.failure?.code).toBe('archive-truncated');
    expect(damaged?.lines).toBeGreaterThan(1000);
    expect(missing).toMatchObject({ lines: 0, failure: { code: 'file-not-found' } });
    expect(whole?.failure).toBeUndefined();
  });
});
