/** A store behind a URL: HTTP in front of the embedded engine, since no ClickHouse server can be installed here. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importFiles } from '../intake/import-files.ts';
import { type Engine, openEmbedded } from './engine.ts';
import { Store } from './store.ts';

let folder: string;
let engine: Engine;
let server: Server;
let url: string;

/** What a ClickHouse server does with a POST: the query in the address, or first in the body; rows after it. */
async function answer(query: string, body: Buffer): Promise<{ rows: Buffer; written: number }> {
  const input = /input\('((?:[^']|'')*)'\)/.exec(query);
  if (input === null) return { rows: await engine.read(query), written: 0 };
  const file = join(folder, 'body.rows');
  writeFileSync(file, body);
  const from = query
    .replace(input[0], () => `file('${file}', 'RowBinary', '${input[1]}')`)
    .replace(/ FORMAT RowBinary$/, '');
  const count = async () => Number(await engine.text('SELECT count() FROM lines'));
  const before = await count();
  await engine.run(from);
  return { rows: Buffer.alloc(0), written: (await count()) - before };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-test-'));
  engine = await openEmbedded(folder);
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const query = new URL(request.url ?? '', 'http://x').searchParams.get('query') ?? body.toString();
    try {
      const { rows, written } = await answer(query, body);
      response.setHeader('X-ClickHouse-Summary', JSON.stringify({ written_rows: `${written}` }));
      response.end(rows);
    } catch (error) {
      response.statusCode = 500;
      response.end(String(error));
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://default@127.0.0.1:${(server.address() as AddressInfo).port}/default`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await engine.close();
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
