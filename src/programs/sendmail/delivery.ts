/**
 * `to=<a@b>,<c@d>, ctladdr=, delay=, xdelay=, mailer=, pri=, relay=, dsn=, reply=, stat=`: one try at some recipients
 * (Sendmail sendmail/deliver.c, logdelivery(); Operations Guide, "to= lines"; `dsn` since 8.9, `reply` since 8.16). Without
 * a mailer nothing was tried: the message waits, is held, or was refused when its text had been handed in. `reply` and
 * what follows `stat=` are the other server's words, so with a `reply` the code decides, whatever stands behind it.
 */

import { nextQueueId } from '../../mail/reply.ts';
import type { Fields } from '../event.ts';
import { addressAt, addressesEnd, seconds, valueEnd } from './text.ts';

const MORE = ', [more]';
/** In the order of logdelivery(); some are there only with compile-time options. */
const SIMPLE = [
  'delay',
  'xdelay',
  'mailer',
  'tls_verify',
  'pri',
  'relay',
  'quarantine',
  'dsn',
  'ntries',
  'stage',
];

/** Reads the fields from behind `to=`, which stands before `start`. */
export function delivery(text: string, start: number, queueId: string | undefined): Fields | undefined {
  const to: string[] = [];
  let at = addressesEnd(text, start, to);
  if (at < 0 || to.length === 0) return undefined;
  if (text.startsWith(MORE, at)) at += MORE.length;
  const fields: Fields = { event: 'delivery', queueId, forwardPath: to.length === 1 ? to[0] : to };
  if (text.startsWith(', ctladdr=', at)) {
    const user = addressAt(text, at + 10);
    if (user === undefined) return undefined;
    // ` (501/20)`: uid and gid.
    const ids = user.address.lastIndexOf(' (');
    fields.user = unbracketed(ids < 0 ? user.address : user.address.slice(0, ids));
    at = user.end;
  }
  const values: Record<string, string> = {};
  for (const name of SIMPLE) {
    if (!text.startsWith(`, ${name}=`, at)) continue;
    const begin = at + name.length + 3;
    at = valueEnd(text, begin);
    values[name] = text.slice(begin, at);
  }
  if (values.delay === undefined) return undefined;
  fields.delay = seconds(values.delay);
  fields.mailer = values.mailer;
  fields.relay = values.relay;
  fields.enhancedStatusCode = values.dsn;
  outcome(text, at, fields);
  fields.action = agent(fields);
  // `to="|/usr/bin/vacation jerry", ctladdr=<jerry@corp.example> (501/20)`: his copy, and where it went.
  if (isProgramOrFile(fields.mailer) && fields.user !== undefined) {
    fields.reason = to.join(', ');
    fields.forwardPath = fields.user;
  }
  if (fields.status === 'queued' || (fields.mailer !== undefined && fields.status !== 'quarantined'))
    return fields;
  return untried(fields, values.quarantine);
}

/** Mailers of cf/mailer/*.m4 and of Dovecot's documentation by the agent of Postfix that does the same. */
const AGENTS: ReadonlyMap<string, string> = new Map([
  ['local', 'local'],
  ['*file*', 'file'],
  ['discard', 'discard'],
  ['lmtp', 'lmtp'],
  ['dovecot-lmtp', 'lmtp'],
  ['cyrusv2', 'lmtp'],
]);

/** The local mailer may speak LMTP; of others that are a program's own, only those that speak SMTP name a relay. */
function agent({ mailer, relay, reply }: Fields): string | undefined {
  if (mailer === undefined) return undefined;
  if (mailer === 'local' && reply?.endsWith(' Saved')) return 'lmtp';
  return AGENTS.get(mailer) ?? (relay === undefined ? 'pipe' : 'smtp');
}

function isProgramOrFile(mailer: string | undefined): boolean {
  return mailer === 'prog' || mailer === '*file*';
}

function unbracketed(address: string): string {
  return address.startsWith('<') && address.endsWith('>') ? address.slice(1, -1) : address;
}

function outcome(text: string, at: number, fields: Fields): void {
  const code = fields.enhancedStatusCode?.[0];
  if (text.startsWith(', reply=', at)) {
    const end = text.lastIndexOf(', stat=');
    fields.reply = text.slice(at + 8, end < at ? text.length : end);
    fields.status = (code ?? fields.reply[0]) === '4' ? 'deferred' : 'bounced';
    return;
  }
  if (!text.startsWith(', stat=', at)) {
    fields.status = code === '2' ? 'sent' : code === '4' ? 'deferred' : code === '5' ? 'bounced' : undefined;
    return;
  }
  const said = text.slice(at + 7);
  if (said === 'Sent' || said.startsWith('Sent (')) {
    fields.status = 'sent';
    if (said.length === 4) return;
    fields.reply = said.slice(6, said.endsWith(')') ? -1 : undefined);
    fields.nextQueueId = nextQueueId(fields.reply);
  } else if (said === 'Deferred' || said.startsWith('Deferred: ')) {
    fields.status = 'deferred';
    if (said.length > 8) fields.reply = said.slice(10);
  } else if (said === 'queued' || said === 'quarantined') {
    fields.status = said;
  } else {
    fields.status = code === '4' ? 'deferred' : 'bounced';
    fields.reply = said;
  }
}

/** No agent was asked: quarantined, or refused after the text of the message (logundelrcpts()). */
function untried(fields: Fields, quarantine: string | undefined): Fields {
  const { queueId, forwardPath, enhancedStatusCode, status, reply } = fields;
  if (status === 'quarantined')
    return { event: 'access', action: 'quarantine', queueId, forwardPath, reason: quarantine };
  return { event: 'reject', stage: 'end-of-message', queueId, forwardPath, enhancedStatusCode, reply };
}
