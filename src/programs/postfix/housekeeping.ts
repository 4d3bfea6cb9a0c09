/**
 * Daemons and commands of Postfix that never decide where a message goes: master, scache, tlsmgr, trivial-rewrite,
 * verify, proxymap, flush, showq, postfix-script, postdrop, sendmail and the like. Their lines are named (notices.ts),
 * and read no further.
 */
import { queueIdEnd } from '../../mail/queue-id.ts';
import type { Fields } from '../event.ts';
import { delivery } from './delivery.ts';
import { noticed, session, startsWithAny } from './session.ts';
import { tls } from './tls.ts';
import { warning } from './warning.ts';

const LINES = [
  // master
  'reload -- version ',
  'reload configuration ',
  'terminating on signal ',
  'master exit time ',
  // postfix-script, postlogd
  'starting the Postfix mail system',
  'stopping the Postfix mail system',
  'refreshing the Postfix mail system',
  'aborting the Postfix mail system',
  'waiting for the Postfix mail system',
  'the Postfix mail system is ',
  'Postfix is ',
  'Postfix is running',
  // postscreen, verify, tlsmgr
  'cache ',
  'close database ',
  // master, where the configuration is older than the program
  'See http',
  'To disable backwards compatibility use ',
  // postfix set-permissions, postmulti
  'set-permissions',
  'gid=',
];

export function housekeeping(text: string): Fields | undefined {
  if (startsWithAny(text, LINES)) return noticed(text);
  const end = queueIdEnd(text);
  if (end > 0 && text.startsWith(': to=<', end)) return delivery(text, end + 2, text.slice(0, end));
  return warning(text) ?? tls(text) ?? session(text);
}
