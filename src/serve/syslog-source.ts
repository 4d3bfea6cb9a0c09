/** Syslog over the network as a source: what the listener receives goes through files of the data directory (incoming.ts). */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { SyslogConfiguration } from '../config/service-configuration.ts';
import type { OnLine } from '../intake/batch-parser.ts';
import { Incoming } from '../intake/incoming.ts';
import type { IntakeQueue } from '../intake/intake-queue.ts';
import type { Source, SourceState } from '../intake/source.ts';
import { type SyslogCounts, type SyslogListener, startSyslog } from '../intake/syslog-listener.ts';
import type { Certificates } from './wanted-sources.ts';

/** Milliseconds. */
const GRACE = 4000;

export interface SyslogSourceOptions {
  readonly syslog: SyslogConfiguration;
  readonly certificates: Certificates | undefined;
  readonly folder: string;
  readonly onLine: OnLine;
  readonly onTrouble: (reason: string | undefined) => void;
  readonly log: Logger;
}

export class SyslogSource implements Source {
  readonly name = 'syslog';
  readonly #options: SyslogSourceOptions;
  readonly #incoming: Incoming;
  #listener: SyslogListener | undefined;

  constructor(queue: IntakeQueue, options: SyslogSourceOptions) {
    this.#options = options;
    const { folder, onLine, onTrouble, syslog } = options;
    this.#incoming = new Incoming(queue, { name: this.name, folder, tz: syslog.timeZone, onLine, onTrouble });
  }

  /** Throws Failure `address-unusable` or `certificate-unusable`. */
  async start(positions: ReadonlyMap<string, string>): Promise<void> {
    await this.#incoming.start(positions);
    const { syslog, certificates, log } = this.#options;
    const { udp, tcp, tls } = syslog;
    try {
      this.#listener = await startSyslog({
        ...(udp && { udp }),
        ...(tcp && { tcp }),
        ...(tls && certificates && { tls: { ...tls, ...withoutUndefined(certificates) } }),
        sink: this.#incoming,
      });
    } catch (error) {
      await this.#incoming.stop();
      throw error;
    }
    log.info({ source: this.name, ...this.#listener.addresses }, 'listening');
  }

  async stop(): Promise<void> {
    const closed = this.#listener?.close();
    // What cannot be written is not waited for longer than senders are.
    await Promise.race([closed, sleep(GRACE, undefined, { ref: false })]);
    await this.#incoming.stop();
    await closed;
  }

  state(): Promise<SourceState> {
    return this.#incoming.state();
  }

  /** Why nothing that comes can be kept at this moment. */
  get trouble(): string | undefined {
    return this.#incoming.trouble;
  }

  get addresses(): SyslogListener['addresses'] {
    return this.#listener?.addresses ?? {};
  }

  counts(): SyslogCounts | undefined {
    return this.#listener?.counts();
  }
}

/** As the TLS server takes them. */
export function withoutUndefined({ clientAuthority, ...rest }: Certificates) {
  return clientAuthority === undefined ? rest : { ...rest, clientAuthority };
}
