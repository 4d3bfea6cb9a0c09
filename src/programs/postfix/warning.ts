/**
 * Lines with a level: `warning: `, `error: `, `fatal: `, `panic: ` (Postfix src/util/msg_output.c); every program of
 * Postfix writes them. A queue id is read only directly after the level. notices.ts names the complaints; what decides a
 * message's way is in the programs' own lines.
 */
import { queueIdEnd } from '../../mail/queue-id.ts';
import type { Fields } from '../event.ts';
import { named } from './notices.ts';

const LEVELS = ['warning', 'fatal', 'error', 'panic', 'info'] as const;

/** The level that the text at `start` begins with. */
function levelAt(text: string, start = 0): (typeof LEVELS)[number] | undefined {
  for (const level of LEVELS) {
    if (text.startsWith(level, start) && text.startsWith(': ', start + level.length)) return level;
  }
  return undefined;
}

/** `action` is what happened, or the level where the complaint has no name; `reason` what is complained about. */
export function warning(text: string): Fields | undefined {
  const level = levelAt(text);
  if (level === undefined) return undefined;
  const at = level.length + 2;
  const end = queueIdEnd(text, at);
  const withId = end > 0 && text.startsWith(': ', end);
  const start = withId ? end + 2 : at;
  return {
    event: 'warning',
    action: level,
    queueId: withId ? text.slice(at, end) : undefined,
    reason: text.slice(start),
    ...named(text, start),
  };
}
