/**
 * Receives syslog from other machines: over UDP (RFC 5426), TCP (RFC 6587) and TLS (RFC 5425), at any of the three
 * addresses that are given. What it makes of messages is in syslog-frames.ts and syslog-lines.ts.
 * Does not know what the lines say, nor who may send: a firewall or client certificates decide that.
 * Nothing that a sender does is an error here; a failed handshake or a reset only ends its connection.
 */
import { createSocket } from 'node:dgram';
import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { untilQuiet } from './event-loop.ts';
import { type Address, bind, listen } from './listening-address.ts';
import { receive } from './syslog-connection.ts';
import { SyslogDatagrams } from './syslog-datagrams.ts';
import { SyslogFrames } from './syslog-frames.ts';
import { LONGEST_MESSAGE } from './syslog-lines.ts';
import { CountedSink, type LineSink } from './syslog-sink.ts';
import { type TlsOptions, tlsServer } from './syslog-tls.ts';

const HOUR = 3_600_000;
/** How long `close` waits for senders that do not end their connections. */
const GRACE = 2_000;

export interface SyslogOptions {
  readonly udp?: Address;
  readonly tcp?: Address;
  readonly tls?: Address & TlsOptions;
  /** Bytes of a message; a longer one is cut (see syslog-lines.ts). 64 KiB. */
  readonly longest?: number;
  /** Milliseconds of silence after which a connection is closed, and its unfinished message handed on. One hour. */
  readonly idle?: number;
  /** Over TCP and TLS together; more are closed at once. 1000. */
  readonly mostConnections?: number;
  /** Bytes of datagrams that wait for the sink; more are dropped. 4 MiB. */
  readonly mostWaiting?: number;
  readonly sink: LineSink;
}

export interface SyslogCounts {
  /** What the sink took. */
  readonly lines: number;
  readonly bytes: number;
  /** Messages whose framing was wrong, or that were longer than allowed. Their text was handed on. */
  readonly malformed: number;
  /** Datagrams that found no room, and lines that the sink refused. */
  readonly dropped: number;
  /** Open now. */
  readonly connections: number;
  /** Connections that were one too many, or whose TLS handshake failed. */
  readonly refused: number;
}

export interface SyslogListener {
  /** Where it listens, with the ports that the system chose. */
  readonly addresses: { readonly udp?: Address; readonly tcp?: Address; readonly tls?: Address };
  counts(): SyslogCounts;
  /**
   * Stops listening, asks the senders to end, hands on what arrives within two seconds and what has no end yet.
   * Waits for the sink.
   */
  close(): Promise<void>;
}

/** Throws Failure `address-unusable` or `certificate-unusable`; then it listens nowhere. */
export async function startSyslog(options: SyslogOptions): Promise<SyslogListener> {
  const { longest = LONGEST_MESSAGE, idle = HOUR, mostConnections = 1000, mostWaiting } = options;
  const sink = new CountedSink(options.sink);
  const connections = new Set<Socket>();
  const streams = new Map<Socket, { readonly frames: SyslogFrames; readonly done: Promise<void> }>();
  const servers: Server[] = [];
  let datagrams: SyslogDatagrams | undefined;
  let accepted = 0;
  /** Of connections that are closed. */
  let malformed = 0;
  let refused = 0;
  let closing: Promise<void> | undefined;

  /** `socket` speaks syslog from here on. */
  const speak = (socket: Socket) => {
    const frames = new SyslogFrames(longest);
    const done = receive(socket, frames, sink, idle).then(() => {
      malformed += frames.malformed;
      streams.delete(socket);
    });
    streams.set(socket, { frames, done });
  };

  const serve = (address: Address, use: string, accept: (socket: Socket) => void): Promise<Address> => {
    const server = createServer((socket) => {
      accepted++;
      socket.on('error', () => {});
      // One that is closed counts while the sink has no room for its rest: else reconnecting would fill the memory.
      if (Math.max(connections.size, streams.size) >= mostConnections) {
        refused++;
        socket.destroy();
        return;
      }
      connections.add(socket);
      socket.on('close', () => connections.delete(socket));
      accept(socket);
    });
    servers.push(server);
    return listen(server, address, use);
  };

  const close = async () => {
    const emptied = datagrams?.close();
    await untilQuiet(() => accepted);
    const closed = servers.map(
      (server) =>
        new Promise<void>((resolve) => (server.listening ? server.close(() => resolve()) : resolve())),
    );
    for (const socket of streams.keys()) socket.end();
    const patience = new AbortController();
    await Promise.race([
      Promise.all(closed),
      sleep(GRACE, undefined, { signal: patience.signal }).catch(() => {}),
    ]);
    patience.abort();
    for (const socket of [...streams.keys(), ...connections]) socket.destroy();
    await Promise.all([...closed, emptied, ...[...streams.values()].map(({ done }) => done)]);
  };

  const addresses: { udp?: Address; tcp?: Address; tls?: Address } = {};
  try {
    if (options.tls !== undefined) {
      const tls = tlsServer(options.tls, speak, () => refused++);
      addresses.tls = await serve(options.tls, 'syslog over TLS', (socket) => tls.emit('connection', socket));
    }
    if (options.tcp !== undefined) addresses.tcp = await serve(options.tcp, 'syslog over TCP', speak);
    if (options.udp !== undefined) {
      const socket = createSocket(isIPv6(options.udp.host) ? 'udp6' : 'udp4');
      addresses.udp = await bind(socket, options.udp, 'syslog over UDP');
      datagrams = new SyslogDatagrams(socket, longest, sink, mostWaiting);
    }
  } catch (failure) {
    await close();
    throw failure;
  }

  return {
    addresses,
    counts() {
      let all = malformed + (datagrams?.malformed ?? 0);
      for (const { frames } of streams.values()) all += frames.malformed;
      return {
        lines: sink.lines,
        bytes: sink.bytes,
        malformed: all,
        dropped: sink.dropped + (datagrams?.dropped ?? 0),
        connections: connections.size,
        refused,
      };
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}
