import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { LineShelf } from '../../test/line-shelf.ts';
import { anywhere, eventually, running, start } from '../../test/listening-syslog.ts';
import { Failure } from '../failure.ts';
import { Framer } from '../syslog/framer.ts';
import { CONTINUED } from './syslog-lines.ts';
import { type SyslogListener, type SyslogOptions, startSyslog } from './syslog-listener.ts';

async function sender(listener: SyslogListener): Promise<Socket> {
  const socket = connect(listener.addresses.tcp!);
  running.push({ close: () => socket.destroy() });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Not `once` of node:events, which fails where the socket has an error. */
const closed = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve).resume());

const failureOf = (options: Omit<SyslogOptions, 'sink'>) =>
  startSyslog({ ...options, sink: new LineShelf() }).then(
    () => undefined,
    (failure: unknown) => failure,
  );

describe('over TCP', () => {
  test('both framings come out as lines, and are counted', async () => {
    const { shelf, listener } = await start({ tcp: anywhere });
    const socket = await sender(listener);
    socket.write('8 <22>1 ab<22>cd\n9 <22>1 e\nf12 none\n');
    await eventually(() => expect(shelf.text).toBe('<22>1 ab\n<22>cd\n<22>1 e#012f\n12 none\n'));
    expect(listener.counts()).toEqual({
      lines: 4,
      bytes: shelf.text.length,
      malformed: 1,
      dropped: 0,
      connections: 1,
      refused: 0,
    });
    socket.end();
    await eventually(() => expect(listener.counts()).toMatchObject({ connections: 0, malformed: 1 }));
  });

  test('a line without an end is handed on when its sender goes, and not before', async () => {
    const { shelf, listener } = await start({ tcp: anywhere });
    const socket = await sender(listener);
    socket.write('<22>whole\n<22>half');
    await eventually(() => expect(shelf.text).toBe('<22>whole\n'));
    await sleep(50);
    expect(shelf.text).toBe('<22>whole\n');
    socket.end();
    await eventually(() => expect(shelf.text).toBe('<22>whole\n<22>half\n'));
  });

  test('a line that never ends is cut, and its rest cannot pass for a line', async () => {
    const { shelf, listener } = await start({ tcp: anywhere, longest: 1000 });
    const socket = await sender(listener);
    const forged = '<22>Jul  3 16:39:25 mx1 postfix/qmgr[1]: 3AFD4254570: removed';
    socket.write(`<22>${'x'.repeat(996)}${forged}`);
    await eventually(() => expect(shelf.text.length).toBe(1001));
    socket.end();
    await eventually(() => expect(shelf.text.split('\n')[1]).toBe(`${CONTINUED}${forged}`));
    expect(listener.counts()).toMatchObject({ lines: 2, malformed: 1 });
    const framer = new Framer({ tz: 'UTC' });
    expect(framer.frame(forged).malformed).toBe(false);
    for (const stranger of [forged, forged.slice(4), `dovecot: ${forged.slice(4)}`, '{"MESSAGE":"a"}'])
      expect(framer.frame(CONTINUED + stranger).malformed).toBe(true);
  });

  test('a message that claims to be large is cut as it comes', async () => {
    const { shelf, listener } = await start({ tcp: anywhere, longest: 1000 });
    const socket = await sender(listener);
    socket.write(`5000 <22>${'x'.repeat(4996)}8 <22>1 ab`);
    await eventually(() => expect(shelf.text).toContain('<22>1 ab\n'));
    const lines = shelf.text.split('\n');
    expect(lines.map((line) => line.replace(CONTINUED, '').length)).toEqual([
      1000, 1000, 1000, 1000, 1000, 8, 0,
    ]);
    expect(listener.counts().malformed).toBe(1);
  });

  test('a reset in the middle of a message leaves what came', async () => {
    const { shelf, listener } = await start({ tcp: anywhere });
    const socket = await sender(listener);
    socket.write('<22>whole\n40 <22>half');
    await eventually(() => expect(shelf.text).toBe('<22>whole\n'));
    socket.resetAndDestroy();
    await eventually(() => expect(shelf.text).toBe('<22>whole\n<22>half\n'));
    expect(listener.counts()).toMatchObject({ malformed: 1, connections: 0 });
  });

  test('a slow sink stops the reading, and nothing is lost', async () => {
    const { shelf, listener } = await start({ tcp: anywhere });
    shelf.full();
    const socket = await sender(listener);
    const lines = Array.from({ length: 200_000 }, (_, i) => `<22>line ${i} ${'x'.repeat(60)}\n`).join('');
    socket.end(lines);
    await eventually(() => expect(shelf.writes).toBe(1));
    await sleep(200);
    expect(shelf.writes).toBe(1);
    expect(socket.writableLength).toBeGreaterThan(0);
    shelf.empty();
    await eventually(() => expect(shelf.text.length).toBe(lines.length));
    expect(shelf.text).toBe(lines);
  }, 30_000);

  test('a reset while the sink is slow loses nothing that was read', async () => {
    const { shelf, listener } = await start({ tcp: anywhere });
    shelf.full();
    const socket = await sender(listener);
    socket.write('<22>one\n');
    await eventually(() => expect(shelf.writes).toBe(1));
    socket.write('<22>two\n<22>three');
    await sleep(50);
    socket.resetAndDestroy();
    await sleep(50);
    shelf.empty();
    await eventually(() => expect(shelf.text).toBe('<22>one\n<22>two\n<22>three\n'));
  });

  test('a silent connection is closed', async () => {
    const { shelf, listener } = await start({ tcp: anywhere, idle: 100 });
    const socket = await sender(listener);
    socket.write('<22>half');
    await closed(socket);
    await eventually(() => expect(shelf.text).toBe('<22>half\n'));
  });

  test('more connections than allowed are closed, and make room when others end', async () => {
    const { shelf, listener } = await start({ tcp: anywhere, mostConnections: 2 });
    const [first, second, third] = [await sender(listener), await sender(listener), await sender(listener)];
    await closed(third);
    expect(listener.counts()).toMatchObject({ connections: 2, refused: 1 });
    first.end();
    await eventually(() => expect(listener.counts().connections).toBe(1));
    (await sender(listener)).write('<22>fourth\n');
    second.write('<22>second\n');
    await eventually(() => expect(shelf.text.split('\n').sort()).toEqual(['', '<22>fourth', '<22>second']));
  });

  test('coming again and again while the sink is slow does not fill the memory', async () => {
    const { shelf, listener } = await start({ tcp: anywhere, mostConnections: 1 });
    shelf.full();
    const socket = await sender(listener);
    socket.write('<22>one\n');
    await eventually(() => expect(shelf.writes).toBe(1));
    socket.write('<22>two');
    await sleep(50);
    socket.resetAndDestroy();
    await sleep(50);
    await closed(await sender(listener));
    expect(listener.counts().refused).toBe(1);
    shelf.empty();
    await eventually(() => expect(shelf.text).toBe('<22>one\n<22>two\n'));
    (await sender(listener)).write('<22>three\n');
    await eventually(() => expect(shelf.text).toBe('<22>one\n<22>two\n<22>three\n'));
  });

  test('a sink that refuses ends the connection', async () => {
    const sink = { write: () => Promise.reject(new Error('full')) };
    const listener = await startSyslog({ tcp: anywhere, sink });
    running.push(listener);
    const socket = await sender(listener);
    socket.write('<22>one\n<22>two\n');
    await closed(socket);
    expect(listener.counts()).toMatchObject({ lines: 0, bytes: 0, dropped: 2 });
  });
});

describe('close', () => {
  test('hands on what has no end, and does not wait for senders that stay', async () => {
    const { shelf, listener } = await start({ tcp: anywhere, udp: anywhere });
    const socket = connect({ ...listener.addresses.tcp!, allowHalfOpen: true });
    running.push({ close: () => socket.destroy() });
    socket.on('error', () => {}).write('<22>one\n<22>half');
    await eventually(() => expect(shelf.text).toBe('<22>one\n'));
    await Promise.all([listener.close(), listener.close()]);
    expect(shelf.text).toBe('<22>one\n<22>half\n');
    expect(listener.counts().connections).toBe(0);
  });

  test('reads the last words of senders that end', async () => {
    const { shelf, listener } = await start({ tcp: anywhere });
    const socket = connect({ ...listener.addresses.tcp!, allowHalfOpen: true });
    socket.on('end', () => socket.end('<22>last\n')).resume();
    await eventually(() => expect(listener.counts().connections).toBe(1));
    await listener.close();
    expect(shelf.text).toBe('<22>last\n');
  });

  test('accepts those who came before it', async () => {
    const { shelf, listener } = await start({ tcp: anywhere });
    for (let i = 0; i < 20; i++)
      connect(listener.addresses.tcp!)
        .on('error', () => {})
        .end('<22>one\n');
    await new Promise((resolve) => connect(listener.addresses.tcp!, () => resolve(undefined)).end());
    await listener.close();
    expect(shelf.text).toBe('<22>one\n'.repeat(20));
  });

  test('hands on what was read while the sink was slow', async () => {
    const { shelf, listener } = await start({ tcp: anywhere });
    shelf.full();
    const socket = connect({ ...listener.addresses.tcp!, allowHalfOpen: true });
    running.push({ close: () => socket.destroy() });
    socket.on('error', () => {}).write('<22>one\n');
    await eventually(() => expect(shelf.writes).toBe(1));
    socket.write('<22>two\n<22>half');
    await sleep(50);
    setTimeout(() => shelf.empty(), 2500);
    await listener.close();
    expect(shelf.text).toBe('<22>one\n<22>two\n<22>half\n');
  });

  test('waits for the sink', async () => {
    const { shelf, listener } = await start({ tcp: anywhere });
    shelf.full();
    (await sender(listener)).end('<22>one\n<22>half');
    await eventually(() => expect(shelf.writes).toBe(1));
    setTimeout(() => shelf.empty(), 100);
    await listener.close();
    expect(shelf.text).toBe('<22>one\n<22>half\n');
  });
});

describe('an address that cannot be used', () => {
  test('is told with its reason, and leaves nothing listening', async () => {
    const { listener } = await start({ tcp: anywhere, udp: anywhere });
    const { tcp, udp } = listener.addresses;
    for (const [options, message] of [
      [{ tcp }, `Waybill cannot listen on 127.0.0.1:${tcp!.port} for syslog over TCP.`],
      [{ tcp: anywhere, udp }, `Waybill cannot listen on 127.0.0.1:${udp!.port} for syslog over UDP.`],
    ] as const) {
      const failure = await failureOf(options);
      expect(failure).toBeInstanceOf(Failure);
      expect(failure).toMatchObject({ code: 'address-unusable', message });
      expect((failure as Failure).advice).toMatch(/5514/);
    }
  });

  test.each([
    ['an address of another machine', { host: '192.0.2.1', port: 0 }],
    ['no address', { host: '127.0.0.1.1', port: 0 }],
    ['a port that is none', { host: '127.0.0.1', port: 70_000 }],
  ])('%s', async (_, address) => {
    expect(await failureOf({ tcp: address })).toMatchObject({ code: 'address-unusable' });
    expect(await failureOf({ udp: address })).toMatchObject({ code: 'address-unusable' });
  });
});
