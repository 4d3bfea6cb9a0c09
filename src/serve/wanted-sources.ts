/** The sources that a configuration asks for, each under a key that changes when anything about it changes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { ServiceConfiguration, SyslogConfiguration } from '../config/service-configuration.ts';
import { Failure } from '../failure.ts';
import type { OnLine } from '../intake/batch-parser.ts';
import type { IntakeQueue } from '../intake/intake-queue.ts';
import { JournalFollower } from '../intake/journal-follower.ts';
import { LogFollower } from '../intake/log-follower.ts';
import type { Source, SourceState } from '../intake/source.ts';
import { StandardInput } from '../intake/stream-source.ts';
import { tlsServer } from '../intake/syslog-tls.ts';
import { SyslogSource, withoutUndefined } from './syslog-source.ts';

export interface SourceSurroundings {
  readonly queue: IntakeQueue;
  readonly data: string;
  readonly log: Logger;
  readonly onLine: (source: string) => OnLine;
}

/** Throws Failure where a file that the configuration names cannot be read. */
export function wantedSources(
  { follow, journal, syslog }: ServiceConfiguration,
  { queue, data, log, onLine }: SourceSurroundings,
): Map<string, () => Source> {
  const wanted = new Map<string, () => Source>();
  const want = (settings: readonly unknown[], make: () => Source) =>
    wanted.set(JSON.stringify(settings), make);
  const stateTold = (source: string) => (state: SourceState['state'], reason: string | undefined) =>
    log[state === 'following' || state === 'ended' ? 'info' : 'warn']({ source, state, reason }, 'source');
  for (const { path, timeZone: tz, year } of follow) {
    if (path === '-')
      want(['standard input', tz, year], () => {
        const name = 'standard input';
        return new StandardInput(queue, { tz, year, onLine: onLine(name), onNotice: stateTold(name) });
      });
    else
      want(['file', path, tz, year], () => {
        const onNotice = ({ what, detail }: { what: string; detail?: string | undefined }) => {
          const calm = what === 'rotated' || what === 'caught-up' || detail === 'following';
          log[calm ? 'info' : 'warn']({ source: path, what, detail }, 'source');
        };
        return new LogFollower(queue, { path, tz, year, onLine: onLine(path), onNotice });
      });
  }
  if (journal !== undefined)
    want(['journal', journal], () => {
      const told = { onLine: onLine('journal'), onNotice: stateTold('journal') };
      return new JournalFollower(queue, { ...journal, ...told });
    });
  if (syslog !== undefined) {
    const certificates = readCertificates(syslog);
    // Before anything that works is stopped for it.
    if (certificates !== undefined) tlsServer(withoutUndefined(certificates), ignored, ignored);
    want(['syslog', syslog, certificates], () => {
      const folder = join(data, 'incoming');
      const onTrouble = (reason: string | undefined) =>
        log[reason === undefined ? 'info' : 'error'](
          { source: 'syslog', reason },
          'what comes over the network cannot be kept or read',
        );
      return new SyslogSource(queue, {
        syslog,
        certificates,
        folder,
        onLine: onLine('syslog'),
        onTrouble,
        log,
      });
    });
  }
  return wanted;
}

const ignored = () => {};

export interface Certificates {
  readonly certificate: string;
  readonly key: string;
  readonly clientAuthority: string | undefined;
}

function readCertificates({
  tls,
  certificate,
  key,
  clientAuthority,
}: SyslogConfiguration): Certificates | undefined {
  if (tls === undefined) return undefined;
  return {
    certificate: readPem(certificate!),
    key: readPem(key!),
    clientAuthority: clientAuthority === undefined ? undefined : readPem(clientAuthority),
  };
}

function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Failure('certificate-unusable', `The certificate or key ${path} cannot be read.`, {
      reason: (cause as Error).message,
      advice: 'Check the path, and that the user that Waybill runs as may read it.',
      cause,
    });
  }
}
