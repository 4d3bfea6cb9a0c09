/**
 * Lines that say how a daemon is doing and decide nothing about a message: restarts, statistics, connections to
 * master. Recognized by how they begin.
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

/** What the skeletons of all daemons write (src/master/*_server.c, src/util/dict*.c). */
const SKELETON = [
  'table ',
  'idle timeout -- ',
  'master disconnect -- ',
  'time to retire -- ',
  'daemon started',
  'process generation: ',
  'connection established',
  'connection closed',
  'statistics: ',
  'host name lookup methods: ',
  'name_mask: ',
  'using backwards-compatible default setting ',
];

export function session(text: string): Fields | undefined {
  return startsWithAny(text, SKELETON) ? noticed(text) : undefined;
}
