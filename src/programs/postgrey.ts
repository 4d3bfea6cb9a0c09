/**
 * Postgrey 1.x: `QUEUEID: action=greylist, reason=new, client_name=.., client_address=.., sender=.., recipient=..`.
 * It reads neither milter-greylist nor sqlgrey, which word it otherwise. Postgrey leaves a field out where it is empty,
 * so a missing sender is the null sender, and writes addresses raw: where a mark could be part of an address, both
 * addresses are left out, and Postfix' own refusal has to tell them. It doubles every `%`, for Net::Server before 0.88.
 * Postgrey: mylog_action() and mylog() in postgrey.
 */

import type { Fields, Wording } from './event.ts';
import { noticeName, notices, readNotice } from './notice.ts';

export const postgrey: Wording = (text) => {
  if (text.startsWith('action=')) return readAction(text, 0);
  const colon = text.indexOf(': action=');
  if (colon > 0 && isQueueId(text.slice(0, colon)))
    return { ...readAction(text, colon + 2), queueId: text.slice(0, colon) };
  if (text.startsWith('delayed ')) return readDelayed(text);
  if (text.startsWith('WARNING: ') || text.startsWith('FATAL: '))
    return { event: 'warning', action: noticeName(text, NOTICES, text.indexOf(': ') + 2), reason: text };
  // Net::Server puts its own time before some lines: `2024/06/01-07:23:35 postgrey (type ...`.
  const dated = /^\d{4}\/\d\d\/\d\d-\d\d:\d\d:\d\d /.test(text);
  return readNotice(text, NOTICES, 'session', dated ? 20 : 0);
};

function readAction(text: string, at: number): Fields {
  const fields: Fields = { event: 'greylist' };
  let p = at + 7;
  let end = valueEnd(text, p);
  fields.action = text.slice(p, end);
  const client: NonNullable<Fields['client']> = {};
  for (;;) {
    if (!text.startsWith(', ', end)) return fields;
    const equals = text.indexOf('=', end + 2);
    if (equals < 0) return fields;
    const key = text.slice(end + 2, equals);
    p = equals + 1;
    if (key === 'sender' || key === 'recipient') break;
    end = valueEnd(text, p);
    const value = text.slice(p, end);
    if (key === 'reason') fields.reason = value;
    else if (key === 'delay') fields.delay = Number(value);
    else if (key === 'client_name') client.name = value;
    else if (key === 'client_address') client.ip = withoutPrefix(value);
    else return fields;
    if (client.name !== undefined || client.ip !== undefined) fields.client = client;
  }
  if (text.startsWith(', recipient=', p - 12)) {
    fields.reversePath = '';
    fields.forwardPath = plain(text.slice(p));
    return fields;
  }
  const mark = text.indexOf(', recipient=', p);
  if (mark < 0) fields.reversePath = plain(text.slice(p));
  else if (text.indexOf(', recipient=', mark + 1) < 0) {
    fields.reversePath = plain(text.slice(p, mark));
    fields.forwardPath = plain(text.slice(mark + 12));
  }
  return fields;
}

/** Postgrey 1.20 and older: `delayed 603 seconds: client=10.0.0.1, from=a@b, to=c@d`. */
function readDelayed(text: string): Fields | undefined {
  const found = /^delayed (\d+) seconds: client=([^,=]+), from=([^,=]*), to=([^,=]+)$/.exec(text);
  if (found === null) return undefined;
  return {
    event: 'greylist',
    action: 'pass',
    delay: Number(found[1]),
    client: /^[0-9a-fA-F.:]+$/.test(found[2]!) ? { ip: found[2]! } : { name: found[2]! },
    reversePath: found[3]!,
    forwardPath: found[4]!,
  };
}

function valueEnd(text: string, at: number): number {
  const end = text.indexOf(', ', at);
  return end < 0 ? text.length : end;
}

/** `192.0.2.1/32`: the length of a prefix says nothing about the client. */
function withoutPrefix(address: string): string {
  const slash = address.indexOf('/');
  return slash < 0 ? address : address.slice(0, slash);
}

function plain(written: string): string {
  return written.replaceAll('%%', '%');
}

function isQueueId(word: string): boolean {
  return word.length <= 32 && /^[0-9A-Za-z]+$/.test(word);
}

// biome-ignore format: a list of words reads best packed
/** postgrey's own lines and those of Net::Server beneath it (post_bind_hook, log_time, Net::Server::Daemonize). */
const NOTICES = notices({
  start: ['postgrey (type ', 'Process Backgrounded', 'Beginning ', 'Starting ', 'starting up '],
  stop: ['Server closing', 'Exiting'],
  reload: ['HUP received'],
  listening: ['Binding to ', 'Binding open file descriptors', 'Resolved '],
  'user-set': ['Setting uid to ', 'Setting gid to '],
  'no-user': ['Group Not Defined', 'User Not Defined'],
  'database-cleaned': ['cleaning up old ', 'cleaning clients database ', 'cleaning main database ', 'rm /'],
  allowlisted: ['whitelisted: '],
  'time-jumped': ['correcting date '],
  'unlink-failed': ["Couldn't "],
  'bad-request': ['ignoring garbage: ', 'unrecognized request type: '],
  'already-running': ['Pid_file already exists for running process '],
  'bad-configuration': ['Bad '],
  'fork-failed': ['fork failed', 'Fork: '],
});
