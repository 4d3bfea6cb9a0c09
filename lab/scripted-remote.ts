/**
 * A remote mail server that answers RCPT and the end of DATA with what a scenario scripted: refusals of either kind
 * and replies that imitate log lines. It accepts whatever nobody scripted.
 */
import { createServer, type Socket } from 'node:net';

export interface ScriptedReplies {
  rcpt?: string;
  end?: string;
}

export class ScriptedRemote {
  private readonly replies = new Map<string, ScriptedReplies>();
  /** Message-IDs that were accepted, with the recipients they were accepted for. */
  readonly accepted: { readonly messageId: string; readonly recipients: readonly string[] }[] = [];

  script(recipient: string, replies: ScriptedReplies): void {
    this.replies.set(recipient, replies);
  }

  clear(recipient: string): void {
    this.replies.delete(recipient);
  }

  async listen(ip: string): Promise<void> {
    const server = createServer((socket) => this.serve(socket));
    await new Promise<void>((resolve) => server.listen(25, ip, resolve));
    server.unref();
  }

  private serve(socket: Socket): void {
    let buffer = '';
    let data: string[] | undefined;
    let recipients: string[] = [];
    const say = (text: string): void => void socket.write(Buffer.from(`${text}\r\n`, 'latin1'));
    const command = (line: string): void => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') return say('250-mx.odd.example\r\n250 8BITMIME');
      if (verb === 'RCPT') {
        const address = line.match(/<(.*)>/)?.[1] ?? '';
        const reply = this.replies.get(address)?.rcpt;
        if (reply === undefined) recipients.push(address);
        return say(reply ?? '250 2.1.5 Ok');
      }
      if (verb === 'RSET' || verb === 'MAIL') recipients = [];
      if (verb === 'DATA') {
        data = [];
        return say('354 go on');
      }
      say(verb === 'QUIT' ? '221 2.0.0 Bye' : '250 2.0.0 Ok');
      if (verb === 'QUIT') socket.end();
    };
    const finish = (lines: readonly string[]): void => {
      const scripted = recipients.map((one) => this.replies.get(one)?.end).find((one) => one !== undefined);
      const messageId =
        lines
          .find((one) => /^message-id:/i.test(one))
          ?.slice('message-id:'.length)
          .trim() ?? '';
      if (scripted === undefined || scripted.startsWith('2')) this.accepted.push({ messageId, recipients });
      say(scripted ?? '250 2.0.0 Ok: taken');
    };
    say('220 mx.odd.example ESMTP');
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      buffer += chunk.toString('latin1');
      const lines = buffer.split('\r\n');
      buffer = lines.pop() ?? '';
      for (const line of lines) {
        if (data === undefined) command(line);
        else if (line === '.') {
          finish(data);
          data = undefined;
        } else data.push(line);
      }
    });
  }
}
