/**
 * OpenDKIM 2.0 to 2.11, a milter: `QUEUEID: DKIM verification successful`, `QUEUEID: DKIM-Signature field added (s=mail, d=a.example)`
 * and why it did neither. It says what came of the check, never what became of the message: refusals are Postfix' lines.
 * Which signature was good it says only with LogResults; selectors and domains are the sender's words, so they are read
 * from the fixed word before each to the next.
 * OpenDKIM: opendkim/opendkim.c, mlfi_eoh(), mlfi_eom(), dkimf_log_ssl_errors().
 */
import type { Fields, Wording } from './event.ts';
import { behindJobId } from './job-id.ts';
import { notices, readNotice } from './notice.ts';

export const opendkim: Wording = (text) => {
  const { queueId, said } = behindJobId(text);
  if (queueId === undefined) return readSaid(said) ?? readDaemonLine(said);
  const fields = readSaid(said);
  return fields === undefined ? undefined : { ...fields, queueId };
};

function readSaid(said: string): Fields | undefined {
  const method = 'dkim';
  switch (said) {
    case 'DKIM verification successful':
      return { event: 'authentication', method, result: 'pass' };
    case 'bad signature data':
      return { event: 'authentication', method, result: 'fail', reason: said };
    case 'no signature data':
      return { event: 'authentication', method, result: 'none', reason: said };
    case 'not authenticated':
      return { event: 'session', action: 'not-authenticated', reason: said };
  }
  if (said.startsWith('DKIM-Signature field added (s=')) return readSigned(said, 30);
  if (said.startsWith('DKIM-Signature header added (s=')) return readSigned(said, 31);
  if (said.startsWith('signature=')) return readResult(said);
  if (said.startsWith('key retrieval failed (s=')) return readKey(said, 24);
  if (said.startsWith('key revoked (s=')) return readKey(said, 15);
  if (said.startsWith('s=') || said.startsWith('SSL')) return readSsl(said);
  if (NOT_INTERNAL.test(said)) return readClient(said);
  return readNotice(said, REMARKS, 'session') ?? readNotice(said, COMPLAINTS, 'warning');
}

/** `mail, d=a.example)`, of our own tables. */
function readSigned(said: string, at: number): Fields {
  const fields: Fields = { event: 'signed', method: 'dkim' };
  const mark = said.indexOf(', d=', at);
  if (mark < 0 || !said.endsWith(')')) return fields;
  fields.selector = said.slice(at, mark);
  fields.domain = said.slice(mark + 4, -1);
  return fields;
}

/** `signature=Ab3xYz90 domain=a.example selector=mail result="no signature error"`. */
function readResult(said: string): Fields {
  const fields: Fields = { event: 'authentication', method: 'dkim' };
  const domain = said.indexOf(' domain=');
  const selector = said.indexOf(' selector=', domain);
  const result = said.indexOf(' result="', selector);
  if (domain < 0 || selector < 0 || result < 0 || !said.endsWith('"')) return fields;
  fields.domain = said.slice(domain + 8, selector);
  fields.selector = said.slice(selector + 10, result);
  fields.reason = said.slice(result + 9, -1);
  if (fields.reason === 'no signature error') fields.result = 'pass';
  else if (fields.reason === 'signature verification failed') fields.result = 'fail';
  return fields;
}

/** `mail, d=a.example): 'mail._domainkey.a.example' query failed`. */
function readKey(said: string, at: number): Fields {
  const fields: Fields = { event: 'warning', action: 'warning', method: 'dkim', reason: said };
  const mark = said.indexOf(', d=', at);
  if (mark < 0) return fields;
  let end = mark + 4;
  while (end < said.length && !',)'.includes(said.charAt(end))) end++;
  fields.selector = said.slice(at, mark);
  fields.domain = said.slice(mark + 4, end);
  return fields;
}

/** What OpenSSL had to say of a signature, often nothing: `s=mail d=a.example a=rsa-sha256 SSL error:...`. */
function readSsl(said: string): Fields | undefined {
  const fields: Fields = { event: 'session', method: 'dkim' };
  const domain = said.indexOf(' d=');
  let at = 0;
  if (said.startsWith('s=')) {
    const end = said.indexOf(' ', domain + 3);
    if (domain < 0 || end < 0) return undefined;
    fields.selector = said.slice(2, domain);
    fields.domain = said.slice(domain + 3, end);
    at = said.startsWith(' a=', end) ? said.indexOf(' ', end + 3) + 1 : end + 1;
  }
  if (!said.startsWith('SSL', at)) return undefined;
  if (said.length > at + 4) fields.reason = said.slice(at + 4);
  return fields;
}

/** A name has no blank. */
const NOT_INTERNAL = /^\S* \[[^\] ]*\] not internal$/;

/** `mail.a.example [192.0.2.1] not internal`: it will be verified, not signed. */
function readClient(said: string): Fields {
  const open = said.lastIndexOf(' [');
  const ip = said.slice(open + 2, -14);
  return { event: 'session', client: { name: said.slice(0, open), ip }, reason: 'not internal' };
}

/** What was done with a message, and why. */
const REMARKS = notices({
  'not-signed': [
    'no signing table match for ',
    'no signing domain match for ',
    'no signing subdomain match for ',
    'no MTA name match ',
    'no macros match',
    'skipping signing of mail to ',
    "domain '",
  ],
  mode: ['mode select: '],
  'signature-ignored': ['ignoring signature from '],
  ignored: ['ignoring '],
  'body-length': ['BodyLengthDB matched '],
  'insecure-key': ['key data is not secure: '],
});

const COMPLAINTS = notices({
  'no-sender': ["can't determine message sender; accepting"],
  'bad-header': ["can't parse ", 'failed to parse ', 'RFC5322 header requirement error: '],
  'external-host': ['external host '],
  'signature-failed': ['signature processing failed: '],
  'signing-failed': ['signature generation error: '],
  'unknown-key': ['signing table references unknown key '],
  'key-unreadable': ['error loading key '],
  'lookup-failed': ['error reading signing table'],
  'syntax-error': ['syntax error: '],
  'no-key': ['key retrieval failed'],
  'milter-failed': ['smfi_'],
  'library-failed': ['dkim'],
});

/** opendkim.c, main() and dkimf_reload(). */
const DAEMON_WORDS = notices({
  start: ['OpenDKIM Filter v* starting '],
  stop: ['OpenDKIM Filter v* terminating ', 'OpenDKIM Filter: mi_stop='],
  'open-failed': ['OpenDKIM Filter: Unable to '],
  listening: ['OpenDKIM Filter: Opening listen socket on '],
  reload: ['configuration reloaded from '],
  'reload-ignored': ['ignoring reload'],
});

function readDaemonLine(said: string): Fields | undefined {
  const named = readNotice(said, DAEMON_WORDS, 'session');
  return named ?? (said.startsWith('OpenDKIM Filter') ? { event: 'session', reason: said } : undefined);
}
