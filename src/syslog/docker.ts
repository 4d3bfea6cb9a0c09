/**
 * Docker's json-file: `{"log":"...\n","stream":"stdout","time":"2026-07-03T08:39:25.120331456Z"}`, around a line that a
 * program of the container wrote. That line is what is stored. Docker breaks lines after 16 KiB into several entries, of
 * which only the last one ends in `\n`; bytes that are not UTF-8 it has replaced before we come.
 * Source: Docker's daemon/logger/copier.go and daemon/logger/jsonfilelog/jsonlog/jsonlogbytes.go.
 */
import { encode } from './bytes.ts';

export interface DockerEntry {
  /** Without its end. One char is one byte. */
  readonly line: string;
  /** The line goes on in the next entry of the same stream. */
  readonly broken: boolean;
  readonly stream: 'stdout' | 'stderr';
  /** When Docker read it, as RFC 3339 has it. */
  readonly time: string;
}

/** Undefined where `fields` is something else. */
export function dockerEntry(fields: Readonly<Record<string, unknown>>): DockerEntry | undefined {
  const { log, stream, time } = fields;
  if (stream !== 'stdout' && stream !== 'stderr') return undefined;
  if (typeof log !== 'string' || typeof time !== 'string') return undefined;
  const broken = !log.endsWith('\n');
  // A terminal (`tty: true`) ends lines with `\r\n`. Docker puts no `\n` inside: each begins another entry.
  const line = log.replace(/\r?\n$/, '').replaceAll('\n', '#012');
  return { line: encode(line), broken, stream, time };
}
