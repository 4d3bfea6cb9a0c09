/**
 * Postfix' queue manager (src/qmgr, src/oqmgr; `nqmgr` in 2.0) and pickup (src/pickup/pickup.c). `removed` means that
 * qmgr is done with a queue file, whatever became of its recipients; postsuper writes the same word for a deletion.
 */
import { addressEnd } from '../../mail/address.ts';
import { queueIdEnd } from '../../mail/queue-id.ts';
import type { Fields } from '../event.ts';
import { delivery } from './delivery.ts';
import { session } from './session.ts';
import { warning } from './warning.ts';

export function qmgr(text: string): Fields | undefined {
  const end = queueIdEnd(text);
  if (end < 0 || !text.startsWith(': ', end)) return warning(text) ?? session(text);
  const queueId = text.slice(0, end);
  const at = end + 2;
  if (text.startsWith('removed', at) && text.length === at + 7) return { event: 'removed', queueId };
  if (text.startsWith('from=<', at)) {
    // By how the line ends: the sender may imitate either.
    const read = text.endsWith(', returned to sender') ? expired : active;
    return read(text, at + 6, queueId);
  }
  if (text.startsWith('to=<', at)) return delivery(text, at, queueId);
  if (text.startsWith('status=deferred (', at) && text.endsWith(')'))
    return { event: 'session', queueId, status: 'deferred', reason: text.slice(at + 17, -1) };
  if (text.startsWith('skipped, ', at)) return { event: 'session', queueId, reason: text.slice(at) };
  return undefined;
}

/** `from=<a@b>, size=1234, nrcpt=2 (queue active)`; read from the end, since an old Postfix does not quote the sender. */
function active(text: string, start: number, queueId: string): Fields | undefined {
  const size = text.lastIndexOf('>, size=');
  const nrcpt = text.lastIndexOf(', nrcpt=');
  if (size < start || nrcpt < size) return undefined;
  let end = text.indexOf(' ', nrcpt + 8);
  if (end < 0) end = text.length;
  return {
    event: 'queue-active',
    queueId,
    reversePath: text.slice(start, size),
    size: Number(text.slice(size + 8, nrcpt)),
    nrcpt: Number(text.slice(nrcpt + 8, end)),
  };
}

/** `from=<a@b>, status=expired, returned to sender`; `force-expired` after `postsuper -e` (3.5). */
function expired(text: string, start: number, queueId: string): Fields | undefined {
  const close = text.lastIndexOf('>, status=');
  if (close < start) return undefined;
  let end = text.indexOf(',', close + 10);
  if (end < 0) end = text.length;
  const status = text.slice(close + 10, end);
  return { event: 'expired', queueId, reversePath: text.slice(start, close), status };
}

/** `uid=1000 from=<jerry>`, after `postsuper -r` with ` orig_id=`. */
export function pickup(text: string): Fields | undefined {
  const end = queueIdEnd(text);
  if (end < 0 || !text.startsWith(': uid=', end)) return warning(text) ?? session(text);
  const from = text.indexOf(' from=<', end);
  if (from < 0) return undefined;
  let close = addressEnd(text, from + 7);
  if (close < 0) close = text.lastIndexOf('>');
  if (close < from + 7) return undefined;
  const original = text.startsWith(' orig_id=', close + 1) ? text.slice(close + 10) : undefined;
  return {
    event: 'pickup',
    queueId: text.slice(0, end),
    user: text.slice(end + 6, from),
    reversePath: text.slice(from + 7, close),
    originalQueueId: original,
  };
}
