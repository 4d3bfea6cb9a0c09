/**
 * A ManageSieve client: signs in, puts a script, makes it the active one.
 * Source: RFC 5804.
 */
import { LineSocket } from './line-socket.js';

export class ManageSieveClient {
  private constructor(private readonly socket: LineSocket) {}

  static async open(host: string, ip: string, user: string, password: string): Promise<ManageSieveClient> {
    const client = new ManageSieveClient(await LineSocket.open(host, 4190, ip));
    await client.answer('greeting');
    const plain = Buffer.from(`\0${user}\0${password}`).toString('base64');
    await client.command(`AUTHENTICATE "PLAIN" "${plain}"`);
    return client;
  }

  /** Reads to the end of an answer. A NO or BYE is an error: scenarios only say what should work. */
  private async answer(what: string): Promise<void> {
    for (;;) {
      const line = await this.socket.line();
      if (line?.startsWith('OK')) return;
      if (line === undefined || /^(NO|BYE)\b/.test(line))
        throw new Error(`ManageSieve ${what}: ${line ?? 'connection closed'}`);
    }
  }

  private async command(text: string): Promise<void> {
    this.socket.write(`${text}\r\n`);
    await this.answer(text);
  }

  async activate(name: string, script: string): Promise<void> {
    await this.command(`PUTSCRIPT "${name}" {${Buffer.byteLength(script)}+}\r\n${script}`);
    await this.command(`SETACTIVE "${name}"`);
  }

  /** No script is active any more. */
  async deactivate(): Promise<void> {
    await this.command('SETACTIVE ""');
  }

  async logout(): Promise<void> {
    await this.command('LOGOUT');
    this.socket.close();
  }
}
