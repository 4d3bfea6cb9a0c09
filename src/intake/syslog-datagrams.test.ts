import { createSocket } from 'node:dgram';
import { expect, test } from 'vitest';
import { anywhere, eventually, running, start } from '../../test/listening-syslog.ts';
import type { SyslogListener } from './syslog-listener.ts';

async function udpSender(listener: SyslogListener) {
  const socket = createSocket('udp4');
  running.push({ close: () => socket.close() });
  const { host, port } = listener.addresses.udp!;
  return (text: string) =>
    new Promise<void>((resolve, reject) =>
      socket.send(text, port, host, (error) => (error === null ? resolve() : reject(error))),
    );
}

test('a datagram is a message', async () => {
  const { shelf, listener } = await start({ udp: anywhere });
  const send = await udpSender(listener);
  for (const text of ['', '\n\0', '<22>one\n', '<22>two\n<22>forged\r\n', '12 <22>no length'])
    await send(text);
  await eventually(() => expect(shelf.text).toBe('<22>one\n<22>two#012<22>forged\n12 <22>no length\n'));
  expect(listener.counts()).toMatchObject({ lines: 3, bytes: shelf.text.length, malformed: 0, dropped: 0 });
});

test('waits for a slow sink up to a limit, then drops and counts', async () => {
  const { shelf, listener } = await start({ udp: anywhere, mostWaiting: 100 });
  shelf.full();
  const send = await udpSender(listener);
  await send('<22>first');
  await eventually(() => expect(shelf.writes).toBe(1));
  for (let i = 0; i < 5; i++) await send(`<22>${i}${'x'.repeat(35)}`);
  await eventually(() => expect(listener.counts().dropped).toBe(3));
  shelf.empty();
  await eventually(() => expect(shelf.text.match(/<22>./g)).toEqual(['<22>f', '<22>0', '<22>1']));
});

test('close reads what the system has received', async () => {
  const { shelf, listener } = await start({ udp: anywhere });
  const send = await udpSender(listener);
  await Promise.all(Array.from({ length: 100 }, (_, i) => send(`<22>${i}`)));
  await listener.close();
  expect(shelf.text.split('\n').length).toBe(101);
});
