/**
 * The store that a command asks: the kept one, a server's, or a throw-away one that is filled from `--log` files
 * first. Whatever way the command ends, throw-away stores are gone afterwards.
 */
import { importFiles } from '../intake/import-files.ts';
import { Store } from '../store/store.ts';
import { Progress } from './progress.ts';
import type { Settings } from './settings.ts';
import { warn } from './warning.ts';

const open = new Set<Store>();

/** Opens, lets `use` work with it, and closes. */
export async function withStore<T>(settings: Settings, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await Store.open(
    settings.logs.length > 0
      ? {}
      : settings.store === undefined
        ? { data: settings.data }
        : { url: settings.store },
  );
  open.add(store);
  try {
    if (settings.logs.length > 0) {
      const progress = new Progress(settings.say.language);
      const { tz, year } = settings;
      const files = await importFiles(store, settings.logs, {
        tz,
        year,
        onProgress: (step) => progress.show(step),
      });
      progress.clear();
      const failures = files.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
      if (failures[0] !== undefined && files.every(({ lines }) => lines === 0)) throw failures[0];
      for (const failure of failures) warn(failure, settings.say.language);
    }
    return await use(store);
  } finally {
    open.delete(store);
    await store.close();
  }
}

/** For an end by a signal or a closed pipe. */
export async function closeStores(): Promise<void> {
  await Promise.allSettled([...open].map((store) => store.close()));
}
