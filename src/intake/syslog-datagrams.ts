/**
 * Syslog over UDP (RFC 5426): each datagram is one message. A sender cannot be told to wait, so that datagrams which
 * come while the sink has no room are kept up to `mostWaiting` bytes; beyond that they are dropped and counted.
 * What the system dropped before it was read (its receive buffer was full) is not seen here.
 */
import type { Socket } from 'node:dgram';
import { untilQuiet } from './event-loop.ts';
import { SyslogLines } from './syslog-lines.ts';
import type { CountedSink } from './syslog-sink.ts';

/** Some seconds of a busy mail server. */
export const MOST_WAITING = 4 << 20;
/** Asked for; Linux gives no more than net.core.rmem_max. */
const RECEIVE_BUFFER = 4 << 20;

export class SyslogDatagrams {
  dropped = 0;
  readonly #socket: Socket;
  readonly #lines: SyslogLines;
  readonly #sink: CountedSink;
  #received = 0;
  #writing: Promise<void> | undefined;

  /** `socket` is bound already. */
  constructor(socket: Socket, longest: number, sink: CountedSink, mostWaiting = MOST_WAITING) {
    this.#socket = socket;
    this.#lines = new SyslogLines(longest);
    this.#sink = sink;
    socket.on('message', (datagram) => {
      this.#received++;
      if (this.#lines.waiting + datagram.length > mostWaiting) {
        this.dropped++;
        return;
      }
      this.#lines.add(datagram);
      this.#lines.endMessage();
      if (this.#lines.waiting > 0) this.#writing ??= this.#write();
    });
    // One datagram that could not be read is no reason to read no others.
    socket.on('error', () => {});
    try {
      socket.setRecvBufferSize(RECEIVE_BUFFER);
    } catch {
      // Systems that refuse what is more than their limit keep their own size.
    }
  }

  get malformed(): number {
    return this.#lines.tooLong;
  }

  /** Reads what the system has received by now, hands it on, and closes. */
  async close(): Promise<void> {
    await untilQuiet(() => this.#received);
    await new Promise<void>((resolve) => this.#socket.close(resolve));
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#lines.waiting > 0) await this.#sink.write(this.#lines.take());
    this.#writing = undefined;
  }
}
