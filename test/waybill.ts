/** The real program in a process of its own, in a throw-away folder, and a few lines for it to read. */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const program = resolve(import.meta.dirname, '..', 'bin', 'waybill');
/** For the test file that imports this; who uses it removes it. */
export const folder = mkdtempSync(join(tmpdir(), 'waybill-cli-'));
export const found = '20260703-a1@partner.example';

// One message that was delivered, one that was refused.
export const lines = [
  'Jul  3 16:39:20 mx1 postfix/smtpd[801]: connect from mail.partner.example[192.0.2.7]',
  'Jul  3 16:39:20 mx1 postfix/smtpd[801]: 88BDC254536: client=mail.partner.example[192.0.2.7]',
  `Jul  3 16:39:20 mx1 postfix/cleanup[802]: 88BDC254536: message-id=<${found}>`,
  'Jul  3 16:39:21 mx1 postfix/qmgr[700]: 88BDC254536: from=<bob@partner.example>, size=2101, nrcpt=1 (queue active)',
  `Jul  3 16:39:21 mx1 dovecot: lmtp(jerry)<810><Xk1dAAE>: sieve: msgid=<${found}>: stored mail into mailbox 'INBOX'`,
  'Jul  3 16:39:21 mx1 postfix/lmtp[803]: 88BDC254536: to=<jerry@corp.example>, relay=mx1[private/dovecot-lmtp], delay=0.9, delays=0.6/0/0/0.3, dsn=2.0.0, status=sent (250 2.0.0 <jerry> Xk1dAAE Saved)',
  'Jul  3 16:39:21 mx1 postfix/qmgr[700]: 88BDC254536: removed',
  'Jul  3 16:40:02 mx1 postfix/smtpd[801]: NOQUEUE: reject: RCPT from mail.partner.example[192.0.2.7]: 550 5.1.1 <jery@corp.example>: Recipient address rejected: User unknown in virtual mailbox table; from=<bob@partner.example> to=<jery@corp.example> proto=ESMTP helo=<mail.partner.example>',
  'Jul  3 16:40:03 mx1 surprise[9]: a program that nobody knows',
];

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function waybill(
  parameters: readonly string[],
  input = '',
  environment: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...parameters], {
      env: { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...environment },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('close', (status) => done({ status, stdout, stderr }));
    child.stdin.end(input);
  });
}
