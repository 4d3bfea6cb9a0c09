/**
 * The directory of an embedded store: made for its owner alone, since logs say who writes to whom, and open in one
 * process at a time. The engine locks it by itself; asking first keeps the engine's own complaint off the terminal.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.ts';

/** Makes `data` where it is not there. Returns where the engine keeps its files. Throws `store-unusable`, `store-locked`. */
export function engineDirectory(data: string): string {
  const directory = join(data, 'clickhouse');
  try {
    make(directory);
  } catch (error) {
    throw new Failure('store-unusable', `The directory ${data} cannot be used for the stored logs.`, {
      reason: error instanceof Error ? error.message : String(error),
      advice: 'Choose a directory that you may write to with --data.',
    });
  }
  const holder = holderOf(directory);
  if (holder !== undefined) throw locked(data, `Process ${holder} holds it.`);
  return directory;
}

function locked(data: string, reason: string): Failure {
  return new Failure('store-locked', `Another process has the stored logs in ${data} open.`, {
    reason,
    advice: 'Wait until it has ended, or ask the running `waybill serve`.',
  });
}

/** Not: mkdir's own `recursive`, which in Node 20 never returns where a parent exists and takes no children (/proc). */
function make(directory: string): void {
  if (existsSync(directory)) return;
  make(dirname(directory));
  mkdirSync(directory, { mode: 0o700 });
}

/** The live process that has the engine's lock file open, where the system tells (Linux). */
function holderOf(directory: string): number | undefined {
  try {
    const file = realpathSync(join(directory, 'status'));
    const pid = Number(/^PID: (\d+)/.exec(readFileSync(file, 'utf8'))?.[1]);
    if (!(pid > 0) || pid === process.pid) return undefined;
    const open = `/proc/${pid}/fd`;
    return readdirSync(open).some((fd) => linkOf(join(open, fd)) === file) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
