/**
 * What a running Waybill counts, in Prometheus' format (prom-client). Labels have few values: what a stranger may write
 * (a program's name) becomes a label only where it is one that Waybill knows.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { OnLine } from '../intake/batch-parser.ts';
import type { IntakeQueue } from '../intake/intake-queue.ts';
import type { Source } from '../intake/source.ts';
import { FATES } from '../journey/journey.ts';
import { familyOf } from '../programs/family.ts';

export interface Observed {
  readonly queue: IntakeQueue;
  readonly sources: () => readonly Source[];
  readonly storeSize: () => Promise<{ readonly lines: number; readonly bytes: number }>;
  /** How the newest messages stand, and over which time they came; seconds. */
  readonly fates: () => { readonly counts: ReadonlyMap<string, number>; readonly window: number };
  readonly syslog: () =>
    | { readonly malformed: number; readonly dropped: number; readonly connections: number }
    | undefined;
}

const KNOWN = new Set(
  'postfix dovecot amavis rspamd spamd clamd clamav-milter clamsmtpd postgrey opendkim opendmarc policyd-spf postfwd MailScanner exim sendmail'.split(
    ' ',
  ),
);

/** Milliseconds. */
const STORE_PATIENCE = 2000;
const UNKNOWN = { lines: Number.NaN, bytes: Number.NaN };

export class Metrics {
  readonly #registry = new Registry();
  readonly #lines: Counter<'source' | 'program' | 'kind'>;
  readonly #added: Counter;
  #all = 0;
  #unrecognized = 0;

  constructor(observed: Observed) {
    const registers = [this.#registry];
    const gauge = <T extends string = never>(
      name: string,
      help: string,
      labelNames: readonly T[],
      collect: (gauge: Gauge<T>) => Promise<void> | void,
    ) =>
      new Gauge({
        name: `waybill_${name}`,
        help,
        labelNames,
        registers,
        async collect() {
          this.reset();
          await collect(this as Gauge<T>);
        },
      });
    collectDefaultMetrics({ register: this.#registry });
    this.#lines = new Counter({
      name: 'waybill_lines_total',
      help: 'Lines that were read, by source, program and whether they were understood (event, unrecognized, malformed).',
      labelNames: ['source', 'program', 'kind'],
      registers,
    });
    this.#added = new Counter({
      name: 'waybill_lines_added_total',
      help: 'Lines that were new to the store.',
      registers,
    });
    gauge('unrecognized_ratio', 'Share of lines since the start that are no event.', [], (each) =>
      each.set(this.#all === 0 ? 0 : this.#unrecognized / this.#all),
    );
    gauge('queue_bytes', 'Bytes of rows that wait for the store.', [], (each) =>
      each.set(observed.queue.bytes),
    );
    gauge('store_trouble', '1 while the store takes no lines.', [], (each) =>
      each.set(observed.queue.trouble === undefined ? 0 : 1),
    );
    // Where the store does not answer in time, everything else is told all the same.
    const size = () =>
      Promise.race([observed.storeSize(), sleep(STORE_PATIENCE, UNKNOWN, { ref: false })]).catch(
        () => UNKNOWN,
      );
    gauge('store_lines', 'Lines in the store.', [], async (each) => each.set((await size()).lines));
    gauge('store_bytes', 'Bytes of the store on its disk.', [], async (each) =>
      each.set((await size()).bytes),
    );
    const states = () => Promise.all(observed.sources().map((source) => source.state()));
    gauge('source_up', '1 while a source is followed.', ['source'], async (each) => {
      for (const { name, state } of await states()) each.set({ source: name }, state === 'following' ? 1 : 0);
    });
    gauge(
      'source_behind_bytes',
      'Bytes of a source that are there and were not read.',
      ['source'],
      async (each) => {
        for (const { name, behind } of await states()) each.set({ source: name }, behind);
      },
    );
    gauge(
      'lag_seconds',
      'How old the newest line is that was read of a source which is behind; else 0.',
      ['source'],
      async (each) => {
        for (const { name, behind, newest } of await states())
          each.set(
            { source: name },
            behind === 0 || newest === undefined ? 0 : Math.max(0, Date.now() / 1000 - newest / 1e6),
          );
      },
    );
    gauge(
      'journeys',
      'Recipients of the newest messages by fate; see waybill_journeys_window_seconds.',
      ['fate'],
      async (each) => {
        const { counts } = observed.fates();
        for (const fate of FATES) each.set({ fate }, counts.get(fate) ?? 0);
      },
    );
    gauge(
      'journeys_window_seconds',
      'Over which time the messages of waybill_journeys came.',
      [],
      async (each) => each.set(observed.fates().window),
    );
    gauge('syslog_malformed', 'Frames on the syslog port that were no sound syslog.', [], (each) =>
      each.set(observed.syslog()?.malformed ?? 0),
    );
    gauge('syslog_dropped', 'Datagrams that came faster than they could be written.', [], (each) =>
      each.set(observed.syslog()?.dropped ?? 0),
    );
    gauge('syslog_connections', 'Open connections to the syslog port.', [], (each) =>
      each.set(observed.syslog()?.connections ?? 0),
    );
  }

  onLine(source: string): OnLine {
    const children = new Map<string, { inc(): void }>();
    return (event) => {
      this.#all++;
      if (event.kind !== 'event') this.#unrecognized++;
      const family = familyOf(event.program ?? '');
      const program = KNOWN.has(family) ? family : 'other';
      const key = `${program} ${event.kind}`;
      let child = children.get(key);
      if (child === undefined) {
        child = this.#lines.labels({ source, program, kind: event.kind });
        children.set(key, child);
      }
      child.inc();
    };
  }

  onAdded(lines: number): void {
    this.#added.inc(lines);
  }

  async told(): Promise<{ type: string; text: string }> {
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}
