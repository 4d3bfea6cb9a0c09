/**
 * `waybill serve`: runs until it is told to stop. SIGTERM and SIGINT end it when everything that was read is stored, SIGHUP
 * reads the configuration again. Its log goes to standard error, one JSON object a line; nothing goes to standard output.
 */
import { existsSync, statSync } from 'node:fs';
import pino, { type Logger } from 'pino';
import {
  type Address,
  readAddress,
  readConfiguration,
  type ServiceConfiguration,
  USUAL_LISTEN,
} from '../config/service-configuration.ts';
import { Failure } from '../failure.ts';
import { Service } from '../serve/service.ts';
import { configurationFile } from './configured-place.ts';
import type { Call } from './program.ts';
import type { Settings } from './settings.ts';
import { version } from './version.ts';
import { sentences } from './warning.ts';

/** Milliseconds. */
const LAST_WAIT = 2000;

export async function serveCommand(call: Call): Promise<number> {
  const { settings } = call;
  if (settings.logs.length > 0 || settings.since !== undefined || settings.until !== undefined)
    throw new Failure(
      'unusable-option',
      'A server keeps what it follows: it takes no --log, --since or --until.',
      {
        advice: 'Use --follow FILE for a log that grows, and waybill import for one that does not.',
      },
    );
  const options = call.options as ServeOptions;
  const log = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
  const configuration = configurationFor(options, settings);
  const data = dataOf(configuration, call);
  const signals = new Signals();
  log.info({ version: version(), data }, 'starting');
  const service = await Service.start(configuration, data, { version: version(), log });
  log.info({ address: service.address, sources: configuration.follow.map(({ path }) => path) }, 'running');
  for (;;) {
    const signal = await signals.next();
    if (signal !== 'SIGHUP') {
      log.info({ signal }, 'stopping');
      break;
    }
    await reload(service, log, call);
  }
  await service.stop();
  log.info('stopped');
  // Nothing may keep a stopped server alive: standard input that never ends, an engine that waits for its disk.
  setTimeout(() => process.exit(0), LAST_WAIT).unref();
  return 0;
}

interface ServeOptions {
  readonly config?: string;
  readonly follow?: readonly string[];
  readonly listen?: string;
}

async function reload(service: Service, log: Logger, call: Call): Promise<void> {
  try {
    await service.reload(configurationFor(call.options as ServeOptions, call.settings));
  } catch (error) {
    const told =
      error instanceof Failure
        ? { code: error.code, reason: sentences(error, 'en') }
        : { reason: error instanceof Error ? error.stack : String(error) };
    log.error(told, 'the configuration cannot be used; what ran goes on');
  }
}

/** What the file says, and the flags over it. Throws Failure. */
export function configurationFor(options: ServeOptions, settings: Settings): ServiceConfiguration {
  const file = configurationFile(options.config);
  const written: ServiceConfiguration =
    file === undefined ? { listen: USUAL_LISTEN, follow: [], retention: {} } : readConfiguration(file);
  const timeZone = settings.tz ?? written.timeZone;
  const { year } = settings;
  const more = (options.follow ?? []).map((path) => ({ path, timeZone, year }));
  const paths = new Set(more.map(({ path }) => path));
  const configuration = {
    ...written,
    timeZone,
    store: settings.store ?? written.store,
    listen: options.listen === undefined ? written.listen : addressOf(options.listen),
    follow: [...written.follow.filter(({ path }) => !paths.has(path)), ...more],
  };
  const { follow, journal, syslog, intake } = configuration;
  if (follow.length === 0 && journal === undefined && syslog === undefined && intake === undefined)
    throw new Failure('nothing-to-follow', 'Nothing says which logs the server is to follow.', {
      advice: `Name one, for example: waybill serve --follow /var/log/mail.log. Or write a configuration: docs/configuration.md.`,
    });
  const twice = follow.find(({ path }, i) => follow.findIndex((other) => other.path === path) !== i);
  if (twice !== undefined)
    throw new Failure('configuration-unusable', `The log ${twice.path} is to be followed twice.`, {
      advice: 'Leave one of the two out.',
    });
  return configuration;
}

function dataOf(configuration: ServiceConfiguration, { settings }: Call): string {
  const data = settings.dataGiven ? settings.data : (configuration.data ?? settings.data);
  if (existsSync(data) && !statSync(data).isDirectory())
    throw new Failure('store-unusable', `${data} is no directory.`, {
      advice: 'Name another one with --data.',
    });
  return data;
}

function addressOf(text: string): Address {
  const address = readAddress(text);
  if (address !== undefined) return address;
  throw new Failure('unusable-option', `"${text}" cannot stand after --listen.`, {
    advice: 'Give HOST:PORT, for example 127.0.0.1:8925.',
  });
}

/** Signals in the order in which they came, also while nobody waited. */
class Signals {
  readonly #came: NodeJS.Signals[] = [];
  #tell: () => void = () => {};

  constructor() {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.removeAllListeners(signal);
      process.on(signal, () => {
        this.#came.push(signal);
        this.#tell();
      });
    }
  }

  async next(): Promise<NodeJS.Signals> {
    while (this.#came.length === 0)
      await new Promise<void>((resolve) => {
        this.#tell = resolve;
      });
    return this.#came.shift()!;
  }
}
