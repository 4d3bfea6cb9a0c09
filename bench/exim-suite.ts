/**
 * Exim's own test suite, whose logs lie among the corpora, is no server's log in two ways.
 * Before it compares a log, the suite writes placeholders where machines differ: addresses, ports, processes, times, sizes. Those
 * are not what Exim wrote; `unscrub` puts values of their form back. They are munge()'s and its parameters' in test/runtest.
 * And its configurations let Exim write words of their own (`logwrite`, in ACLs and events), as any administrator may. They are
 * no wording of Exim's. `isOfConfiguration` knows them, test by test, where the test's configuration (test/confs in Exim's
 * repository, or aux-fixed/event-logger-acl, which it includes) was read and has them. Not: what merely looks like such words.
 */
import { eximIdEnd } from '../src/mail/queue-id.ts';
import { type Notices, noticeName, notices } from '../src/programs/notice.ts';

const LOG = /\/Exim\+exim\/test\/log\/(\d{4})$/;

/** The number of the test whose log lies at this path; undefined for every other log. */
export function testOf(path: string): string | undefined {
  return LOG.exec(path)?.[1];
}

const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  // The machine's own address, and the networks of the suite's name server: one octet, one group.
  [/\bip4\.ip4\.ip4\.ip4\b/g, '192.0.2.1'],
  [/\bV4NET\.(?=\d)/g, '10.'],
  [/\bV6NET:/g, '2001:'],
  [/\bPORT_[A-Z](\d?)\b/g, '122$1'],
  [/\bpppp\b/g, '1234'],
  [/\bp(\d{4})\b/g, '$1'],
  [/\bqqs\b/g, '1s'],
  [/\bS=sss\b/g, 'S=512'],
];

/** The line as Exim wrote it, as far as its form goes. */
export function unscrub(line: string): string {
  let whole = line;
  for (const [placeholder, value] of PLACEHOLDERS) whole = whole.replace(placeholder, value);
  return whole;
}

// biome-ignore format: a list of words reads best packed
const EVENTS = [
  'event ', '. [', '. banner <', '. ehlo-resp <', '. finished: ', '. refused by fdqn <', '. local_part <', '. delivery ip <',
  '. host deferral ip <', '. message deferral ip <', '. rcpt deferral ip <',
];
// biome-ignore format: a list of words reads best packed
const CERTIFICATES = [
  '[*] depth=', 'tls:cert depth=', 'msg:', 'NO CLIENT CERT presented', 'Our cert SN: ', 'No Peer cert', 'Peer cert:', 'ver <', 'SN  <',
  'SN; <', 'SNO <', 'SNCN<', 'IN  <', 'NB  <', 'NA  <', 'SA  <', 'SG  <', 'SAN <', 'OCU <', 'CRU <', '(no SAN)', '(no OCU)', '(no CRU)',
  '* smtp:ehlo ', 'smtp:ehlo ', 'cipher_ ', 'ver:    ',
];
// biome-ignore format: a list of words reads best packed
const RESUMPTION = [
  'tls_in_ver\t', 'tls_out_ver\t', 'tls_in_resumption\t', 'tls_out_resumption ', 'our cert subject\t', 'peer cert subject\t',
  'peer cert verified\t', 'peer dn\t', 'cipher\t', 'bits\t',
];
// biome-ignore format: a list of words reads best packed
const ARC = [
  'arc_state:      <', 'domains:        <', 'arc_oldest_pass <', 'reason:         <', 'lh_A-R:         <', 'lh-AAR:         <',
  'oldest-p-AAR:   <',
];
const DMARC = ['dmarc_status', 'dmarc_used_domain <', 'dmarc_domain_policy <', 'dmarc_alignment_'];
const STAPLING = ['client claims: ', 'client ocsp status: '];
/** What `${authresults {...}}` expands to begins so. */
const RESULTS = 'Authentication-Results: ';
const SIGNER = ['signer: ', 'NOTE: forcing dkim verify fail (was pass)', RESULTS];

/** Test -> how its configuration's words begin; `*` is one word that Exim fills in. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  '0026': ["$h_from: '"],
  '0486': ['at MAIL (', 'at RCPT (', 'at DATA ('],
  '0600': ['x-test-header-'],
  '0612': ['event '],
  '4500': [...SIGNER, 'dkim_status includes pass', 'dkim_state DOES NOT include pass'],
  '4508': ['DKIM: acl called - signer: ', 'overall $dkim_verify_status: ', RESULTS],
  '4510': ['rcpt_acl: macro: ', 'dkim_acl: signer: ', 'data_acl: dkim status '],
  '4520': SIGNER,
  '4530': ['rcpt_acl: macro: ', 'dkim_acl: signer: ', 'data_acl: dkim status '],
  '4560': ARC,
  '4650': [...DMARC, RESULTS],
  '4690': [...ARC, ...DMARC, RESULTS],
  '5700': EVENTS,
  '5704': EVENTS,
  '5706': EVENTS,
  '5710': CERTIFICATES,
  '5720': CERTIFICATES,
  '5730': STAPLING,
  '5740': STAPLING,
  '5860': ['tls:cert depth = ', 'msg:'],
  '5880': ['tls:cert depth = ', 'msg:'],
  '5890': RESUMPTION,
  '5892': RESUMPTION,
  '5894': RESUMPTION,
};
const OF_TEST: ReadonlyMap<string, Notices> = new Map(
  Object.entries(WORDS).map(([test, words]) => [test, notices({ logwrite: words })]),
);

/** Did the configuration of this test write the text of this line, behind the queue id? */
export function isOfConfiguration(test: string, text: string): boolean {
  const words = OF_TEST.get(test);
  if (words === undefined) return false;
  const end = eximIdEnd(text);
  const at = end >= 0 && text.charCodeAt(end) === 32 ? end + 1 : 0;
  return noticeName(text, words, at) !== undefined;
}
