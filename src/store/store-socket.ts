/**
 * The store of a running server, for the commands of the same user: HTTP on a Unix socket in the data directory. Reads are
 * SQL, as for a ClickHouse server; what changes something is asked for by its name, since one process must see to it that
 * a line is stored once. Both ends of the protocol are here. The socket is its owner's alone (mode 0600): no sign-in.
 */
import { existsSync } from 'node:fs';
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import type { Engine } from './engine.ts';
import type { Batch, Inserter } from './inserter.ts';

/** Where a server listens that has this data directory open. */
export function socketOf(data: string): string {
  return join(data, 'waybill.socket');
}

/** Grows when the two ends no longer understand each other. */
const PROTOCOL = 1;
const SOURCES_OF_A_CLIENT = 1_000_000;

interface InsertHead {
  readonly source: number;
  readonly count: number;
  readonly spans: Batch['spans'];
  readonly mixed: boolean;
  /** Bytes of lines, keys and addresses, in the order in which they follow. */
  readonly sizes: readonly (readonly [number, number, number])[];
}

type Answers = Readonly<Record<string, (body: Buffer) => Promise<Buffer | object>>>;

/** What a server answers on its socket; `more` adds to it. */
export function storeAnswers(
  engine: Engine,
  inserter: Inserter,
  more: Readonly<Record<string, (argument: never) => Promise<object>>> = {},
): (request: IncomingMessage, response: ServerResponse) => void {
  const answers: Answers = {
    hello: async () => ({ protocol: PROTOCOL, sources: inserter.newSource() * SOURCES_OF_A_CLIENT }),
    sql: (body) => engine.read(body.toString('utf8')),
    insert: async (body) => {
      const { source, ...batch } = unpackBatch(body);
      return { added: await inserter.insert(batch, source) };
    },
    settle: async () => {
      await inserter.settle();
      return {};
    },
    ...Object.fromEntries(
      Object.entries(more).map(([name, answer]) => [
        name,
        (body: Buffer) => answer((body.length === 0 ? undefined : JSON.parse(body.toString())) as never),
      ]),
    ),
  };
  return (request, response) => {
    const name = (request.url ?? '').slice(1);
    const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => response.destroy());
    request.on('end', async () => {
      try {
        if (answer === undefined) throw new Error(`there is no ${name}`);
        const told = await answer(Buffer.concat(chunks));
        response.end(Buffer.isBuffer(told) ? told : JSON.stringify(told));
      } catch (error) {
        response.statusCode = 500;
        const { message, code, reason, advice } = error as Failure;
        response.end(
          JSON.stringify(error instanceof Failure ? { message, code, reason, advice } : { message }),
        );
      }
    });
  };
}

export interface StoreConnection {
  readonly engine: Engine;
  readonly inserter: Inserter;
  /** Asks for something else that the server does. */
  call<T>(name: string, argument?: object): Promise<T>;
}

/** Undefined where nobody listens. Throws `store-locked` where another version of Waybill does. */
export async function connectStore(data: string): Promise<StoreConnection | undefined> {
  const socketPath = socketOf(data);
  if (!existsSync(socketPath)) return undefined;
  const agent = new Agent({ keepAlive: true });
  const ask = (name: string, body: Buffer | string | readonly Uint8Array[]): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const sent = request({ socketPath, agent, method: 'POST', path: `/${name}` }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const told = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
          if (response.statusCode === 200) resolve(told);
          else reject(refusal(told.toString('utf8')));
        });
      });
      sent.on('error', reject);
      if (Array.isArray(body)) for (const part of body) sent.write(part);
      else sent.write(body);
      sent.end();
    });
  const call = async <T>(name: string, argument?: object): Promise<T> =>
    JSON.parse(
      (await ask(name, argument === undefined ? '' : JSON.stringify(argument))).toString('utf8'),
    ) as T;
  let hello: { protocol: number; sources: number };
  try {
    hello = await call('hello');
  } catch (error) {
    agent.destroy();
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'ECONNRESET') return undefined;
    if (code === 'EACCES')
      throw new Failure(
        'store-locked',
        `The server that has ${data} open may be asked by its own user only.`,
        {
          advice: 'Ask as root, or as the user that it runs as: sudo -u waybill waybill ...',
        },
      );
    throw error;
  }
  if (hello.protocol !== PROTOCOL) {
    agent.destroy();
    throw new Failure('store-locked', `The server that has ${data} open is of another version.`, {
      advice: 'Restart it: systemctl restart waybill.',
    });
  }
  const read = (sql: string) => ask('sql', sql);
  let sources = hello.sources;
  return {
    call,
    engine: {
      read,
      run: (sql) => read(sql).then(() => undefined),
      text: async (sql) => (await read(sql)).toString('utf8').trimEnd(),
      insert: () => Promise.reject(new Error('BUG: rows reach a server as batches')),
      close: async () => agent.destroy(),
    },
    inserter: {
      newSource: () => ++sources,
      async insert(batch, source) {
        const { added } = JSON.parse((await ask('insert', packBatch(batch, source))).toString()) as {
          added: number;
        };
        return added;
      },
      settle: () => call('settle'),
      alone: () => Promise.reject(new Error('BUG: only the server can be alone')),
    },
  };
}

function packBatch({ rows, count, spans, mixed = false }: Batch, source: number): Uint8Array[] {
  const sizes = rows.map(
    ({ lines, keys, addresses }) => [lines.length, keys.length, addresses.length] as const,
  );
  const head = Buffer.from(JSON.stringify({ source, count, spans, mixed, sizes } satisfies InsertHead));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return [length, head, ...rows.flatMap(({ lines, keys, addresses }) => [lines, keys, addresses])];
}

function unpackBatch(body: Buffer): Batch & { readonly source: number } {
  const begin = 4 + body.readUInt32LE(0);
  const { sizes, ...head } = JSON.parse(body.toString('utf8', 4, begin)) as InsertHead;
  let place = begin;
  const next = (size: number) => {
    const part = new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset + place, size);
    place += size;
    return part;
  };
  return { ...head, rows: sizes.map(([a, b, c]) => ({ lines: next(a), keys: next(b), addresses: next(c) })) };
}

function refusal(told: string): Error {
  try {
    const { message, code, reason, advice } = JSON.parse(told);
    return code === undefined ? new Error(message) : new Failure(code, message, { reason, advice });
  } catch {
    return new Error(told);
  }
}
