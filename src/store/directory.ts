/**
 * The directory of an embedded store: made for its owner alone, since logs say who writes to whom, and open in one
 * process at a time. The engine locks it by itself; our own lock comes first, because the engine writes its complaint to
 * the terminal.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.ts';

/** Makes `data` where it is not there. Throws `store-unusable`. */
export function dataDirectory(data: string): string {
  return made(data, data);
}

/** Makes `data` where it is not there. Returns where the engine keeps its files. Throws `store-unusable`. */
export function engineDirectory(data: string): string {
  return made(data, join(data, 'clickhouse'));
}

function made(data: string, directory: string): string {
  try {
    make(directory);
  } catch (error) {
    throw unwritable(data, error);
  }
  return directory;
}

/** A lock file that is still empty after this is left over from a process that died; milliseconds. */
const MAKING = 5_000;

/** Holds the directory for this process until the function that it gives is called. Throws `store-locked`, `store-unusable`. */
export function hold(data: string): () => void {
  const file = join(data, 'lock');
  for (;;) {
    try {
      writeFileSync(file, nameOf(process.pid), { flag: 'wx', mode: 0o600 });
      return () => letGo(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(data, error);
    }
    if (isHeld(file)) throw locked(data);
    rmSync(file, { force: true });
  }
}

/** Where it cannot be removed, its holder is dead soon, which the next one sees. */
function letGo(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}

function isHeld(file: string): boolean {
  try {
    const holder = readFileSync(file, 'utf8');
    if (holder === '') return Date.now() - statSync(file).mtimeMs < MAKING;
    return holder === nameOf(Number.parseInt(holder, 10));
  } catch {
    return false;
  }
}

/** A number comes back for another process; with the time of its start (Linux) it does not. '' where it does not live. */
function nameOf(pid: number): string {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return '';
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${pid} ${stat.slice(stat.lastIndexOf(')')).split(' ')[20]}`;
  } catch {
    return String(pid);
  }
}

function unwritable(data: string, error: unknown): Failure {
  return new Failure('store-unusable', `The directory ${data} cannot be used for the stored logs.`, {
    reason: error instanceof Error ? error.message : String(error),
    advice: 'Choose a directory that you may write to with --data.',
  });
}

function locked(data: string): Failure {
  return new Failure('store-locked', `Another process has the stored logs in ${data} open.`, {
    advice: 'Wait until it has ended, and try again.',
  });
}

/** Not: mkdir's own `recursive`, which in Node 20 never returns where a parent exists and takes no children (/proc). */
function make(directory: string): void {
  if (existsSync(directory)) return;
  make(dirname(directory));
  mkdirSync(directory, { mode: 0o700 });
}
