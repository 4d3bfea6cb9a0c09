/**
 * Postfix' tlsproxy, which encrypts for postscreen and, since 3.4, for smtp (src/tlsproxy/tlsproxy.c): a connection's beginning,
 * its end, and a handshake that failed. What was agreed on, the TLS library says (`tls.ts`).
 */
import type { Fields } from '../event.ts';
import { peer, peerAt, peerEnd } from './peer.ts';
import { session } from './session.ts';
import { tls } from './tls.ts';
import { warning } from './warning.ts';

const CONNECTIONS = [
  ['CONNECT from ', 'connect'],
  ['CONNECT to ', 'connect'],
  ['DISCONNECT ', 'disconnect'],
] as const;

export function tlsproxy(text: string): Fields | undefined {
  for (const [words, action] of CONNECTIONS) {
    if (!text.startsWith(words)) continue;
    const end = peerEnd(text, words.length);
    if (end < 0) return undefined;
    const outward = words === 'CONNECT to ';
    if (outward) return { event: 'session', action, relay: text.slice(words.length, end) };
    return { event: 'session', action, client: peer(text, words.length, end) };
  }
  if (text.startsWith('TLS handshake failed for service=')) {
    const mark = text.indexOf(' peer=');
    return { event: 'tls', action: 'failed', client: mark < 0 ? undefined : peerAt(text, mark + 6) };
  }
  return tls(text) ?? warning(text) ?? session(text);
}
