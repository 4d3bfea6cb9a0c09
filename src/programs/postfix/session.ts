/**
 * Lines that say how a daemon is doing and decide nothing about a message: restarts, statistics, connections to
 * master. Named by how they begin (notices.ts).
 */
import type { Fields } from '../event.ts';
import { postfixNotice } from './notices.ts';

export function startsWithAny(text: string, beginnings: readonly string[]): boolean {
  for (const beginning of beginnings) if (text.startsWith(beginning)) return true;
  return false;
}

/** A `session` with the name of what happened. */
export function noticed(text: string, at = 0): Fields {
  return { event: 'session', action: postfixNotice(text, at), reason: text.slice(at) };
}

/** What any daemon or command says of itself, where notices.ts has a name for it. */
export function session(text: string): Fields | undefined {
  const action = postfixNotice(text);
  return action === undefined ? undefined : { event: 'session', action, reason: text };
}
