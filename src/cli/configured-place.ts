/**
 * Where the store lies when nobody says so on the command line: where the server's configuration puts it. A configuration that
 * cannot be read or used is no matter of a question; `serve` and `doctor` say what is wrong with it.
 */
import { existsSync } from 'node:fs';
import { socketOf } from '../store/store-socket.ts';
import type { Settings } from './settings.ts';

/** Read where it is there and no other is named. */
const USUAL_CONFIGURATION = '/etc/waybill/waybill.toml';

export function configurationFile(named: string | undefined): string | undefined {
  return named ?? (existsSync(USUAL_CONFIGURATION) ? USUAL_CONFIGURATION : undefined);
}

export async function withConfiguredPlace(settings: Settings, named: string | undefined): Promise<Settings> {
  const file = configurationFile(named);
  if (file === undefined || settings.dataGiven || settings.store !== undefined || settings.logs.length > 0)
    return settings;
  // Loaded only where there is one: every question would wait for it.
  const { readConfiguration } = await import('../config/service-configuration.ts');
  try {
    const { data = settings.data, store } = readConfiguration(file);
    // A running server is asked before the store that it uses.
    return { ...settings, data, store: existsSync(socketOf(data)) ? undefined : store };
  } catch {
    return settings;
  }
}
