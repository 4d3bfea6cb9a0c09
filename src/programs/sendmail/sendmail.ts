/**
 * Sendmail 8 (syslog names `sendmail`, `sm-mta`, `sm-msp-queue` and whatever else -L says with `sm-` before it): finds
 * out what a line is by how it begins behind the queue id, and has it read. The wording is that of sendmail/*.c at log
 * levels 9 to 12, held against the lines of a running 8.17 and of 8.12 to 8.15. Not: its own debugging output.
 */
import { sendmailIdEnd } from '../../mail/queue-id.ts';
import type { Fields, Wording } from '../event.ts';
import { arrival } from './arrival.ts';
import { delivery } from './delivery.ts';
import { aboutItself, named } from './notices.ts';
import { milter, ruleset, unknownUser } from './refusal.ts';
import { authFailure, conversation, secured, signedIn } from './session.ts';

export const sendmail: Wording = (text) => {
  let end = sendmailIdEnd(text);
  const queueId = end < 0 ? undefined : text.slice(0, end);
  if (end < 0 && text.startsWith('NOQUEUE: ')) end = 7;
  if (end < 0) return read(text, 0, undefined) ?? aboutItself(text);
  // sm_syslog() breaks what is too long into parts: `[1]`, `[2]`.
  if (text.charCodeAt(end) === 91) {
    const close = text.indexOf(']', end);
    if (text.slice(end, close) !== '[1') {
      return { event: 'session', action: 'continuation', queueId, reason: text.slice(close + 3) };
    }
    end = close + 1;
  }
  if (!text.startsWith(': ', end)) return undefined;
  const at = end + 2;
  if (queueId !== undefined) {
    const next = sendmailIdEnd(text, at);
    if (next > 0 && text.startsWith(': ', next))
      return offspring(text, next + 2, queueId, text.slice(at, next));
  }
  return read(text, at, queueId);
};

function read(text: string, at: number, queueId: string | undefined): Fields | undefined {
  switch (text.charCodeAt(at)) {
    case 116: // t
      if (text.startsWith('to=', at)) return delivery(text, at + 3, queueId);
      break;
    case 102: // f
      if (text.startsWith('from=', at)) return arrival(text, at + 5, queueId);
      break;
    case 114: // r
      if (text.startsWith('ruleset=', at)) return ruleset(text, at + 8, queueId);
      break;
    case 60: // <
      return unknownUser(text, at, queueId);
    case 77: // M
    case 109: // m
      if (text.startsWith('ilter', at + 1)) return milter(text, at, queueId);
      break;
    case 83: // S
      if (text.startsWith('STARTTLS=', at)) return secured(text, at + 9, queueId);
      break;
    case 65: // A
      if (text.startsWith('AUTH=', at)) return signedIn(text, at + 5, queueId);
      if (text.startsWith('AUTH failure (', at)) return authFailure(text, at + 14, queueId);
      break;
  }
  return single(text, at, queueId) ?? conversation(text, at, queueId);
}

/** Lines of one word, and complaints. */
function single(text: string, at: number, queueId: string | undefined): Fields | undefined {
  const reason = text.slice(at);
  if (queueId !== undefined) {
    if (reason === 'discarded') return { event: 'removed', queueId, action: 'discarded' };
    if (reason.startsWith('done; delay=')) return { event: 'removed', queueId };
    if (reason.startsWith('message size ('))
      return { event: 'reject', queueId, stage: 'end-of-message', reason };
    if (reason.startsWith('alias ') || reason.startsWith('forward ')) return expansion(reason, queueId);
  }
  for (const words of COMPLAINTS)
    if (reason.startsWith(words))
      return named({ event: 'warning', queueId, action: complaint(words), reason }, reason);
  return undefined;
}

const COMPLAINTS = [
  'SYSERR(',
  'Authentication-Warning: ',
  'Warning: ',
  'WARNING: ',
  'ERROR: ',
  'Losing ',
  'headers too large (',
  'Too many hops ',
  'Syntax error in mailbox address ',
  'Fixed MIME ',
  'Truncated ',
  'SMTP ',
  'smtpd',
  'unable to ',
  'cannot ',
];

function complaint(words: string): string {
  return words === 'SYSERR(' || words === 'ERROR: ' ? 'error' : 'warning';
}

/** `alias <a@b> => c,d`, `forward <a@b> => c` (log level 11): what an address was expanded to. */
function expansion(said: string, queueId: string): Fields | undefined {
  const arrow = said.indexOf(' => ');
  return arrow < 0 ? undefined : { event: 'session', queueId, action: 'expanded', reason: said };
}

/** Behind `QUEUEID: NEXT: `: another envelope that came of this one (savemail.c, envelope.c, deliver.c). */
function offspring(text: string, at: number, queueId: string, nextQueueId: string): Fields | undefined {
  if (text.startsWith('clone: owner=', at) || text.startsWith('owner=', at)) {
    const owner = text.slice(text.indexOf('=', at) + 1);
    return { event: 'clone', queueId, nextQueueId, reversePath: owner.replace(/^<(.*)>$/, '$1') };
  }
  const colon = text.indexOf(': ', at);
  const kind = NOTICES.get(text.slice(at, colon));
  if (kind === undefined) return undefined;
  const said = text.slice(colon + 2);
  const fields: Fields = {
    event: 'notification',
    queueId,
    nextQueueId,
    action: 'non-delivery',
    reason: kind,
  };
  if (said.startsWith('Warning: ') || said.startsWith('Deliver-By notify')) fields.action = 'delay';
  else if (said.startsWith('Return receipt')) fields.action = 'delivery-status';
  else if (said.startsWith('Cannot send ')) fields.status = 'expired';
  if (fields.action === 'non-delivery') fields.reply = said;
  return fields;
}

/** Who a notice goes to. */
const NOTICES: ReadonlyMap<string, string> = new Map([
  ['DSN', 'sender'],
  ['sender notify', 'sender'],
  ['return to sender', 'sender'],
  ['postmaster notify', 'postmaster'],
]);
