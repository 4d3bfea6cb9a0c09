/**
 * OpenDMARC 1.2 to 1.4, a milter: `QUEUEID: a.example pass` is what the policy of the header From's domain came to, and
 * `QUEUEID: SPF(mailfrom): a.example pass` the SPF check that it made for it. What became of the message is in Postfix' lines.
 * The domain is the sender's word; the result is the last word of the line and one of a few.
 * OpenDMARC: opendmarc/opendmarc.c, mlfi_eom().
 */
import { domainOf, isAuthenticationResult } from '../mail/authentication-result.ts';
import { jobIdEnd } from '../mail/queue-id.ts';
import type { Fields, Wording } from './event.ts';

export const opendmarc: Wording = (text) => {
  const end = jobIdEnd(text);
  if (end < 0) return readDaemonLine(text);
  const queueId = text.slice(0, end);
  // The one line without a colon.
  if (text.startsWith(' ignoring Authentication-Results at ', end))
    return { event: 'session', queueId, reason: text.slice(end + 1) };
  if (!text.startsWith(': ', end)) return undefined;
  const said = text.slice(end + 2);
  const fields = readResult(said) ?? readTrouble(said);
  if (fields !== undefined) fields.queueId = queueId;
  return fields;
};

function readResult(said: string): Fields | undefined {
  const fields: Fields = { event: 'authentication', method: 'dmarc' };
  let at = 0;
  if (said.startsWith('SPF(')) {
    const close = said.indexOf('): ');
    if (close < 0) return undefined;
    fields.method = 'spf';
    fields.stage = said.slice(4, close) === 'mailfrom' ? 'mail' : said.slice(4, close);
    at = close + 3;
  }
  const space = said.lastIndexOf(' ');
  const result = said.slice(space + 1);
  if (space < at || said.indexOf(' ', at) !== space || !isAuthenticationResult(result)) return undefined;
  fields.result = result;
  fields.domain = domainOf(said.slice(at, space));
  return fields;
}

const LINES: readonly (readonly [words: string, event: Fields['event']])[] = [
  ['ignoring mail from ', 'session'],
  ['ARC pass, policy ', 'session'],
  ['RFC5322 requirement error: ', 'warning'],
  ['multi-valued From field detected', 'warning'],
  ['unable to ', 'warning'],
  ['ignoring invalid ', 'warning'],
  ["can't extract SPF address from ", 'warning'],
  ['opendmarc_policy_', 'warning'],
  ['DMARC context initialization failed', 'warning'],
  ['smfi_', 'warning'],
];

function readTrouble(said: string): Fields | undefined {
  for (const [words, event] of LINES) if (said.startsWith(words)) return { event, reason: said };
  return said.endsWith(' header add failed') ? { event: 'warning', reason: said } : undefined;
}

const DAEMON_WORDS: readonly string[] = [
  'OpenDMARC Filter',
  'ignoring connection from ',
  'ignoring reload signal',
  'configuration reloaded from ',
  'terminated with signal ',
];

function readDaemonLine(text: string): Fields | undefined {
  return DAEMON_WORDS.some((word) => text.startsWith(word)) ? { event: 'session', reason: text } : undefined;
}
