/**
 * Daemons and commands of Postfix that never decide where a message goes: master, scache, tlsmgr, trivial-rewrite,
 * verify, proxymap, flush, showq, postfix-script, postdrop, sendmail and the like. Their lines are named (notices.ts),
 * and read no further.
 */
import { queueIdEnd } from '../../mail/queue-id.ts';
import type { Fields } from '../event.ts';
import { delivery } from './delivery.ts';
import { session } from './session.ts';
import { tls } from './tls.ts';
import { warning } from './warning.ts';

export function housekeeping(text: string): Fields | undefined {
  const end = queueIdEnd(text);
  if (end > 0 && text.startsWith(': to=<', end)) return delivery(text, end + 2, text.slice(0, end));
  return warning(text) ?? tls(text) ?? session(text);
}
