/**
 * An address that a service listens on, and the sentence for one that cannot be listened on. Port 0 asks the system for
 * any free port; the address that comes back names it. Does not know what is spoken there.
 */
import type { Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { Failure } from '../failure.ts';

const BAD_PORT = 'ERR_SOCKET_BAD_PORT';

export interface Address {
  /** A name or an address; `0.0.0.0` or `::` for all of the machine. */
  readonly host: string;
  readonly port: number;
}

/** Throws Failure `address-unusable`. `use` is what the address is for, as in "syslog over TCP". */
export async function listen(server: Server, { host, port }: Address, use: string): Promise<Address> {
  await begun(server, () => server.listen({ host, port }), { host, port }, use);
  // A connection that cannot be accepted (too many open files) is no reason to accept no others.
  server.on('error', () => {});
  return { host, port: (server.address() as AddressInfo).port };
}

/** The same for datagrams. */
export async function bind(socket: DatagramSocket, { host, port }: Address, use: string): Promise<Address> {
  await begun(socket, () => socket.bind({ address: host, port }), { host, port }, use);
  return { host, port: socket.address().port };
}

async function begun(
  socket: Server | DatagramSocket,
  begin: () => void,
  address: Address,
  use: string,
): Promise<void> {
  try {
    const { port } = address;
    // Not left to Node, which takes 70000 for datagrams.
    if (!(Number.isInteger(port) && port >= 0 && port <= 65_535))
      throw Object.assign(new RangeError(`${port} is no port`), { code: BAD_PORT });
    const listening = once(socket, 'listening');
    begin();
    await listening;
  } catch (cause) {
    socket.close();
    throw unusable(address, use, cause as NodeJS.ErrnoException);
  }
}

function unusable({ host, port }: Address, use: string, cause: NodeJS.ErrnoException): Failure {
  const shown = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new Failure('address-unusable', `Waybill cannot listen on ${shown} for ${use}.`, {
    reason: cause.message,
    advice: adviceFor(cause.code, port),
    cause,
  });
}

function adviceFor(code: string | undefined, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return 'Another program listens there already: stop it, or choose another port, for example 5514.';
    case 'EACCES':
      return port < 1024
        ? 'Ports below 1024 are for root: choose another, for example 5514, or run with the capability CAP_NET_BIND_SERVICE.'
        : 'The system forbids it: choose another port, for example 5514.';
    case BAD_PORT:
      return 'A port is a number from 1 to 65535, for example 5514.';
    default:
      return 'Name an address that this machine has, for example 127.0.0.1, or 0.0.0.0 for all of them.';
  }
}
