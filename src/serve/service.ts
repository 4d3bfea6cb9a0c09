/**
 * The running Waybill: one store, a queue before it, the sources of the configuration, and the two places where it is asked
 * (HTTP, and the socket in the data directory). Starts and stops them in an order in which nothing is lost. Not: how any
 * of them works, nor signals, which are the command's (src/cli/serve-command.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { application } from '../api/application.ts';
import type { ServiceConfiguration } from '../config/service-configuration.ts';
import { Failure } from '../failure.ts';
import { IntakeQueue, type Trouble } from '../intake/intake-queue.ts';
import type { Source, SourceState } from '../intake/source.ts';
import { Store, type StoreOptions } from '../store/store.ts';
import { socketOf } from '../store/store-socket.ts';
import { openCommandSocket } from './command-socket.ts';
import { type HttpServer, listenHttp } from './http-server.ts';
import { Metrics } from './metrics.ts';
import { newestFates } from './newest-fates.ts';
import { SyslogSource } from './syslog-source.ts';
import { wantedSources } from './wanted-sources.ts';

export interface ServiceStatus {
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly listen: string;
  readonly trouble: Trouble | null;
  readonly sources: readonly SourceState[];
  readonly intake: boolean;
  readonly retention: ServiceConfiguration['retention'];
}

export interface ServiceOptions {
  readonly version: string;
  readonly log: Logger;
}

const READERS = 4;
/** How long it is waited for a command that has the store open; milliseconds. */
const PATIENCE = 10_000;
/** How long sources may take to hand on what they have; milliseconds. */
const GRACE = 8000;
/** Milliseconds from one look at what is too old to the next. */
const RETENTION_EVERY = 3_600_000;

/** A command may have it open at this moment; another server has it for long. */
async function opened(options: StoreOptions & { readonly data: string }): Promise<Store> {
  for (const end = Date.now() + PATIENCE; ; await sleep(200)) {
    try {
      return await Store.open(options);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'store-locked' || Date.now() > end) throw error;
      const other = await Store.ofServer(options.data);
      await other?.close();
      if (other !== undefined) throw error;
    }
  }
}

export class Service {
  readonly #options: ServiceOptions;
  readonly #data: string;
  readonly #store: Store;
  readonly #queue: IntakeQueue;
  readonly #metrics: Metrics;
  readonly #since = Date.now();
  readonly #sources = new Map<string, Source>();
  /** How each of them was made, and can be again. */
  readonly #makers = new Map<string, () => Source>();
  #configuration: ServiceConfiguration;
  #http: HttpServer | undefined;
  #closeSocket: (() => Promise<void>) | undefined;
  #retention: NodeJS.Timeout | undefined;
  #state: 'starting' | 'running' | 'stopping' = 'starting';
  #changing: Promise<unknown> = Promise.resolve();

  private constructor(
    store: Store,
    data: string,
    configuration: ServiceConfiguration,
    options: ServiceOptions,
  ) {
    this.#store = store;
    this.#data = data;
    this.#configuration = configuration;
    this.#options = options;
    const { log } = options;
    this.#queue = new IntakeQueue(store, {
      onStored: (_, added) => this.#metrics.onAdded(added),
      onTrouble: (trouble) =>
        trouble === undefined
          ? log.info('the store takes lines again')
          : log.error(
              { reason: trouble.reason },
              'the store takes no lines; nothing more is read until it does',
            ),
    });
    this.#metrics = new Metrics({
      queue: this.#queue,
      sources: () => [...this.#sources.values()],
      storeSize: () => store.size(),
      fates: newestFates(store),
      syslog: () => [...this.#sources.values()].find((source) => source instanceof SyslogSource)?.counts(),
    });
  }

  /** Throws Failure where something that the configuration names cannot be used; then nothing runs. */
  static async start(
    configuration: ServiceConfiguration,
    data: string,
    options: ServiceOptions,
  ): Promise<Service> {
    const store = await opened({ data, url: configuration.store, readers: READERS });
    const service = new Service(store, data, configuration, options);
    try {
      await service.#begin();
    } catch (error) {
      await service.stop();
      throw error;
    }
    return service;
  }

  /** Where HTTP is answered, with the port that the system chose. */
  get address(): string {
    return this.#http?.address ?? '';
  }

  /** Sources that did not change go on as they are. Throws what kept it from the new configuration; then the old one goes on. */
  reload(configuration: ServiceConfiguration): Promise<void> {
    return this.#oneByOne(async () => {
      const { log } = this.#options;
      const before = this.#configuration;
      const moves = JSON.stringify(before.listen) !== JSON.stringify(configuration.listen);
      const http = moves ? await this.#listen(configuration) : undefined;
      try {
        await this.#followWanted(configuration);
      } catch (error) {
        await http?.close();
        throw error;
      }
      if (http !== undefined) {
        await this.#http?.close();
        this.#http = http;
      }
      for (const key of ['data', 'store'] as const)
        if (before[key] !== configuration[key]) log.warn({ key }, 'a change of this key needs a restart');
      this.#configuration = configuration;
      void this.#retain();
      log.info('configuration read again');
    });
  }

  async stop(): Promise<void> {
    this.#state = 'stopping';
    clearInterval(this.#retention);
    await this.#oneByOne(async () => {
      // First whoever brings lines, then the queue, then the store that it fills. A source may wait for room in the queue.
      const ended = Promise.all([
        this.#http?.close(),
        ...[...this.#sources.values()].map((source) => source.stop()),
      ]);
      if (this.#queue.trouble === undefined)
        await Promise.race([ended, sleep(GRACE, undefined, { ref: false })]);
      await this.#queue.close();
      await ended;
      await this.#closeSocket?.();
      await this.#store.close();
    });
  }

  async status(): Promise<ServiceStatus> {
    const { intake, retention } = this.#configuration;
    return {
      version: this.#options.version,
      since: this.#since,
      listen: this.address,
      trouble: this.#queue.trouble ?? null,
      sources: await Promise.all([...this.#sources.values()].map((source) => source.state())),
      intake: intake !== undefined,
      retention,
    };
  }

  async #begin(): Promise<void> {
    this.#closeSocket = await openCommandSocket(
      socketOf(this.#data),
      this.#store.answers({ status: () => this.status() }),
    );
    this.#http = await this.#listen(this.#configuration);
    await this.#followWanted(this.#configuration);
    this.#retention = setInterval(() => void this.#retain(), RETENTION_EVERY);
    void this.#retain();
    this.#state = 'running';
  }

  async #listen({ listen }: ServiceConfiguration): Promise<HttpServer> {
    const { log } = this.#options;
    const app = application({
      intake: {
        queue: this.#queue,
        isRunning: () => this.#state === 'running',
        token: () => this.#configuration.intake?.token,
        timeZone: () => this.#configuration.timeZone,
        onLine: this.#metrics.onLine('posted'),
      },
      notReady: () => this.#notReady(),
      onDefect: (error) => log.error({ reason: error.stack }, 'a request met a defect of Waybill'),
      metrics: () => this.#metrics.told(),
    });
    const http = await listenHttp(app, listen);
    log.info({ address: http.address }, 'listening');
    return http;
  }

  #notReady(): string | undefined {
    if (this.#state !== 'running') return `the server is ${this.#state}`;
    if (this.#queue.trouble !== undefined) return 'the store takes no lines';
    const syslog = [...this.#sources.values()].find((source) => source instanceof SyslogSource);
    return syslog?.trouble === undefined ? undefined : 'what comes over the network cannot be kept';
  }

  async #followWanted(configuration: ServiceConfiguration): Promise<void> {
    const { log } = this.#options;
    const wanted = wantedSources(configuration, {
      queue: this.#queue,
      data: this.#data,
      log,
      onLine: (source) => this.#metrics.onLine(source),
    });
    const ended = [...this.#sources.keys()].filter((key) => !wanted.has(key));
    for (const key of ended) await this.#end(key);
    const begun: string[] = [];
    try {
      for (const [key, make] of wanted) {
        if (this.#sources.has(key)) continue;
        await this.#start(key, make);
        begun.push(key);
      }
    } catch (error) {
      for (const key of begun) await this.#end(key);
      for (const key of ended)
        await this.#start(key, this.#makers.get(key)!).catch((again: unknown) =>
          log.error(
            { source: key, reason: String(again) },
            'a source that was followed before cannot be followed any more',
          ),
        );
      throw error;
    }
    for (const key of ended) this.#makers.delete(key);
  }

  async #start(key: string, make: () => Source): Promise<void> {
    await this.#queue.settled();
    const source = make();
    await source.start(await this.#store.positions());
    this.#sources.set(key, source);
    this.#makers.set(key, make);
  }

  async #end(key: string): Promise<void> {
    await this.#sources.get(key)?.stop();
    this.#sources.delete(key);
  }

  async #retain(): Promise<void> {
    const { log } = this.#options;
    try {
      const { lines } = await this.#store.retain(this.#configuration.retention, Date.now() * 1000);
      if (lines > 0) log.info({ lines }, 'lines that were kept long enough are gone');
    } catch (error) {
      log.error({ reason: String(error) }, 'lines that were kept long enough could not be removed');
    }
  }

  #oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#changing.then(work);
    this.#changing = done.catch(() => undefined);
    return done;
  }
}
