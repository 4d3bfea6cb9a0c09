/**
 * The store that a command asks: the kept one, a server's, or a throw-away one that is filled from `--log` files
 * first. Whatever way the command ends, throw-away stores are gone afterwards.
 */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import { importFiles, threadsFor } from '../intake/import-files.ts';
import type { ParserThreads } from '../intake/parser-threads.ts';
import { Store } from '../store/store.ts';
import { Progress } from './progress.ts';
import type { Settings } from './settings.ts';
import { warn } from './warning.ts';

const open = new Set<Store>();

/** How long a question waits for a server that starts, or for another command that has the store open; milliseconds. */
const PATIENCE = 10_000;

/**
 * Opens, lets `use` work with it, and closes. Gives the exit status of `use`, or 2 where a log could not be read whole.
 * A directory that is not there is not made by a question: it holds nothing. `unread`: of `--log` files only words are
 * looked for, or one message (StoreOptions).
 */
export async function withStore(
  settings: Settings,
  use: (store: Store) => Promise<number>,
  unread = false,
): Promise<number> {
  if (settings.logs.length === 0) return using(await openKept(settings, false), use);
  const threads = threadsFor(settings.logs);
  threads.warmUp();
  const store = await Store.open({ unread }).catch(async (error: unknown) => {
    await threads.close();
    throw error;
  });
  return using(store, async () => {
    const whole = await readLogs(store, settings, threads);
    const status = await use(store);
    return whole ? status : 2;
  });
}

/** For what adds lines: makes the directory where it is not there. */
export async function withKeptStore<T>(settings: Settings, use: (store: Store) => Promise<T>): Promise<T> {
  return using(await openKept(settings, true), use);
}

async function using<T>(store: Store, use: (store: Store) => Promise<T>): Promise<T> {
  open.add(store);
  try {
    return await use(store);
  } finally {
    open.delete(store);
    await store.close();
  }
}

async function openKept({ store, data }: Settings, make: boolean): Promise<Store> {
  if (store !== undefined) return Store.open({ url: store });
  if (!make && !existsSync(data)) return Store.open({});
  for (const end = Date.now() + PATIENCE; ; await sleep(100)) {
    try {
      return (await Store.ofServer(data)) ?? (await Store.open({ data }));
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'store-locked' || Date.now() > end) throw error;
    }
  }
}

/** Reads the `--log` files; false where one of them was not read to its end. */
async function readLogs(store: Store, settings: Settings, threads: ParserThreads): Promise<boolean> {
  const { logs, tz, year, say } = settings;
  const progress = new Progress(say.language);
  const files = await importFiles(store, logs, {
    tz,
    year,
    threads,
    onProgress: (step) => progress.show(step),
  });
  progress.clear();
  const failures = files.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  if (failures[0] !== undefined && files.every(({ lines }) => lines === 0)) throw failures[0];
  for (const failure of failures) warn(failure, say.language);
  return failures.length === 0;
}

/** For an end by a signal or a closed pipe. */
export async function closeStores(): Promise<void> {
  await Promise.allSettled([...open].map((store) => store.close()));
}
