/**
 * A TCP connection read line by line, from a chosen loopback address.
 * SMTP, IMAP and POP3 clients of the lab stand on it. They are its own, not a library's,
 * because scenarios need clients that break off, pipeline too early or say odd things.
 */
import { connect, type Socket } from 'node:net';

export class LineSocket {
  private buffer = Buffer.alloc(0);
  private waiting: (() => void) | undefined;
  private ended = false;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.buffer = Buffer.concat([this.buffer, chunk]);
      this.waiting?.();
    });
    const end = (): void => {
      this.ended = true;
      this.waiting?.();
    };
    socket.on('close', end);
    socket.on('error', end);
  }

  static async open(host: string, port: number, localAddress: string): Promise<LineSocket> {
    const socket = connect({ host, port, localAddress });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', () => resolve());
      socket.once('error', reject);
    });
    return new LineSocket(socket);
  }

  private async wait(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no answer from the server within 90 s')), 90_000);
      this.waiting = () => {
        clearTimeout(timer);
        this.waiting = undefined;
        resolve();
      };
    });
  }

  /** The next line without its end, or undefined when the other side has closed. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.buffer.indexOf(10);
      if (end >= 0) {
        const text = this.buffer.subarray(0, end).toString('utf8').replace(/\r$/, '');
        this.buffer = this.buffer.subarray(end + 1);
        return text;
      }
      if (this.ended) return undefined;
      await this.wait();
    }
  }

  async bytes(count: number): Promise<string> {
    while (this.buffer.length < count && !this.ended) await this.wait();
    const text = this.buffer.subarray(0, count).toString('utf8');
    this.buffer = this.buffer.subarray(count);
    return text;
  }

  write(text: string | Buffer): void {
    if (!this.ended) this.socket.write(text);
  }

  /** Leaves without a word, as a client does whose network is gone. */
  drop(): void {
    this.socket.destroy();
  }

  close(): void {
    this.socket.end();
  }
}
