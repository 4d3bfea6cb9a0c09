/**
 * postfwd 1.x and 2.x, a policy service of Postfix: which rule of the administrator's answered a request, and what a DNS
 * list said. Whether the answer was followed, Postfix says.
 * User names, addresses and HELO names are printed as the client gave them: a field that could be part of another is left out.
 * Source: postfwd1 and postfwd2, smtpd_access_policy(), rbl_getitem(); the lines with `[LOGS`, `[DNS` and the like are debugging.
 */
import type { Fields } from '../event.ts';
import { peerAt } from './peer.ts';
import { startsWithAny } from './session.ts';
import { warning } from './warning.ts';

export function postfwd(text: string): Fields | undefined {
  for (const words of ['[RULES] rule=', '[CACHE] rule=', '[RATES] rule=']) {
    if (text.startsWith(words)) return readRule(text, words.length);
  }
  if (text.startsWith('[DNSBL] ')) return readListed(text, text.startsWith('object ', 8) ? 15 : 8);
  if (text.startsWith('[') && startsWithAny(text.slice(1), ASIDE)) return { event: 'session', reason: text };
  if (startsWithAny(text, DAEMON)) return { event: 'session', reason: text };
  return warning(text);
}

/** `4, id=R-001, queue=Q, client=name[ip], user=u, sender=<a>, recipient=<b>, helo=<h>, proto=ESMTP, state=RCPT, delay=0s, hits=A;B, action=DUNNO`. */
function readRule(text: string, at: number): Fields {
  const fields: Fields = { event: 'policy' };
  const id = text.indexOf(', id=', at);
  const client = text.indexOf(', client=', id);
  if (id < 0 || client < 0) return fields;
  const queue = text.indexOf(', queue=', id);
  const queued = queue >= 0 && queue < client;
  fields.reason = text.slice(id + 5, queued ? queue : client);
  if (queued) fields.queueId = text.slice(queue + 8, client);
  const peer = peerAt(text, client + 9);
  if (peer !== undefined) fields.client = peer;
  const helo = text.lastIndexOf(', helo=<');
  const sender = onlyOne(text, ', sender=<', client, helo);
  const recipient = onlyOne(text, '>, recipient=<', sender ?? helo, helo);
  if (sender !== undefined && recipient !== undefined) {
    fields.reversePath = text.slice(sender + 10, recipient);
    fields.forwardPath = text.slice(recipient + 14, helo - 1);
  }
  const state = text.indexOf(', state=', helo);
  const action = text.indexOf(', action=', state);
  if (helo < 0 || state < 0 || action < 0) return fields;
  fields.stage = text.slice(state + 8, text.indexOf(', ', state + 8)).toLowerCase();
  fields.action = text.slice(action + 9);
  return fields;
}

/** The only place of the words between two indices. */
function onlyOne(text: string, words: string, from: number, to: number): number | undefined {
  const at = text.indexOf(words, from);
  if (at < 0 || at > to) return undefined;
  const next = text.indexOf(words, at + 1);
  return next < 0 || next > to ? at : undefined;
}

/** `192.0.2.1 listed on rbl:list.example (answer: 127.0.0.2, time: 0s)`. */
function readListed(text: string, at: number): Fields {
  const listed = text.indexOf(' listed on ', at);
  const colon = text.indexOf(':', listed);
  const open = text.indexOf(' (answer: ', colon);
  if (listed < 0 || colon < 0 || open < 0) return { event: 'session', reason: text };
  let end = open + 10;
  while (end < text.length && !',)'.includes(text.charAt(end))) end++;
  const what = text.slice(at, listed);
  const fields: Fields = {
    event: 'blocklist',
    list: text.slice(colon + 1, open),
    reply: text.slice(open + 10, end),
  };
  return /^[0-9a-fA-F.:]+$/.test(what) ? { ...fields, client: { ip: what } } : { ...fields, domain: what };
}

const ASIDE = [
  'STATS] ',
  'LOGS ',
  'RULES] ',
  'CACHE] ',
  'RATES] ',
  'SCORE] ',
  'CLEANUP] ',
  'DNS',
  'SENDDNS] ',
  'PLUGIN] ',
  'MAIL] ',
  'SENDMAIL] ',
];

const DAEMON = [
  'postfwd',
  'ready for input',
  'Counters: ',
  'Requests: ',
  'Rule ',
  'loaded: ',
  'reading file ',
  'Saved ',
  'Fetched ',
  'setting new score ',
  'redefined score ',
  'catched HUP signal ',
];
