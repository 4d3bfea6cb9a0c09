/**
 * What the environment says: locale, terminal, where data may lie. The only place that reads environment variables.
 * It decides nothing that an option of the command line has decided already.
 */
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

export type Language = 'en' | 'zh-TW';

export interface Environment {
  readonly language: Language;
  /** IANA name, or UTC where the system does not say. */
  readonly timeZone: string;
  /** Where the embedded store lies unless `--data` says otherwise. */
  readonly dataDirectory: string;
  /** True or false where NO_COLOR, FORCE_COLOR or TERM decide; undefined leaves it to the terminal. */
  readonly color: boolean | undefined;
  /** Columns, where COLUMNS is set. */
  readonly columns: number | undefined;
}

export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  return {
    language: languageOf(variables.LC_ALL || variables.LC_MESSAGES || variables.LANG || ''),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
    dataDirectory: dataDirectory(variables),
    color: variables.NO_COLOR || variables.TERM === 'dumb' ? false : variables.FORCE_COLOR ? true : undefined,
    columns: Number(variables.COLUMNS) > 0 ? Number(variables.COLUMNS) : undefined,
  };
}

/** Every Chinese locale in traditional characters reads Taiwan's catalogue; everything else reads English. */
function languageOf(locale: string): Language {
  return /^zh[_-](TW|HK|MO|Hant)/i.test(locale) ? 'zh-TW' : 'en';
}

function dataDirectory(variables: NodeJS.ProcessEnv): string {
  const system = '/var/lib/waybill';
  if (process.getuid?.() === 0 ? isWritable(dirname(system)) : isWritable(system)) return system;
  return join(variables.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'waybill');
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
