/**
 * ClickHouse, in this process (chDB) or behind a URL, by the same client (`@clickhouse/client`). Runs SQL and hands back
 * bytes; knows no table. chDB works off one client's queries one after another, so there are several clients on one
 * directory. It must be loaded in the main thread: in a worker it crashes the process (chdb 3.4.0).
 */
import { Readable } from 'node:stream';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { Failure } from '../failure.ts';
import { Spool } from './spool.ts';

/** Lists of ids are part of the query's text. */
const SETTINGS = {
  // A stranger's lines may be dated in any month.
  max_partitions_per_insert_block: 0,
  max_query_size: 268_435_456,
  max_ast_elements: 10_000_000,
  max_expanded_ast_elements: 10_000_000,
};
/** Questions at once, where nobody says otherwise. */
const READERS = 2;

export interface Engine {
  run(sql: string): Promise<void>;
  /** The whole answer, in the format that the SQL names. */
  read(sql: string): Promise<Buffer>;
  text(sql: string): Promise<string>;
  /** Inserts RowBinary rows into `table`; resolves with the number of rows that were added. */
  insert(insertion: Insertion): Promise<number>;
  close(): Promise<void>;
}

export interface Insertion {
  readonly table: string;
  readonly structure: string;
  readonly rows: readonly Uint8Array[];
  readonly count: number;
  /** Only rows of which this holds. */
  readonly where?: string | undefined;
  /** Of rows that agree in these columns only one. */
  readonly once?: string | undefined;
}

function chosen(source: string, { where, once }: Insertion): string {
  return `SELECT * FROM ${source}${where === undefined ? '' : ` WHERE ${where}`}${once === undefined ? '' : ` LIMIT 1 BY ${once}`}`;
}

async function collect(client: ClickHouseClient, query: string): Promise<Buffer> {
  const { stream } = await client.exec({ query });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

/** `directory` exists. Throws `store-unusable`. */
export async function openEmbedded(directory: string, readerCount = READERS): Promise<Engine> {
  const { createChdbConnection } = await import('chdb/connection');
  const { drainPending } = await import('chdb');
  const clients: ClickHouseClient[] = [];
  try {
    for (let i = 0; i < 1 + readerCount; i++) {
      const client = createClient({ connection: createChdbConnection({ path: directory }) } as never);
      clients.push(client);
      for (const [name, value] of Object.entries(SETTINGS))
        await client.command({ query: `SET ${name} = ${value}` });
    }
  } catch (error) {
    for (const client of clients) await client.close();
    throw unusable(error, directory);
  }
  const spool = new Spool(directory);
  const [writer, ...readers] = clients as [ClickHouseClient, ...ClickHouseClient[]];
  const pending = new Set<Promise<unknown>>();
  let turn = 0;
  const track = <T>(work: Promise<T>): Promise<T> => {
    pending.add(work);
    const done = () => pending.delete(work);
    work.then(done, done);
    return work;
  };
  const read = (sql: string) => track(collect(readers[turn++ % readerCount]!, sql));
  return {
    read,
    run: (sql) => track(collect(writer, sql)).then(() => undefined),
    text: async (sql) => (await read(sql)).toString('utf8').trimEnd(),
    insert: (insertion) =>
      track(
        spool.with(insertion.rows, async (path) => {
          const { table, structure, where, once } = insertion;
          const rows = chosen(`file(${path}, 'RowBinary', ${quoted(structure)}, 'none')`, insertion);
          const added =
            where === undefined && once === undefined
              ? insertion.count
              : Number((await collect(writer, `SELECT count() FROM (${rows}) FORMAT TSV`)).toString());
          if (added > 0) await collect(writer, `INSERT INTO ${table} ${rows}`);
          return added;
        }),
      ),
    async close() {
      await Promise.allSettled([...pending]);
      for (const client of clients) await client.close();
      await drainPending();
      spool.remove();
    },
  };
}

/** `url` names user, password and database. Throws `store-unreachable`. */
export async function openServer(url: string): Promise<Engine> {
  const settings = { ...SETTINGS, wait_end_of_query: 1 as const };
  let client: ClickHouseClient;
  try {
    client = createClient({
      url,
      clickhouse_settings: settings as never,
      request_timeout: 600_000,
      // Failures are told once, by us.
      log: { level: ClickHouseLogLevel.OFF },
    });
    await collect(client, 'SELECT 1');
  } catch (error) {
    throw new Failure('store-unreachable', 'The ClickHouse server does not answer.', {
      reason: firstLine(error),
      advice: 'Check the address after --store: http://user:password@host:8123/database.',
    });
  }
  const read = (sql: string) => collect(client, sql);
  return {
    read,
    run: (sql) => read(sql).then(() => undefined),
    text: async (sql) => (await read(sql)).toString('utf8').trimEnd(),
    async insert(insertion) {
      const { table, structure, rows, count, where, once } = insertion;
      const { stream, summary } = await client.exec({
        query: `INSERT INTO ${table} ${chosen(`input(${quoted(structure)})`, insertion)} FORMAT RowBinary`,
        values: Readable.from(rows, { objectMode: false }),
      });
      stream.resume();
      return where === undefined && once === undefined ? count : Number(summary?.written_rows ?? count);
    },
    close: () => client.close(),
  };
}

function quoted(structure: string): string {
  return `'${structure.replaceAll("'", "''")}'`;
}

/** The engine's reason is on its own standard error only; a lock that directory.ts could not see is the likeliest. */
function unusable(error: unknown, directory: string): Failure {
  return new Failure('store-unusable', `The stored logs in ${directory} cannot be opened.`, {
    reason: firstLine(error),
    advice:
      'Check that no other process has them open, that the directory is yours, and that its disk has space.',
  });
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const end = message.indexOf('\n');
  return end < 0 ? message : message.slice(0, end);
}
