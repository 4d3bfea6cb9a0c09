/**
 * The two policy services of Postfix that check SPF: `policyd-spf` in Python (pypolicyd-spf 1.x, 2.x, spf-engine 3.x) and
 * `policy-spf` in Perl (postfix-policyd-spf-perl). They name a queue id only where told to. A sender and a HELO name are
 * whatever the client said and nothing in the header text is quoted, so a value counts only where its key stands once.
 * Where they refuse, Postfix says it again, with the recipient.
 * Source: spf_engine/policyd_spf.py, spf_engine/__init__.py; postfix-policyd-spf-perl, sender_policy_framework().
 */
import { domainOf, isAuthenticationResult } from '../../mail/authentication-result.ts';
import { readReply } from '../../mail/reply.ts';
import type { Fields } from '../event.ts';
import { behindJobId } from '../job-id.ts';
import { session, startsWithAny } from './session.ts';
import { warning } from './warning.ts';

export function policydSpf(text: string): Fields | undefined {
  const { queueId, said } = behindJobId(text);
  let at = 0;
  // An empty queue id.
  while (said.startsWith(': ', at)) at += 2;
  const fields = readSaid(said.slice(at));
  return fields === undefined || queueId === undefined ? fields : { ...fields, queueId };
}

function readSaid(said: string): Fields | undefined {
  if (said.startsWith('prepend ')) return readPrepended(said, 8);
  if (said.startsWith('Policy action=')) return readAction(said.slice(14));
  if (said.startsWith('Header field not prepended: ')) return readPrepended(said, 28);
  if (said.startsWith('SPF ')) return readOutcome(said);
  if (said.startsWith('550 ') || said.startsWith('defer_if_permit ')) return readAction(said);
  if (said.startsWith('X-Comment: ') || said.startsWith('result_only '))
    return { event: 'policy', action: 'dunno', reason: said };
  if (startsWithAny(said, LINES)) return { event: 'session', reason: said };
  return warning(said) ?? session(said);
}

/** Perl prints what it answers, Python the same without the words before it. */
function readAction(said: string): Fields {
  if (said.startsWith('PREPEND ')) return readPrepended(said, 8);
  const refused = said.startsWith('550 ');
  if (!refused && !/^defer_if_permit /i.test(said)) {
    const space = said.indexOf(' ');
    const action = (space < 0 ? said : said.slice(0, space)).toLowerCase();
    return { event: 'policy', action, reason: space < 0 ? undefined : said.slice(space + 1) };
  }
  const written = refused ? said : said.slice(16);
  const { enhancedStatusCode, text: reason } = readReply(written);
  const fields: Fields = {
    event: 'policy',
    action: refused ? 'reject' : 'defer',
    enhancedStatusCode,
    reason,
  };
  return reason.startsWith('Message ') ? { ...fields, method: 'spf' } : fields;
}

/**
 * `Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.1; helo=a.example; envelope-from=b@a.example; receiver=<UNKNOWN>`,
 * in Perl with a comment of sentences and the values in quotes.
 */
function readPrepended(said: string, at: number): Fields {
  const mark = 'Received-SPF: ';
  if (!said.startsWith(mark, at)) return { event: 'policy', action: 'prepend', reason: said.slice(at) };
  const start = at + mark.length;
  const space = said.indexOf(' ', start);
  const result = said.slice(start, space < 0 ? said.length : space).toLowerCase();
  const fields: Fields = { event: 'authentication', method: 'spf' };
  if (isAuthenticationResult(result)) fields.result = result;
  const identity = value(said, 'identity=');
  if (identity === 'mailfrom' || identity === 'mfrom') fields.stage = 'mail';
  else if (identity === 'helo') fields.stage = 'helo';
  const ip = value(said, 'client-ip=');
  const helo = value(said, 'helo=');
  if (ip !== undefined) fields.client = helo === undefined ? { ip } : { ip, helo };
  const from = value(said, 'envelope-from=');
  if (from !== undefined) fields.reversePath = from === '<>' ? '' : from;
  const domain = fields.stage === 'helo' || from === '<>' ? helo : from;
  if (domain !== undefined) fields.domain = domainOf(domain);
  return fields;
}

/** The value behind a key that stands once, without its quotes. */
function value(said: string, key: string): string | undefined {
  const at = said.indexOf(` ${key}`);
  if (at < 0 || said.indexOf(` ${key}`, at + 1) >= 0) return undefined;
  const start = at + 1 + key.length;
  let end = said.indexOf('; ', start);
  if (end < 0) end = said.length;
  const written = said.slice(start, end).trimEnd();
  return written.startsWith('"') && written.endsWith('"') && written.length > 1
    ? written.slice(1, -1)
    : written;
}

/** Perl: `SPF pass (Mechanism 'ip4:192.0.2.1' matched): Envelope-from: b@a.example`, `SPF none: HELO/EHLO: a.example`. */
function readOutcome(said: string): Fields | undefined {
  let end = 4;
  while (end < said.length && !' :'.includes(said.charAt(end))) end++;
  const result = said.slice(4, end);
  if (!isAuthenticationResult(result)) return { event: 'session', reason: said };
  const fields: Fields = { event: 'authentication', method: 'spf', result };
  const sender = said.indexOf(': Envelope-from: ', end - 1);
  if (sender >= 0) {
    fields.stage = 'mail';
    fields.reversePath = firstPart(said, sender + 17);
    fields.domain = domainOf(fields.reversePath);
    return fields;
  }
  for (const words of [': HELO/EHLO: ', ': HELO/EHLO (Null Sender): ']) {
    const helo = said.indexOf(words, end - 1);
    if (helo < 0) continue;
    fields.stage = 'helo';
    fields.domain = firstPart(said, helo + words.length);
    return fields;
  }
  fields.reason = said;
  return fields;
}

/** Newer versions add `, IP Address: 192.0.2.1, Recipient: c@b.example`. */
function firstPart(said: string, start: number): string {
  const end = said.lastIndexOf(', IP Address: ');
  return said.slice(start, end < start ? said.length : end);
}

const LINES = [
  'HELO check failed - ',
  'Mail From (sender) check failed - ',
  'testing: ',
  'handler ',
  'Attribute: ',
  'spfcheck: ',
  'Config: ',
  'Read line: ',
  'Found the end of entry',
  'Cached data for this instance: ',
  'Action: ',
  'Starting',
  'Normal exit',
  'ERROR: Could not match line ',
  'Per user configuration data in use for: ',
  'skip_addresses check ',
  'Whitelist check ',
];
