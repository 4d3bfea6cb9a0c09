/**
 * OpenDMARC 1.2 to 1.4, a milter: `QUEUEID: a.example pass` is what the policy of the header From's domain came to, and
 * `QUEUEID: SPF(mailfrom): a.example pass` the SPF check that it made for it. What became of the message is in Postfix' lines.
 * The domain is the sender's word; the result is the last word of the line and one of a few.
 * OpenDMARC: opendmarc/opendmarc.c, mlfi_eom().
 */
import { domainOf, isAuthenticationResult } from '../mail/authentication-result.ts';
import { jobIdEnd } from '../mail/queue-id.ts';
import type { Fields, Wording } from './event.ts';
import { behindJobId } from './job-id.ts';
import { notices, readNotice } from './notice.ts';

export const opendmarc: Wording = (text) => {
  const { queueId, said } = behindJobId(text);
  if (queueId === undefined) return readWithoutColon(text) ?? readNotice(said, OF_ITSELF, 'session');
  const fields =
    readResult(said) ?? readNotice(said, REMARKS, 'session') ?? readNotice(said, COMPLAINTS, 'warning');
  return fields === undefined ? undefined : { ...fields, queueId };
};

/** The one line of a message whose id ends without a colon. */
function readWithoutColon(text: string): Fields | undefined {
  const end = jobIdEnd(text);
  return end > 0 && text.startsWith(' ignoring Authentication-Results at ', end)
    ? { event: 'session', queueId: text.slice(0, end), action: 'ignored', reason: text.slice(end + 1) }
    : undefined;
}

function readResult(said: string): Fields | undefined {
  const fields: Fields = { event: 'authentication', method: 'dmarc' };
  let at = 0;
  const close = said.startsWith('SPF(') ? said.indexOf('): ') : -1;
  if (close >= 0) {
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

const REMARKS = notices({
  ignored: ['ignoring mail from '],
  arc: ['ARC pass, policy '],
});

const COMPLAINTS = notices({
  'bad-header': ['RFC5322 requirement error: ', 'multi-valued From field detected'],
  'not-done': ['unable to ', "can't extract SPF address from "],
  ignored: ['ignoring invalid '],
  'library-failed': ['opendmarc_policy_', 'DMARC context initialization failed'],
  'milter-failed': ['smfi_', '* header add failed'],
});

const OF_ITSELF = notices({
  daemon: ['OpenDMARC Filter'],
  ignored: ['ignoring connection from '],
  'reload-ignored': ['ignoring reload signal'],
  reload: ['configuration reloaded from '],
  signal: ['terminated with signal '],
});
