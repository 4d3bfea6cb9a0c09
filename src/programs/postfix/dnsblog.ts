/**
 * Postfix' dnsblog, which asks lists in the DNS on behalf of postscreen: `addr 192.0.2.1 listed by domain list.example as 127.0.0.2`
 * (src/dnsblog/dnsblog.c). It names a client, never a message; whether that client was refused, postscreen says. A list may
 * be one of good clients: which, only postscreen_dnsbl_sites knows.
 */
import type { Fields } from '../event.ts';
import { session } from './session.ts';
import { warning } from './warning.ts';

export function dnsblog(text: string): Fields | undefined {
  if (!text.startsWith('addr ')) return warning(text) ?? session(text);
  const listed = text.indexOf(' listed by domain ', 5);
  const as = text.indexOf(' as ', listed + 18);
  if (listed < 0 || as < 0) return undefined;
  return {
    event: 'blocklist',
    client: { ip: text.slice(5, listed) },
    list: text.slice(listed + 18, as),
    reply: text.slice(as + 4),
  };
}
