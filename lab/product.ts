/**
 * Asks the product, through its command line, about every message of a lab log.
 * Knows nothing of the truth. Source of the answer's shape: the contract for `trace --json`.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { LabError } from './processes.js';
import { sourceDirectory } from './templates.js';
import type { DetailValue } from './truth.js';

export interface AnsweredRecipient {
  readonly forwardPath: string | null;
  readonly originalRecipient: string | null;
  readonly fate: string;
  readonly detail: Readonly<Record<string, DetailValue | undefined>>;
  readonly evidence: readonly unknown[];
}

export interface Answer {
  readonly messages: readonly { readonly recipients: readonly AnsweredRecipient[] }[];
  readonly absence: {
    readonly nearMisses: readonly { readonly address: string; readonly fate: string }[];
  } | null;
}

/** One answer for each query. `log` is a file, `timeZone` that of the server which wrote it. */
export function ask(log: string, timeZone: string, queries: readonly string[]): Map<string, Answer> {
  const program = join(dirname(sourceDirectory()), 'bin', 'waybill');
  const done = spawnSync(
    process.execPath,
    [program, 'trace', '--json', '--log', log, '--tz', timeZone, '-'],
    { input: queries.map((query) => `${query}\n`).join(''), encoding: 'utf8', maxBuffer: 2 ** 30 },
  );
  const lines = done.stdout.split('\n').filter((line) => line !== '');
  if (done.status === 2 || lines.length !== queries.length)
    throw new LabError(
      `The product gave ${lines.length} answers to ${queries.length} questions about ${log}: ${done.stderr}`,
    );
  return new Map(queries.map((query, index) => [query, JSON.parse(lines[index] ?? '') as Answer]));
}
