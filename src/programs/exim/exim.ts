/**
 * Exim 3 and 4: one program that writes what became of a message under the message's id, and about clients and itself without
 * one. The two characters behind the id say what kind of line it is. What administrators let their ACLs and filters write into
 * the log (`logwrite`, `log_message` without a verb) has no wording of Exim's and stays unrecognized, with its id.
 * Exim: the specification's chapter "Log files"; src/log.c, and the files that each reader here names.
 */
import { eximIdEnd } from '../../mail/queue-id.ts';
import { isEximsOwn } from '../../syslog/exim-own.ts';
import type { Fields, Wording } from '../event.ts';
import { arrival } from './arrival.ts';
import { delivery } from './delivery.ts';
import { eximNotice, lookedUp } from './notices.ts';
import { protocolError } from './protocol-error.ts';
import { aboutMessage } from './queue.ts';
import { aboutConnection, fromClient } from './refusal.ts';
import { readSaExim } from './sa-exim.ts';

export const exim: Wording = (text) => {
  const end = eximIdEnd(text);
  if (end < 0 || text.charCodeAt(end) !== 32) return aboutConnection(text) ?? withoutId(text, 0);
  const queueId = text.slice(0, end);
  const at = end + 1;
  const mark = text.slice(at, at + 2);
  if (text.charCodeAt(at + 2) === 32) {
    if (mark === '<=') return arrival(text, at + 3, queueId);
    if (mark === '(=') return { ...arrival(text, at + 3, queueId), reason: 'fakereject' };
    if (mark === '=>' && isBlackhole(text, at + 3)) {
      return { event: 'access', action: 'discard', stage: 'data', queueId, reason: text.slice(at + 3) };
    }
    if (mark === '*>') return { event: 'session', queueId, action: 'not-delivered', reason: text.slice(at) };
    const delivered = delivery(text, mark, at + 3, queueId);
    if (delivered !== undefined) return delivered;
  }
  const about =
    fromClient(text, at) ??
    aboutConnection(text.slice(at)) ??
    readSaExim(text, at) ??
    aboutMessage(text, at, queueId) ??
    withoutId(text, at);
  return about === undefined ? undefined : { ...about, queueId };
};

/** An ACL or local_scan() threw the message away, perhaps with words of its own. A delivery to such a user names its router. */
function isBlackhole(text: string, at: number): boolean {
  if (!text.startsWith('blackhole ', at)) return false;
  return text.startsWith('(', at + 10) || !text.includes(' R=', at);
}

function withoutId(text: string, at: number): Fields | undefined {
  const client = fromClient(text, at);
  if (client !== undefined) return client;
  const error = protocolError(text, at);
  if (error !== undefined) return error;
  if (text.startsWith('rejected from <', at) || text.startsWith('rejected [', at))
    return { event: 'session', action: 'rejected', reason: text.slice(at) };
  const action = eximNotice(text, at);
  if (action === undefined && !isEximsOwn(text, at)) return undefined;
  return lookedUp(text, at) ?? { event: 'session', action, reason: text.slice(at) };
}
