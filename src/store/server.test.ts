/** A store behind a URL: HTTP in front of the embedded engine, since no ClickHouse server can be installed here. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SlowClickHouse } from '../../test/slow-clickhouse.ts';
import { importFiles } from '../intake/import-files.ts';
import { Store } from './store.ts';

let folder: string;
let server: SlowClickHouse;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-test-'));
  server = await SlowClickHouse.start();
  url = server.url;
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

it('keeps and finds the same lines as the embedded one', async () => {
  const log = join(folder, 'mail.log');
  const text = Array.from(
    { length: 300 },
    (_, i) => `Jul  3 16:39:${10 + (i % 50)} mx1 postfix/qmgr[9]: ABCDE${i}F: removed \xe9\x00`,
  );
  writeFileSync(log, Buffer.from(`${text.join('\n')}\n`, 'latin1'));
  const store = await Store.open({ url });
  const own = await Store.open({ url });
  try {
    const options = { tz: 'UTC', year: 2026 };
    expect(await importFiles(store, [log], options)).toMatchObject([
      { lines: 300, added: 300, failure: undefined },
    ]);
    expect(await importFiles(own, [log], options)).toMatchObject([{ lines: 300, added: 0 }]);
    const [line] = await store.lines({ keys: { queueIds: ['ABCDE7F'] } });
    expect(`${line?.head}${line?.text}`).toBe(text[7]);
    expect(await own.lines({ ids: [line!.id] })).toEqual([line]);
  } finally {
    await store.close();
    await own.close();
  }
});
