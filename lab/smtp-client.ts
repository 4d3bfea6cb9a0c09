/**
 * An SMTP client that says what a scenario tells it to say, and keeps every reply.
 * Source: RFC 5321, RFC 4954 (AUTH PLAIN), RFC 1870 (SIZE), RFC 6531 (SMTPUTF8).
 */
import { LineSocket } from './line-socket.js';

export interface SmtpReply {
  readonly code: number;
  /** All lines joined by a blank, the code left out of every line but the first. */
  readonly text: string;
}

export interface SmtpSending {
  readonly from: string;
  readonly to: readonly string[];
  readonly data?: string | Buffer;
  readonly ip: string;
  readonly host: string;
  readonly port?: number;
  readonly helo?: string;
  readonly auth?: { readonly user: string; readonly password: string };
  readonly mailParameters?: string;
  /** Where the client goes away without QUIT: after the reply to that command, or in the middle of the data. */
  readonly leaveAfter?: 'connect' | 'helo' | 'mail' | 'rcpt' | 'data' | 'half-data' | 'unanswered-data';
  /** Quits politely after RCPT without sending data. */
  readonly quitAfterRcpt?: boolean;
}

export interface SmtpOutcome {
  readonly mail: SmtpReply | undefined;
  readonly rcpt: readonly SmtpReply[];
  readonly end: SmtpReply | undefined;
  /** The server's own words "queued as X". */
  readonly queueId: string | undefined;
}

export class SmtpClient {
  private constructor(readonly socket: LineSocket) {}

  static async open(host: string, port: number, ip: string): Promise<SmtpClient> {
    return new SmtpClient(await LineSocket.open(host, port, ip));
  }

  async reply(): Promise<SmtpReply> {
    const parts: string[] = [];
    for (;;) {
      const line = await this.socket.line();
      if (line === undefined) return { code: 0, text: parts.join(' ') };
      parts.push(parts.length === 0 ? line : line.slice(4));
      if (line[3] !== '-') return { code: Number(line.slice(0, 3)), text: parts.join(' ') };
    }
  }

  async command(text: string): Promise<SmtpReply> {
    this.socket.write(`${text}\r\n`);
    return this.reply();
  }
}

function stuffed(data: string | Buffer): Buffer {
  const text = Buffer.isBuffer(data) ? data.toString('latin1') : Buffer.from(data, 'utf8').toString('latin1');
  const lines = text.replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..');
  return Buffer.from(lines.endsWith('\r\n') ? lines : `${lines}\r\n`, 'latin1');
}

export async function sendMail(sending: SmtpSending): Promise<SmtpOutcome> {
  const client = await SmtpClient.open(sending.host, sending.port ?? 25, sending.ip);
  const rcpt: SmtpReply[] = [];
  let mail: SmtpReply | undefined;
  let end: SmtpReply | undefined;
  const outcome = (): SmtpOutcome => ({ mail, rcpt, end, queueId: end?.text.match(/queued as (\S+)/)?.[1] });
  const leave = (): SmtpOutcome => {
    client.socket.drop();
    return outcome();
  };
  await client.reply();
  if (sending.leaveAfter === 'connect') return leave();
  const hello = await client.command(`EHLO ${sending.helo ?? 'client.partner.example'}`);
  if (sending.leaveAfter === 'helo') return leave();
  if (sending.auth !== undefined) {
    const plain = Buffer.from(`\0${sending.auth.user}\0${sending.auth.password}`).toString('base64');
    await client.command(`AUTH PLAIN ${plain}`);
  }
  if (hello.code === 250) {
    mail = await client.command(`MAIL FROM:<${sending.from}>${sending.mailParameters ?? ''}`);
    if (sending.leaveAfter === 'mail') return leave();
    if (mail.code === 250) {
      for (const address of sending.to) rcpt.push(await client.command(`RCPT TO:<${address}>`));
      if (sending.leaveAfter === 'rcpt') return leave();
    }
  }
  if (rcpt.some((one) => one.code === 250) && sending.quitAfterRcpt !== true) {
    const go = await client.command('DATA');
    if (sending.leaveAfter === 'data') return leave();
    if (go.code === 354) {
      const body = stuffed(sending.data ?? '');
      if (sending.leaveAfter === 'half-data') {
        client.socket.write(body.subarray(0, Math.floor(body.length / 2)));
        await new Promise((resolve) => setTimeout(resolve, 150));
        return leave();
      }
      client.socket.write(body);
      client.socket.write('.\r\n');
      if (sending.leaveAfter === 'unanswered-data') return leave();
      end = await client.reply();
    } else end = go;
  }
  await client.command('QUIT');
  client.socket.close();
  return outcome();
}
