/**
 * Postfix' bounce daemon, under its three names bounce, defer and trace (src/bounce/bounce_notify_service.c,
 * bounce_warn_service.c, bounce_trace_service.c): the queue id of the notification that a message caused.
 */
import { queueIdEnd } from '../../mail/queue-id.ts';
import type { Fields } from '../event.ts';
import { delivery } from './delivery.ts';
import { session } from './session.ts';
import { warning } from './warning.ts';

const NOTICES = [
  ['non-delivery notification: ', 'non-delivery'],
  ['delay notification: ', 'delay'],
  ['delivery status notification: ', 'delivery-status'],
] as const;

export function bounce(text: string): Fields | undefined {
  const end = queueIdEnd(text);
  if (end < 0 || !text.startsWith(': ', end)) return warning(text) ?? session(text);
  const queueId = text.slice(0, end);
  const at = end + 2;
  if (text.startsWith('to=<', at)) return delivery(text, at, queueId);
  const space = text.indexOf(' ', at);
  for (const [words, action] of NOTICES) {
    if (!text.startsWith(words, space + 1)) continue;
    const nextQueueId = text.slice(space + 1 + words.length);
    return { event: 'notification', queueId, nextQueueId, action, reason: text.slice(at, space) };
  }
  if (text.startsWith('not sending ', at) || text.startsWith('no trace file', at)) {
    return { event: 'session', queueId, reason: text.slice(at) };
  }
  return undefined;
}
