import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { LineShelf } from '../../test/line-shelf.ts';
import { eventually } from '../../test/listening-syslog.ts';
import { type SyslogListener, startSyslog } from './syslog-listener.ts';

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

const folder = mkdtempSync(join(tmpdir(), 'waybill-tls-'));
let server: Pair;
let client: Pair;
let stranger: Pair;

/** A certificate that signed itself, and is thereby its own authority. */
function makePair(name: string): Pair {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const options = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=${name}`;
  execFileSync('openssl', [...options.split(' '), '-keyout', key, '-out', certificate], { stdio: 'pipe' });
  return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
}

beforeAll(() => {
  [server, client, stranger] = [makePair('server'), makePair('client'), makePair('stranger')];
});
afterAll(() => rmSync(folder, { recursive: true }));

const running: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.close();
});

async function start(clientAuthority?: string, mostConnections?: number) {
  const shelf = new LineShelf();
  const tls = { host: '127.0.0.1', port: 0, ...server, clientAuthority };
  const listener = await startSyslog({ tls, mostConnections, sink: shelf });
  running.push(listener);
  return { shelf, listener };
}

function sender(listener: SyslogListener, options: ConnectionOptions = {}): TLSSocket {
  const socket = connect({
    ...listener.addresses.tls!,
    ca: server.certificate,
    checkServerIdentity: () => undefined,
    ...options,
  });
  running.push({ close: () => socket.destroy() });
  return socket.on('error', () => {});
}

/** Not `once` of node:events, which fails where the socket has an error. */
const closed = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve).resume());

test('messages come over TLS 1.2 and 1.3', async () => {
  const { shelf, listener } = await start();
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const socket = sender(listener, { maxVersion });
    await once(socket, 'secureConnect');
    expect(socket.getProtocol()).toBe(maxVersion);
    socket.write('8 <22>1 ab9 <22>1 c');
    await eventually(() => expect(shelf.text).toMatch(/<22>1 ab\n$/));
    expect(listener.counts().connections).toBe(1);
    socket.end();
    await eventually(() => expect(shelf.text).toMatch(/<22>1 c\n$/));
    await eventually(() => expect(listener.counts().connections).toBe(0));
  }
  expect(listener.counts()).toMatchObject({ lines: 4, malformed: 2, refused: 0 });
});

test('much comes whole, and a reset leaves what came', async () => {
  const { shelf, listener } = await start();
  const below = connectTcp(listener.addresses.tls!);
  const socket = sender(listener, { socket: below });
  const lines = Array.from({ length: 50_000 }, (_, i) => `<22>line ${i} ${'x'.repeat(60)}\n`).join('');
  socket.write(`${lines}<22>half`);
  await eventually(() => expect(shelf.text.length).toBe(lines.length));
  expect(shelf.text).toBe(lines);
  below.resetAndDestroy();
  await eventually(() => expect(shelf.text).toBe(`${lines}<22>half\n`));
  await eventually(() => expect(listener.counts().connections).toBe(0));
}, 30_000);

test('TLS 1.1, plain text and a connection that leaves at once are turned away', async () => {
  const { shelf, listener } = await start();
  const old = sender(listener, {
    minVersion: 'TLSv1.1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  await closed(old);
  const plain = connectTcp(listener.addresses.tls!).on('error', () => {});
  plain.write('<22>plain text\n');
  await closed(plain);
  connectTcp(listener.addresses.tls!, function (this: { resetAndDestroy(): void }) {
    this.resetAndDestroy();
  }).on('error', () => {});
  await eventually(() => expect(listener.counts()).toMatchObject({ connections: 0, refused: 3 }));
  expect(shelf.text).toBe('');
});

test('with an authority, only senders that it signed may send', async () => {
  const { shelf, listener } = await start(client.certificate);
  for (const identity of [{}, { cert: stranger.certificate, key: stranger.key }]) {
    const socket = sender(listener, identity);
    socket.write('<22>forged\n');
    await closed(socket);
  }
  await eventually(() => expect(listener.counts()).toMatchObject({ connections: 0, refused: 2 }));
  sender(listener, { cert: client.certificate, key: client.key }).write('<22>true\n');
  await eventually(() => expect(shelf.text).toBe('<22>true\n'));
});

test('connections in their handshake count, and close ends them', async () => {
  const { listener } = await start(undefined, 1);
  const silent = connectTcp(listener.addresses.tls!).on('error', () => {});
  await eventually(() => expect(listener.counts().connections).toBe(1));
  await closed(sender(listener));
  expect(listener.counts()).toMatchObject({ connections: 1, refused: 1 });
  await Promise.all([closed(silent), listener.close()]);
  await eventually(() => expect(listener.counts().connections).toBe(0));
});

test('close hands on what has no end', async () => {
  const { shelf, listener } = await start();
  sender(listener).write('<22>one\n<22>half');
  await eventually(() => expect(shelf.text).toBe('<22>one\n'));
  await listener.close();
  expect(shelf.text).toBe('<22>one\n<22>half\n');
});

test('a certificate that cannot be used is told', async () => {
  const start = (pair: Pair, clientAuthority?: string) =>
    startSyslog({
      tls: { host: '127.0.0.1', port: 0, ...pair, clientAuthority },
      sink: new LineShelf(),
    });
  const failure = { code: 'certificate-unusable', reason: expect.stringMatching(/./) };
  await expect(start({ ...server, certificate: 'none' })).rejects.toMatchObject(failure);
  await expect(start({ ...server, certificate: '' })).rejects.toMatchObject(failure);
  await expect(start({ ...server, key: '' })).rejects.toMatchObject(failure);
  await expect(start({ ...server, key: stranger.key })).rejects.toMatchObject(failure);
  await expect(start(server, 'none')).rejects.toMatchObject(failure);
});
