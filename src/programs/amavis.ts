/**
 * Amavis (amavisd-new 2.2 to amavis 2.13). The verdict of each message is read in amavis/verdict.ts; here the task id
 * `(12345-01)`, the lines that only tell how a message went through, and the daemon's own lines.
 * It does not join lines: Amavis breaks a line at about 980 bytes, wherever that falls, into `(12345-01) first...` and
 * `(12345-01) ...rest`; who has collected them joins them with joinAmavis() and reads them once more.
 * Amavis: write_log() in Log.pm, do_log() calls in Amavis.pm, Out/, In/, Notify.pm.
 */

import { named } from './amavis/notices.ts';
import { pathEnd, plain, readPaths } from './amavis/paths.ts';
import { readSignature } from './amavis/signature.ts';
import { readClient, readVerdict } from './amavis/verdict.ts';
import { isAlphanumeric } from './amavis/words.ts';
import type { Fields, Wording } from './event.ts';

export const amavis: Wording = (text) => {
  const id = readTaskId(text);
  const body = id === undefined ? text : text.slice(id.length + 3);
  const alert = body.startsWith('(!');
  const said = alert ? body.slice(body.indexOf(')') + 1) : body;
  if (id !== undefined && said.startsWith('...'))
    return { event: 'filter-detail', action: 'continuation', session: id, reason: said.slice(3) };
  if (/^(?:Passed|Blocked)[ ,]/.test(said)) {
    const cut = said.endsWith('...');
    return readVerdict(cut ? said.slice(0, -3) : said, cut, id);
  }
  if (id === undefined) return readDaemonLine(said, alert);
  const fields = readDetail(said);
  fields.session = id;
  if (alert) {
    fields.action = 'warning';
    fields.reason = said;
  }
  return fields;
};

/**
 * Restores a line that Amavis broke. `first` is the text of the first line, `rests` the `reason` of each continuation in
 * the order of the log. The result can be given to amavis() again; it still ends in `...` where the end is missing.
 */
export function joinAmavis(first: string, rests: readonly string[]): string {
  let whole = first;
  for (const rest of rests) whole = (whole.endsWith('...') ? whole.slice(0, -3) : whole) + rest;
  return whole;
}

/** `12345-01` of `(12345-01) `, also `12345-01-2` and `rel-Fi1rT6-jfkE7`. */
function readTaskId(text: string): string | undefined {
  if (text.charCodeAt(0) !== 0x28) return undefined;
  const end = text.indexOf(') ');
  if (end < 4 || end > 64) return undefined;
  const id = text.slice(1, end);
  return /^[A-Za-z0-9]+-[A-Za-z0-9_-]+$/.test(id) ? id : undefined;
}

function readDetail(said: string): Fields {
  if (said.startsWith('Checking: ')) return withPathsAfterWords(said, 10, 'checking');
  if (said.startsWith('dkim: ')) return readSignature(said);
  if (said.startsWith('spam-tag, ')) return readSpamTag(said);
  if (said.startsWith('local delivery: ')) return readLocalDelivery(said);
  if (said.startsWith('Quarantined message ')) return readRelease(said);
  if (said.startsWith('FWD ') || said.startsWith('SEND ')) return readForward(said, 0);
  const word = said.indexOf(' ');
  if (said.startsWith(' FWD ', word) || said.startsWith(' SEND ', word)) return readForward(said, word + 1);
  if (/^[A-Z0-9]*[SL]MTP[A-Z]* ?:/.test(said)) return readReception(said);
  return named({ event: 'filter-detail' }, said);
}

/** `Checking: mail_id POLICY [ip] <from> -> <to>` */
function withPathsAfterWords(said: string, at: number, action: string): Fields {
  const fields: Fields = { event: 'filter-detail', action };
  let p = at;
  while (p < said.length && said.charCodeAt(p) !== 0x3c) {
    const space = said.indexOf(' ', p);
    if (space < 0) return fields;
    const client = readClient(said.slice(p, space));
    if (said.charCodeAt(p) === 0x5b && client !== undefined) fields.client = client;
    p = space + 1;
  }
  setPaths(said, p, fields);
  return fields;
}

/** `spam-tag, <from> -> <to>, Yes, score=6.6 ...` */
function readSpamTag(said: string): Fields {
  const fields: Fields = { event: 'filter-detail', action: 'spam-tag' };
  const end = setPaths(said, 10, fields);
  if (end < 0) return fields;
  const found = /^, (?:Yes|No), (?:score|hits)=(-?[0-9.]+)/.exec(said.slice(end, end + 60));
  if (found !== null) fields.score = Number(found[1]);
  return fields;
}

/** `local delivery: <from> -> virus-quarantine, mbx=/var/lib/amavis/virusmails/F/virus-Fi1rT6-jfkE7` */
function readLocalDelivery(said: string): Fields {
  const fields: Fields = { event: 'filter-detail', action: 'local-delivery' };
  const end = said.charCodeAt(16) === 0x3c ? pathEnd(said, 16) : -1;
  if (end < 0 || !said.startsWith(' -> ', end)) return fields;
  fields.reversePath = plain(said.slice(17, end - 1));
  const mailbox = said.indexOf(', mbx=', end);
  // Not forwardPath: the address here is that of the quarantine.
  if (mailbox >= 0 && !said.endsWith('...')) fields.quarantineId = said.slice(mailbox + 6);
  return fields;
}

/** `Quarantined message release (misc): F/virus-Fi1rT6-jfkE7 <from> -> <to>` */
function readRelease(said: string): Fields {
  const found = /^Quarantined message (\w+)(?: \([^()]*\))?: (\S+) (?=<)/.exec(said);
  if (found === null) return { event: 'filter-detail' };
  const action = found[1] === 'release' ? 'released' : found[1]!;
  const fields: Fields = { event: 'filter', action, quarantineId: found[2]! };
  setPaths(said, found[0].length, fields);
  return fields;
}

/** `mail_id FWD from <from> -> <to>, BODY=7BIT 250 ... queued as X`; until 2.6 `FWD via SMTP: <from> -> <to>,BODY=...`. */
function readForward(said: string, at: number): Fields {
  const fields: Fields = { event: 'filter-detail', action: said.startsWith('FWD', at) ? 'forward' : 'send' };
  const start = said.indexOf('<', at);
  const how = start < 0 ? '' : said.slice(at, start);
  const end = /^(?:FWD|SEND) (?:from|via [A-Z]+(?: \([^()]*\))?(?::| from)) $/.test(how)
    ? setPaths(said, start, fields)
    : -1;
  // The next server's reply comes last, so its end is the only place where its queue id is looked for.
  const queued = said.lastIndexOf(': queued as ');
  const next = queued < 0 || queued < end ? '' : said.slice(queued + 12);
  if (end >= 0 && isAlphanumeric(next)) fields.nextQueueId = next;
  return fields;
}

/** `ESMTP :10024 /var/lib/amavis/tmp/...: <from> -> <to>,<to> SIZE=1 Received: ...` */
function readReception(said: string): Fields {
  const fields: Fields = { event: 'filter-detail', action: 'received' };
  const start = said.indexOf(': <');
  if (start >= 0) setPaths(said, start + 2, fields);
  return fields;
}

function setPaths(said: string, at: number, fields: Fields): number {
  const paths = readPaths(said, at);
  if (paths === undefined) return -1;
  fields.reversePath = paths.reversePath;
  if (paths.forwardPath !== undefined) fields.forwardPath = paths.forwardPath;
  return paths.end;
}

/** What the daemon says of itself begins with one of these. */
// biome-ignore format: a list of words reads best packed
const DAEMON_WORDS: readonly string[] = [
  'starting', 'perl=', 'user=', 'Net::Server: ', 'No ', 'Using ', 'Found ', 'Module ', 'Creating ', 'Deleting ',
  'logging ', 'sd_notify', 'extra modules ', 'modules loaded', 'config files read', 'Lookup', 'SQL', 'LDAP', 'ZMQ ',
  'ANTI-', 'Amavis::', 'AM.PDP', 'INFO: ', 'NOTE: ', 'NOTICE: ', 'SpamControl: ', 'SpamAssassin ', 'SA ', 'dkim: ',
  'DKIM ', 'Valid PID ', 'Ignoring stale PID ', 'Master PID ', 'Waiting for ', 'Sending SIG', 'no need to kill ',
  'initializing ', 'warm restart', 'removing ', 'socket module ', 'will bind ', 'storage and lookups ', 'TIMING',
  'size: ', 'Shutting ', 'Requesting ', 'run_av ', 'find_program_path: ', 'Unable to determine ', 'uptime: ',
  'child_init_hook: ', 'checking/creating ', 'tcp_lookup: ', 'HAProxy', 'DENIED ', 'after_fork', 'loaded ',
];

function readDaemonLine(said: string, alert: boolean): Fields | undefined {
  if (alert || said.startsWith('_WARN: ') || said.startsWith('_DIE: ') || said.startsWith('WARN'))
    return named({ event: 'warning', reason: said }, said);
  return DAEMON_WORDS.some((word) => said.startsWith(word)) ? named({ event: 'session' }, said) : undefined;
}
