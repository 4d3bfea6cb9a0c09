/**
 * An IMAP client as small as the scenarios need: sign in, find a message by its Message-ID, act on it.
 * Source: RFC 3501, RFC 6851 (MOVE), RFC 3501 section 5.1.3 (modified UTF-7 mailbox names).
 */
import { LineSocket } from './line-socket.js';

/** Modified UTF-7, as mailbox names travel. */
export function mailboxName(name: string): string {
  const coded = name.replace(/&/g, '&-').replace(/[^\x20-\x7e]+/g, (run) => {
    const bytes = Buffer.from(run, 'utf16le').swap16();
    return `&${bytes.toString('base64').replace(/=+$/, '').replace(/\//g, ',')}-`;
  });
  return `"${coded.replace(/(["\\])/g, '\\$1')}"`;
}

export class ImapClient {
  private count = 0;
  private constructor(private readonly socket: LineSocket) {}

  static async open(host: string, ip: string, user: string, password: string): Promise<ImapClient> {
    const client = new ImapClient(await LineSocket.open(host, 143, ip));
    await client.socket.line();
    try {
      await client.command(`LOGIN "${user}" "${password}"`);
    } catch (error) {
      client.drop();
      throw error;
    }
    return client;
  }

  /** Untagged lines of the answer. A NO or BAD is an error: scenarios only say what should work. */
  async command(text: string): Promise<string[]> {
    const tag = `a${++this.count}`;
    this.socket.write(`${tag} ${text}\r\n`);
    const lines: string[] = [];
    for (;;) {
      const line = await this.socket.line();
      if (line === undefined) throw new Error(`IMAP connection closed during ${text}`);
      if (line.startsWith(`${tag} `)) {
        if (!line.startsWith(`${tag} OK`)) throw new Error(`IMAP ${text}: ${line}`);
        return lines;
      }
      const literal = line.match(/\{(\d+)\}$/)?.[1];
      lines.push(literal === undefined ? line : line + (await this.socket.bytes(Number(literal))));
    }
  }

  async append(mailbox: string, message: string): Promise<void> {
    const bytes = Buffer.from(message.replace(/\r?\n/g, '\r\n'), 'utf8');
    const tag = `a${++this.count}`;
    this.socket.write(`${tag} APPEND ${mailboxName(mailbox)} {${bytes.length}}\r\n`);
    await this.socket.line();
    this.socket.write(bytes);
    this.socket.write('\r\n');
    for (;;) {
      const line = await this.socket.line();
      if (line === undefined || line.startsWith(`${tag} `)) return;
    }
  }

  async select(mailbox: string): Promise<void> {
    await this.command(`SELECT ${mailboxName(mailbox)}`);
  }

  /** UIDs of the selected mailbox' messages with this Message-ID, oldest first. */
  async find(messageId: string): Promise<string[]> {
    const lines = await this.command(
      `UID SEARCH HEADER Message-ID "${messageId.replace(/(["\\])/g, '\\$1')}"`,
    );
    const found = lines.find((line) => line.startsWith('* SEARCH'));
    return found === undefined
      ? []
      : found
          .slice('* SEARCH'.length)
          .trim()
          .split(' ')
          .filter((uid) => uid !== '');
  }

  async flag(uids: readonly string[], change: string): Promise<void> {
    await this.command(`UID STORE ${uids.join(',')} ${change}`);
  }

  async expunge(): Promise<void> {
    await this.command('EXPUNGE');
  }

  async copy(uids: readonly string[], mailbox: string): Promise<void> {
    await this.command(`UID COPY ${uids.join(',')} ${mailboxName(mailbox)}`);
  }

  async move(uids: readonly string[], mailbox: string): Promise<void> {
    await this.command(`UID MOVE ${uids.join(',')} ${mailboxName(mailbox)}`);
  }

  async logout(): Promise<void> {
    await this.command('LOGOUT');
    this.socket.close();
  }

  drop(): void {
    this.socket.drop();
  }
}
