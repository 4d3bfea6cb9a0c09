/**
 * What `waybill parse` prints for a line: the header, the line as written, and the fields that the line states, under
 * the names of CONTRACT.md, which are those of `event.ts`. Adds nothing and explains nothing.
 */
import { decode } from '../syslog/bytes.ts';
import type { LogEvent } from './event.ts';

/**
 * `written` is the whole line as a byte string (one char a byte), without its end. `at` has the digits that the
 * line's time needs: none, three or six after the second.
 */
export function stated(e: LogEvent, written: string): object {
  const { at, host, program, pid, kind, event, text: _, ...fields } = e;
  return {
    at: at === undefined ? null : isoTime(at),
    host,
    program,
    pid: /^\d{1,15}$/.test(pid) ? Number(pid) : null,
    kind,
    event,
    text: decode(written),
    ...withoutUndefined(fields),
  };
}

/** ISO 8601 in UTC of microseconds since the epoch. */
function isoTime(at: number): string {
  const iso = new Date(Math.floor(at / 1000)).toISOString();
  const micros = ((at % 1_000_000) + 1_000_000) % 1_000_000;
  if (micros === 0) return iso.replace('.000Z', 'Z');
  if (micros % 1000 === 0) return iso;
  return `${iso.slice(0, -1)}${String(micros % 1000).padStart(3, '0')}Z`;
}

function withoutUndefined(fields: object): object {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (name !== 'client') kept[name] = value;
    else {
      const client = withoutUndefined(value);
      if (Object.keys(client).length > 0) kept[name] = client;
    }
  }
  return kept;
}
