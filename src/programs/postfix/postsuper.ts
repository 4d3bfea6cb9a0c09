/**
 * What an administrator did to the queue with postsuper (src/postsuper/postsuper.c). `removed` is spelled as qmgr
 * spells it; the program name tells them apart. `expired` (3.5) only marks the message: qmgr returns it.
 */
import { queueIdEnd } from '../../mail/queue-id.ts';
import type { EventName, Fields } from '../event.ts';
import { warning } from './warning.ts';

const DONE = new Map<string, EventName>([
  ['removed', 'removed'],
  ['placed on hold', 'held'],
  ['released from hold', 'released'],
  ['requeued', 'requeued'],
]);

/** What was done to so many messages. */
const TOTALS = new Map([
  ['Deleted', 'removed'],
  ['Placed on hold', 'held'],
  ['Released from hold', 'released'],
  ['Requeued', 'requeued'],
  ['Expired', 'force-expire'],
]);

export function postsuper(text: string): Fields | undefined {
  const end = queueIdEnd(text);
  if (end > 0 && text.startsWith(': ', end)) {
    const queueId = text.slice(0, end);
    const words = text.slice(end + 2);
    const event = DONE.get(words);
    if (event !== undefined) return { event, queueId };
    return words === 'expired' ? { event: 'session', queueId, action: 'force-expire' } : undefined;
  }
  // `Deleted: 3 messages`
  const colon = text.indexOf(': ');
  if (colon > 0 && (text.endsWith(' messages') || text.endsWith(' message')))
    return { event: 'session', action: TOTALS.get(text.slice(0, colon)), reason: text };
  return warning(text);
}
