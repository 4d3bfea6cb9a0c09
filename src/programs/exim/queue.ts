/**
 * What Exim writes about a message in its queue that is neither its arrival nor a delivery: `Completed`, frozen and unfrozen,
 * removed by an administrator, hosts that were tried in vain, signatures that were checked. Exim says `Completed` when it is done
 * with a message, whatever became of its recipients.
 * Exim: src/deliver.c, queue_action() in src/queue.c, src/transports/smtp.c, src/dkim.c.
 */
import { readReply } from '../../mail/reply.ts';
import type { Fields } from '../event.ts';
import { readPeer } from './fields.ts';
import { eximNotice } from './notices.ts';

/** The first words of lines that decide nothing. */
// biome-ignore format: a list of words reads best packed
const SAID: readonly string[] = [
  'no immediate delivery: ', 'original recipients ignored', 'Spool file is locked', 'Spool file for ', 'DKIM: ', 'DMARC ',
  'PRDR ', 'SA: ', 'address <', 'all addresses marked', 'recipient <', 'sender address changed', 'error ignored',
  'retry time not reached', 'spool file error', 'queued for ODMR', 'bounce/warning', 'Format error in spool file',
  'cancelled by ', 'delivery cancelled by ', 'original message ', 'moved from ', 'Fixed ', 'Failed to ', 'failed to ',
  'malware acl condition: ', 'spam acl condition: ', 'remote delivery process ', 'A delivery process ',
  'qualify/rewrite: ', 'ARC: ', 'Error while reading message', 'Process failed (', 'local_scan() ', 'queue_', 'temporary error ', 'data timeout', 'SMTP data timeout', 'Delivery status for ', 'Transport ', 'transport ',
];

// biome-ignore format: a list of words reads best packed
const TLS: readonly string[] = [
  'TLS ', 'DANE ', 'SSL ', 'a TLS session ', 'cert ', 'OCSP ', 'Required TLS certificate status not received',
  'Server certificate revoked; reason: ', 'Server certificate status ',
];

/** `at`: behind the id and a blank. */
export function aboutMessage(text: string, at: number, queueId: string): Fields | undefined {
  const said = (event: Fields['event']): Fields => ({ event, queueId, reason: text.slice(at) });
  if (text.startsWith('Completed', at)) {
    const end = at + 9;
    return end === text.length || text.startsWith(' QT=', end) ? { event: 'removed', queueId } : undefined;
  }
  if (text.startsWith('removed by ', at)) return { ...said('removed'), action: 'administrator' };
  const asterisks = text.startsWith('*** ', at) ? at + 4 : at;
  if (text.startsWith('Frozen', asterisks)) return frozen(text, asterisks + 6, queueId);
  // An ACL or a filter froze it, else an administrator by name.
  if (text.startsWith('frozen by ACL', at)) return said('held');
  if (text.startsWith('frozen by ', at)) return { event: 'held', queueId };
  if (text.startsWith('Message is frozen', at))
    return { event: 'held', queueId, action: 'still', reason: 'frozen' };
  if (text.startsWith('Unfrozen by ', at) || text.startsWith('unfrozen by ', at))
    return { event: 'released', queueId };
  for (const words of SAID)
    if (text.startsWith(words, at)) return { ...said('session'), action: eximNotice(text, at) };
  for (const words of TLS) if (text.startsWith(words, at)) return said('tls');
  return text.endsWith(': error ignored')
    ? { ...said('session'), action: 'error-ignored' }
    : tried(text, at, queueId);
}

/** `Frozen (delivery error message)`; without a reason a filter or an ACL froze it. */
function frozen(text: string, at: number, queueId: string): Fields {
  const reason = text.startsWith(' (', at) && text.endsWith(')') ? text.slice(at + 2, -1) : 'frozen';
  return { event: 'held', queueId, reason };
}

/**
 * `H=mx.b.example [192.0.2.1]: SMTP error ...` or, before 4.90, `mx.b.example [192.0.2.1] Connection refused`. Of a host whose
 * certificate it checks, Exim names the address alone; a name may begin with a letter or a digit.
 */
function tried(text: string, at: number, queueId: string): Fields | undefined {
  const marked = text.startsWith('H=', at);
  const host = readPeer(text, marked ? at + 2 : at);
  const ip = host?.client.ip;
  if (ip !== undefined && text.startsWith(' SSL verify error: ', host?.end))
    return { event: 'tls', queueId, relay: `[${ip}]`, reason: text.slice(at) };
  if (!marked && !/[0-9A-Za-z]/.test(text.charAt(at))) return undefined;
  if (host === undefined || ip === undefined) return undefined;
  let { end } = host;
  if (text.charCodeAt(end) === 58) end++;
  if (text.charCodeAt(end) !== 32) return undefined;
  const reply = text.slice(end + 1);
  const fields: Fields = { event: 'remote-reply', queueId, relay: `${host.client.name ?? ''}[${ip}]`, reply };
  const { enhancedStatusCode } = readReply(reply);
  if (enhancedStatusCode !== undefined) fields.enhancedStatusCode = enhancedStatusCode;
  return fields;
}
