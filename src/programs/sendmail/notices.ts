/**
 * What Sendmail says of itself and complains about. Sources: sendmail/daemon.c, main.c, queue.c, alias.c, conf.c, envelope.c
 * (auth_warning), headers.c, mime.c, parseaddr.c, sm_resolve.c, at log levels 9 to 12.
 */
import type { Fields } from '../event.ts';
import { noticeName, notices, readNotice } from '../notice.ts';

// biome-ignore format: a list of words reads best packed
const NOTICES = notices({
  start: ['starting daemon (', 'started as: '],
  restart: ['restarting '],
  stop: ['stopping daemon', 'finis, pid='],
  'connections-refused': ['rejecting connections on daemon ', 'have been rejecting connections on daemon '],
  'connections-accepted': ['accepting connections again for daemon '],
  'messages-refused': ['rejecting new messages: '],
  'descriptors-missing': ['File descriptors missing on startup: '],
  'aliases-rebuilt': ['alias database * rebuilt', 'alias database * autorebuilt', '/*: * aliases, longest '],
  'aliases-old': ['alias database * out of date', 'alias database '],
  'dangerous-permissions': ['dangerous permissions=', 'dangerous write permissions'],
  'queue-grown': ['grew WorkList for '],
  'queue-run-start': ['runqueue: '],
  'no-host-name': ['My unqualified host name ('],
  'no-sasl': ['error: safesasl('],
  daemon: ['daemon '],
  reading: ['reading '],
  // complaints, mostly about a message
  'sender-set': ['Authentication-Warning: *: * set sender to '],
  'authentication-warning': ['Authentication-Warning: '],
  lost: ['Losing '],
  'headers-too-large': ['headers too large ('],
  'mail-loop': ['Too many hops '],
  'bad-address': ['Syntax error in mailbox address '],
  'header-mended': ['Fixed MIME ', 'Truncated MIME ', 'Truncated long '],
});

/** A line about the daemon itself, which names no message. */
export function aboutItself(text: string): Fields | undefined {
  return readNotice(text, NOTICES, 'session');
}

/** `fields` with the name of what happened, where Sendmail begins its text so. */
export function named(fields: Fields, said: string): Fields {
  const action = noticeName(said, NOTICES);
  if (action === undefined) return fields;
  const user = action === 'sender-set' ? whoSet(said) : undefined;
  return user === undefined ? { ...fields, action } : { ...fields, action, user };
}

/** `Authentication-Warning: mx.corp.example: jerry set sender to a@b.example using -f`: the name of a local user. */
function whoSet(said: string): string {
  const colon = said.indexOf(': ', 24);
  return said.slice(colon + 2, said.indexOf(' ', colon + 2));
}
