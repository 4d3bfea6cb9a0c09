/**
 * A POP3 client: sign in, find a message by its Message-ID, fetch it, delete it, quit or just go.
 * Source: RFC 1939.
 */
import { LineSocket } from './line-socket.js';

export class Pop3Client {
  private constructor(private readonly socket: LineSocket) {}

  static async open(host: string, ip: string, user: string, password: string): Promise<Pop3Client> {
    const client = new Pop3Client(await LineSocket.open(host, 110, ip));
    await client.socket.line();
    await client.command(`USER ${user}`);
    await client.command(`PASS ${password}`);
    return client;
  }

  async command(text: string): Promise<string> {
    this.socket.write(`${text}\r\n`);
    const line = await this.socket.line();
    if (line?.startsWith('+OK') !== true) throw new Error(`POP3 ${text}: ${line ?? 'connection closed'}`);
    return line;
  }

  private async lines(text: string): Promise<string[]> {
    await this.command(text);
    const lines: string[] = [];
    for (;;) {
      const line = await this.socket.line();
      if (line === undefined || line === '.') return lines;
      lines.push(line);
    }
  }

  /** The number of the message with this Message-ID in this session. */
  async find(messageId: string): Promise<number> {
    for (const entry of await this.lines('LIST')) {
      const number = Number(entry.split(' ')[0]);
      const header = await this.lines(`TOP ${number} 0`);
      if (header.some((line) => line.toLowerCase().startsWith('message-id:') && line.includes(messageId)))
        return number;
    }
    throw new Error(`POP3: no message ${messageId}`);
  }

  async fetch(number: number): Promise<void> {
    await this.lines(`RETR ${number}`);
  }

  async delete(number: number): Promise<void> {
    await this.command(`DELE ${number}`);
  }

  async quit(): Promise<void> {
    await this.command('QUIT');
    this.socket.close();
  }

  drop(): void {
    this.socket.drop();
  }
}
