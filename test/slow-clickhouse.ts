/** HTTP in front of the embedded engine, as a ClickHouse server would answer it, as slowly as one likes. No server can be installed here. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Engine, openEmbedded } from '../src/store/engine.ts';

export class SlowClickHouse {
  /** Milliseconds before every insert. */
  delay = 0;
  readonly #folder: string;
  readonly #engine: Engine;
  readonly #server: Server;
  #next = 0;

  private constructor(folder: string, engine: Engine) {
    this.#folder = folder;
    this.#engine = engine;
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const query = new URL(request.url ?? '', 'http://x').searchParams.get('query') ?? body.toString();
      try {
        const { rows, written } = await this.#answer(query, body);
        response.setHeader('X-ClickHouse-Summary', JSON.stringify({ written_rows: `${written}` }));
        response.end(rows);
      } catch (error) {
        response.statusCode = 500;
        response.end(String(error));
      }
    });
  }

  static async start(): Promise<SlowClickHouse> {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-test-'));
    const slow = new SlowClickHouse(folder, await openEmbedded(folder));
    await new Promise<void>((listening) => slow.#server.listen(0, '127.0.0.1', listening));
    return slow;
  }

  get url(): string {
    return `http://default@127.0.0.1:${(this.#server.address() as AddressInfo).port}/default`;
  }

  /** Lines that hold this. */
  async count(term: string): Promise<number> {
    return Number(await this.#engine.text(`SELECT count() FROM lines WHERE position(text, '${term}') > 0`));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await this.#engine.close();
    rmSync(this.#folder, { recursive: true });
  }

  /** The query in the address, or first in the body; rows after it. */
  async #answer(query: string, body: Buffer): Promise<{ rows: Buffer; written: number }> {
    const input = /input\('((?:[^']|'')*)'\)/.exec(query);
    if (input === null) return { rows: await this.#engine.read(query), written: 0 };
    await sleep(this.delay);
    const file = join(this.#folder, `${this.#next++}.rows`);
    writeFileSync(file, body);
    const from = query
      .replace(input[0], () => `file('${file}', 'RowBinary', '${input[1]}')`)
      .replace(/ FORMAT RowBinary$/, '');
    const table = /^INSERT INTO (\w+)/.exec(query)?.[1];
    const count = async () => Number(await this.#engine.text(`SELECT count() FROM ${table}`));
    const before = await count();
    await this.#engine.run(from);
    rmSync(file);
    return { rows: Buffer.alloc(0), written: (await count()) - before };
  }
}
