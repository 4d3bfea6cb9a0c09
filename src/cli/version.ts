/** The version of this program, from its package. */
import { readFileSync } from 'node:fs';

export function version(): string {
  // Beside the sources and beside the build: src/cli and dist/src/cli.
  for (const path of ['../../package.json', '../../../package.json'])
    try {
      return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')).version;
    } catch {}
  return 'unknown';
}
