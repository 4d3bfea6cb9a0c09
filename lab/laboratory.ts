/**
 * What a scenario may do: send mail as a stranger, a partner's server or a signed-in user, read it as its recipient,
 * act as the administrator, and wait until everything has come to rest.
 */
import { ImapClient } from './imap-client.js';
import { ManageSieveClient } from './manage-sieve-client.js';
import { type MessageParts, message } from './message.js';
import { password } from './people.js';
import { Pop3Client } from './pop3-client.js';
import { type Machine, pause, runProgram, until } from './processes.js';
import type { ScriptedRemote } from './scripted-remote.js';
import { oursAddress, type Servers } from './servers.js';
import { type SmtpOutcome, type SmtpSending, sendMail } from './smtp-client.js';
import type { TruthEntry } from './truth.js';
import type { Variant } from './variants.js';

export interface Play {
  readonly truth: TruthEntry[];
  play(): Promise<void>;
}

export interface Scenario {
  readonly name: string;
  /** Leaves a variant out, e.g. where it has no such filter. */
  readonly when?: (variant: Variant) => boolean;
  /** Played after all others, and left as it is: the log ends in the middle of it. */
  readonly last?: true;
  /** Writes the truth down, before anything is played. `id` is a Message-ID of the scenario's own. */
  write(lab: Laboratory, id: string): Play;
}

export type Mail = Partial<Omit<SmtpSending, 'to' | 'data'>> &
  MessageParts & {
    readonly recipients: readonly string[];
    readonly data?: string | Buffer;
    /** Not to wait until the queues are at rest. */
    readonly hurry?: boolean;
  };

export class Laboratory {
  constructor(
    readonly variant: Variant,
    readonly run: string,
    readonly machine: Machine,
    readonly servers: Servers,
    readonly remote: ScriptedRemote,
  ) {}

  /** Dovecot's name for a person. */
  user(name: string): string {
    return this.variant.userNames === 'address' ? `${name}@corp.example` : name;
  }

  /** All queues at rest, twice in a row: what is left there is deferred or held. */
  async settled(): Promise<void> {
    const all = [this.servers.ours, this.servers.sender, this.servers.outside];
    const idle = (): boolean => all.every((one) => one.idle());
    for (let quiet = 0; quiet < 3; quiet += 1) {
      await until('queues come to rest', idle, 120_000);
      await pause(40);
      if (!idle()) quiet = 0;
    }
  }

  /** Sends to our server over SMTP, by default as a stranger's server in the partner's network. */
  async send(mail: Mail): Promise<SmtpOutcome> {
    const from = mail.from ?? 'Alice <alice@partner.example>';
    const envelope = from.match(/<(.*)>/)?.[1] ?? from;
    const outcome = await sendMail({
      host: mail.host ?? oursAddress,
      ip: mail.ip ?? '127.0.2.50',
      helo: mail.helo ?? 'client.partner.example',
      ...mail,
      from: envelope,
      to: mail.recipients,
      data: mail.data ?? message({ ...mail, from, to: mail.to ?? mail.recipients.slice(0, 3).join(', ') }),
    });
    if (mail.hurry !== true) await this.settled();
    return outcome;
  }

  /** The same as someone's own envelope sender, where it differs from the header From. */
  async sendAs(reversePath: string, mail: Mail): Promise<SmtpOutcome> {
    return this.send({
      ...mail,
      data:
        mail.data ??
        message({ from: 'Alice <alice@partner.example>', to: mail.recipients[0] ?? '', ...mail }),
      from: `<${reversePath}>`,
    });
  }

  /** Through the partner's real server, which delivers to ours. */
  async sendThroughPartner(mail: Mail): Promise<SmtpOutcome> {
    return this.send({ ...mail, host: '127.0.2.1', ip: '127.0.2.1', helo: 'mail.partner.example' });
  }

  /** As a signed-in user, on the submission port. */
  async submit(person: string, mail: Mail): Promise<SmtpOutcome> {
    return this.send({
      from: `${person} <${person}@corp.example>`,
      ip: '127.0.1.80',
      helo: '[127.0.1.80]',
      port: 587,
      auth: { user: this.user(person), password },
      ...mail,
    });
  }

  async imap(person: string, ip: string): Promise<ImapClient> {
    return ImapClient.open(oursAddress, ip, this.user(person), password);
  }

  async pop3(person: string, ip: string): Promise<Pop3Client> {
    return Pop3Client.open(oursAddress, ip, this.user(person), password);
  }

  async manageSieve(person: string, ip: string): Promise<ManageSieveClient> {
    return ManageSieveClient.open(oursAddress, ip, this.user(person), password);
  }

  doveadm(...rest: readonly string[]): string {
    return runProgram(this.machine, ['doveadm', '-c', this.servers.dovecot.configuration, ...rest]);
  }

  /** Calls `act` in an IMAP session of that person. */
  async reading(
    person: string,
    ip: string,
    act: (imap: ImapClient) => Promise<void>,
    mailbox = 'INBOX',
  ): Promise<void> {
    const imap = await this.imap(person, ip);
    await imap.select(mailbox);
    await act(imap);
    await imap.logout();
    await pause(30);
  }
}
