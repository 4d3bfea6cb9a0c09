/**
 * A DNS server for the lab's names, and nothing else: A, MX and PTR over UDP; every other name does not exist.
 * `hostN.partner.example` is 127.0.2.N and back; clients in 127.0.5.0/24 have no name.
 * Source: RFC 1035.
 */
import { createSocket, type Socket } from 'node:dgram';

const addresses: Readonly<Record<string, string>> = {
  'mx1.corp.example': '127.0.1.1',
  'mail.partner.example': '127.0.2.1',
  'client.partner.example': '127.0.2.50',
  'mx.outside.example': '127.0.3.1',
  'mx.odd.example': '127.0.4.1',
  'mx.down.example': '127.0.6.1',
};

const exchangers: Readonly<Record<string, string>> = {
  'corp.example': 'mx1.corp.example',
  'xn--bcher-kva.example': 'mx1.corp.example',
  'partner.example': 'mail.partner.example',
  'outside.example': 'mx.outside.example',
  'odd.example': 'mx.odd.example',
  'down.example': 'mx.down.example',
};

function address(name: string): string | undefined {
  const host = name.match(/^host(\d+)\.partner\.example$/)?.[1];
  return host === undefined ? addresses[name] : `127.0.2.${host}`;
}

function pointer(name: string): string | undefined {
  const reversed = name.match(/^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa$/);
  if (reversed === null) return undefined;
  const ip = reversed.slice(1).reverse().join('.');
  const known = Object.entries(addresses).find(([, one]) => one === ip)?.[0];
  if (known !== undefined) return known;
  return ip.startsWith('127.0.2.') ? `host${ip.slice('127.0.2.'.length)}.partner.example` : undefined;
}

function encoded(name: string): Buffer {
  const labels = name
    .split('.')
    .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

function data(type: number, name: string): Buffer | undefined {
  const ip = type === 1 ? address(name) : undefined;
  if (ip !== undefined) return Buffer.from(ip.split('.').map(Number));
  const exchanger = type === 15 ? exchangers[name] : undefined;
  if (exchanger !== undefined) return Buffer.concat([Buffer.from([0, 10]), encoded(exchanger)]);
  const host = type === 12 ? pointer(name) : undefined;
  return host === undefined ? undefined : encoded(host);
}

function answer(query: Buffer): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let size = query[at] ?? 0; size > 0; size = query[at] ?? 0) {
    labels.push(
      query
        .subarray(at + 1, at + 1 + size)
        .toString('latin1')
        .toLowerCase(),
    );
    at += size + 1;
  }
  const question = query.subarray(12, at + 5);
  const name = labels.join('.');
  const found = data(query.readUInt16BE(at + 1), name);
  const exists = address(name) !== undefined || exchangers[name] !== undefined || pointer(name) !== undefined;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8580 | (exists ? 0 : 3), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(found === undefined ? 0 : 1, 6);
  if (found === undefined) return Buffer.concat([header, question]);
  const record = Buffer.alloc(12);
  record.writeUInt16BE(0xc00c, 0);
  query.copy(record, 2, at + 1, at + 5);
  record.writeUInt32BE(60, 4 + 2);
  record.writeUInt16BE(found.length, 10);
  return Buffer.concat([header, question, record, found]);
}

export async function startNameServer(ip: string): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => socket.send(answer(query), from.port, from.address));
  await new Promise<void>((resolve) => socket.bind(53, ip, resolve));
  return socket;
}
