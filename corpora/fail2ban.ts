/**
 * fail2ban: logs of many servers, each line with the time, host and user that a ban would need (NAME.json, made from the
 * `failJSON` comments). Lines that must not match state nothing to compare with.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogEvent } from '../src/programs/event.ts';
import { type Comparison, comparison, read } from './comparison.ts';

interface Case {
  readonly line: string;
  readonly failJSON: {
    readonly match?: boolean;
    /** Local time; 2004 or 2005 where the line names no year. */
    readonly time?: string;
    readonly host?: string;
    readonly user?: string;
  };
}

export function* fail2ban(folder: string): Iterable<Comparison> {
  const plain = join(folder, 'plain');
  for (const file of readdirSync(plain).sort()) {
    if (!file.endsWith('.json')) continue;
    const cases = JSON.parse(readFileSync(join(plain, file), 'utf8')) as readonly Case[];
    for (const [index, { line, failJSON }] of cases.entries()) {
      const { match, time, host, user } = failJSON;
      if (match === false) continue;
      const where = `${file.slice(0, -5)} ${index + 1}`;
      const event = read(line, time === undefined ? 2005 : Number(time.slice(0, 4)));
      if (time !== undefined) yield comparison(where, 'time', time.slice(0, 19), timeOf(event));
      if (host !== undefined) yield comparison(where, 'host', host, hostOf(event, host));
      if (user !== undefined) yield comparison(where, 'user', user, event.user ?? event.client?.saslUsername);
    }
  }
}

function timeOf({ at }: LogEvent): string | undefined {
  return at === undefined ? undefined : new Date(at / 1000).toISOString().slice(0, 19);
}

/** A ban takes an address, or a name where the line has none. */
function hostOf({ client }: LogEvent, expected: string): string | undefined {
  return client?.name === expected ? client.name : (client?.ip ?? client?.name);
}
