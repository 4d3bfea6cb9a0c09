/** What a running server takes from the network: syslog, and requests of agents. Hostile frames and requests included. */
import { createSocket } from 'node:dgram';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numbered, Server } from './server.ts';

const TOKEN = 'a-token-for-this-test';

let server: Server;
let tcp: number;
let udp: number;
let configuration: string;
beforeAll(async () => {
  server = new Server();
  configuration = server.path('waybill.toml');
  writeFileSync(
    configuration,
    `[intake]\ntoken = "${TOKEN}"\n[syslog]\ntcp = "127.0.0.1:0"\nudp = "127.0.0.1:0"\n`,
  );
  await server.start('--config', configuration);
  ports();
});
afterAll(() => server.remove());

function ports(): void {
  const told = server.said('listening').find(({ source }) => source === 'syslog') as {
    tcp: { port: number };
    udp: { port: number };
  };
  tcp = told.tcp.port;
  udp = told.udp.port;
}

async function opened(): Promise<Socket> {
  const socket = connect(tcp, '127.0.0.1');
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

const framed = (message: string) => `${Buffer.byteLength(message)} ${message}`;
const rfc5424 = (text: string) => `<22>1 2026-07-03T10:00:00.5Z mx2 postfix/qmgr 9 - - ${text}`;

describe('syslog', () => {
  it('comes over TCP in both framings, and over UDP', async () => {
    const socket = await opened();
    socket.write(numbered('NA', 0, 10).replaceAll(/^/gm, '<22>').slice(0, -4));
    socket.write(`<22>${numbered('NA', 10, 11)}`);
    for (let i = 0; i < 5; i++) socket.write(framed(rfc5424(`B1000${i}: removed`)));
    socket.end();
    const datagrams = createSocket('udp4');
    for (let i = 0; i < 5; i++) datagrams.send(`<22>${numbered('NC', i, i + 1)}`, udp, '127.0.0.1');
    expect(await server.until('NA', 10)).toBeGreaterThanOrEqual(10);
    expect(await server.until('B1000', 5)).toBe(5);
    expect(await server.until('NC', 5)).toBe(5);
    datagrams.close();
    expect(server.ask('trace', 'queue:B10001', '--json').status).toBe(0);
  });

  it('may be anything at all', async () => {
    const endless = await opened();
    for (let i = 0; i < 40; i++) endless.write('x'.repeat(100_000));
    const wrong = await opened();
    wrong.write(`999999 <22>${'y'.repeat(1000)}\n12 <22>short`);
    wrong.write(framed('<22>1 - - - - - -'));
    wrong.write(Buffer.from([0, 255, 10, 0xc3, 0x28, 10]));
    wrong.resetAndDestroy();
    const well = await opened();
    well.write(`<22>${numbered('ND', 0, 1)}`);
    expect(await server.until('ND', 1)).toBe(1);
    endless.destroy();
    const text = await (await fetch(`${server.address}/metrics`)).text();
    expect(Number(/^waybill_syslog_malformed (\d+)$/m.exec(text)?.[1])).toBeGreaterThan(0);
    expect((await fetch(`${server.address}/readyz`)).status).toBe(200);
    const memory = Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]);
    expect(memory).toBeLessThan(800_000);
    well.end();
  });

  it('is there after a restart, though it cannot be asked for again', async () => {
    const socket = await opened();
    const sent = numbered('NE', 0, 5000).replaceAll(/^(?=.)/gm, '<22>');
    // Files are named after the place of their first byte.
    const incoming = server.path('data/incoming');
    const received = () => {
      const last = readdirSync(incoming).sort().at(-1) ?? '';
      return Number.parseInt(last, 10) + statSync(join(incoming, last)).size;
    };
    const before = received();
    socket.write(sent);
    // Perhaps not yet stored.
    expect(await server.wait(() => received() === before + sent.length)).toBe(true);
    await server.stop('SIGKILL');
    await server.start('--config', configuration);
    ports();
    await server.until('NE', 5000);
    const lines = server.lines('NE');
    expect(new Set(lines).size).toBe(5000);
    expect(lines).toHaveLength(5000);
  });
});

describe('an agent', () => {
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(`${server.address}/api/intake`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${TOKEN}`, Connection: 'close', ...headers },
      body: new Uint8Array(Buffer.from(body)),
    });

  it('sends lines that are stored when it is answered', async () => {
    const answer = await post(numbered('NF', 0, 50).trimEnd());
    expect([answer.status, await answer.json()]).toEqual([200, { lines: 50 }]);
    expect(server.lines('NF')).toHaveLength(50);
    const again = await post(gzipSync(numbered('NF', 0, 60)), { 'Content-Encoding': 'gzip' });
    expect([again.status, await again.json()]).toEqual([200, { lines: 60 }]);
    expect(server.lines('NF')).toHaveLength(60);
  });

  it('sends objects, as written or taken apart', async () => {
    const objects = [
      { message: 'Jul  3 10:00:00 mx1 postfix/qmgr[9]: C10C01: removed' },
      {
        timestamp: '2026-07-03T10:00:01Z',
        hostname: 'mx1',
        appname: 'postfix/qmgr',
        procid: 9,
        message: 'C10C02: removed',
      },
      {
        __REALTIME_TIMESTAMP: '1783072802000000',
        SYSLOG_IDENTIFIER: 'postfix/qmgr',
        _PID: '9',
        _HOSTNAME: 'mx1',
        MESSAGE: 'C10C03: removed',
      },
      {
        timestamp: '2026-07-03T10:00:04Z',
        hostname: 'a b',
        appname: 'postfix/qmgr',
        message: 'C10C04: removed',
      },
      ['C10C05'],
    ];
    const body = `${objects.map((each) => JSON.stringify(each)).join('\n')}\n{"C10C06\n`;
    const answer = await post(body, { 'Content-Type': 'application/x-ndjson' });
    expect([answer.status, await answer.json()]).toEqual([200, { lines: 6 }]);
    expect(await server.until('C10C0', 6)).toBe(6);
    for (const id of ['C10C01', 'C10C02', 'C10C03'])
      expect(server.ask('trace', `queue:${id}`).status, id).toBe(0);
    expect(server.ask('trace', 'queue:C10C04').status).toBe(1);
  });

  it('may break off in the middle of a line, which is then not stored', async () => {
    const { port } = new URL(server.address);
    const socket = connect(Number(port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const head = `POST /api/intake HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n`;
    socket.write(head + numbered('B2', 0, 20).slice(0, -30));
    await sleep(500);
    socket.destroy();
    expect(await server.until('B2', 19)).toBe(19);
    await sleep(1500);
    expect(server.lines('B2')).toHaveLength(19);
    expect((await post(numbered('B2', 0, 20))).status).toBe(200);
    expect(server.lines('B2')).toHaveLength(20);
  });

  it('may send lines of any month, and of none, again and again', async () => {
    const months = Array.from(
      { length: 300 },
      (_, i) => `${1950 + (i >> 1)}-0${1 + 6 * (i & 1)}-03T10:00:00Z mx1 postfix/qmgr[9]: B3${i}: removed`,
    );
    const body = `no date B3 at all\n${months.join('\n')}\nnone B3 either\n`;
    for (let i = 0; i < 2; i++) expect((await post(body)).status).toBe(200);
    expect(server.lines('B3')).toHaveLength(302);
  });

  it('is refused in words', async () => {
    const refused = async (answer: Response) => [
      answer.status,
      ((await answer.json()) as { error: { code: string } }).error.code,
    ];
    expect(await refused(await post('x', { Authorization: '' }))).toEqual([401, 'token-wrong']);
    expect(await refused(await post('x', { Authorization: `Bearer ${TOKEN}x` }))).toEqual([
      401,
      'token-wrong',
    ]);
    expect(await refused(await post('x', { 'Content-Type': 'text/html' }))).toEqual([415, 'type-unknown']);
    expect(await refused(await post('x', { 'Content-Encoding': 'br' }))).toEqual([415, 'encoding-unknown']);
    expect(await refused(await post('no gzip at all', { 'Content-Encoding': 'gzip' }))).toEqual([
      400,
      'gzip-damaged',
    ]);
    const bomb = gzipSync(Buffer.alloc(100 << 20, `${'a'.repeat(9999)}\n`));
    expect(await refused(await post(bomb, { 'Content-Encoding': 'gzip' }))).toEqual([
      413,
      'request-too-large',
    ]);
    expect((await fetch(`${server.address}/api/intake`)).status).toBe(404);
    expect((await post('')).status).toBe(200);
  });
});
