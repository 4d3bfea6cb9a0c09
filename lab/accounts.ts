/**
 * Numeric ids of the users that Debian's packages made.
 */
import { readFileSync } from 'node:fs';

export function numericId(root: string, user: string): number {
  const line = readFileSync(`${root}/etc/passwd`, 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${user}:`));
  return Number(line?.split(':')[2] ?? '0');
}
