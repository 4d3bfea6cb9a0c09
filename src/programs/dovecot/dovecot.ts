/**
 * Dovecot 1.x to 2.4: the text behind `dovecot: ` or `dovecot[pid]: ` of syslog, or behind the time of its own file.
 * All its processes log through one: the process that speaks is named in the text (`imap(jerry)<4711><session>: `).
 * This file only decides who reads what. A line of level Warning, Error, Fatal or Panic that no reader knows is a
 * `warning`, a Debug line and housekeeping of master, log, anvil and the like are `session`; notices.ts names them.
 */
import type { Fields, Wording } from '../event.ts';
import { readAuth } from './auth.ts';
import { readDelivery } from './lmtp.ts';
import { readLogin } from './login.ts';
import { readLogout } from './logout.ts';
import { readMailLog } from './mail-log.ts';
import { dovecotNotice, sessionUser } from './notices.ts';
import { type Prefix, readLevel, readPrefix } from './prefix.ts';
import { readSieve } from './sieve.ts';
import { readVersion1 } from './version-1.ts';

/** Characters. Dovecot cuts what strangers say; nothing that it words as an event comes near. */
const LONGEST = 16_384;

/** Undefined for wording that is not known; a line with a level word is at least a warning, or `session`. */
export const dovecot: Wording = (text, line): Fields | undefined => {
  if (text.length > LONGEST) return undefined;
  // 1.0 names itself once more where another syslog relays it; only once is believed.
  if (text.startsWith('dovecot: ') && !text.startsWith('dovecot: ', 9)) return dovecot(text.slice(9), line);
  const level = readLevel(text);
  const bare = level === undefined ? text : text.slice(level.length + 2);
  if (level === 'Debug') return notice('session', undefined, bare);
  const prefix = readPrefix(bare);
  if (prefix === undefined) return level === undefined ? readUnsigned(bare) : trouble(level, undefined, bare);
  const inner = readLevel(prefix.message);
  if (inner === undefined) {
    const fields = readMessage(prefix);
    if (level === undefined) return fields;
    if (fields !== undefined && (level === 'Info' || fields.event !== 'session')) return fields;
    return trouble(level, prefix, prefix.message);
  }
  if (inner === 'Debug') return notice('session', prefix, prefix.message.slice(7));
  const spoken = { ...prefix, message: prefix.message.slice(inner.length + 2) };
  const fields = readMessage(spoken);
  if (fields === undefined || (fields.event === 'session' && inner !== 'Info'))
    return trouble(inner, spoken, spoken.message);
  return fields;
};

function readMessage(prefix: Prefix): Fields | undefined {
  const { service } = prefix;
  switch (service) {
    case 'imap':
    case 'pop3':
      return readMailLog(prefix) ?? readLogout(prefix) ?? readRest(prefix) ?? readVersion1(prefix);
    case 'lmtp':
    case 'lda':
      return readDelivery(prefix) ?? readMailLog(prefix) ?? readRest(prefix);
    case 'imap-login':
    case 'pop3-login':
    case 'submission-login':
    case 'managesieve-login':
      return readLogin(prefix);
    case 'auth':
    case 'auth-worker':
      return readAuth(prefix) ?? notice('session', prefix, prefix.message);
    case 'IMAP':
    case 'POP3': {
      const lower = { ...prefix, service: service.toLowerCase() };
      return readVersion1(lower) ?? readLogout(lower) ?? readRest(lower);
    }
  }
  // lda under its name of 1.x
  if (service === 'deliver') return readMessage({ ...prefix, service: 'lda' });
  if (HOUSEKEEPING.has(service))
    return { ...notice('session', prefix, prefix.message), reason: prefix.message };
  if (prefix.user === undefined && service !== 'doveadm') return undefined;
  return readMailLog(prefix) ?? readLogout(prefix) ?? readIndexed(prefix) ?? readRest(prefix);
}

const HOUSEKEEPING: ReadonlySet<string> = new Set([
  'master',
  'log',
  'anvil',
  'stats',
  'ssl-params',
  'config',
  'indexer',
  'dict',
  'dict-async',
  'director',
  'ipc',
  'replicator',
  'aggregator',
  'old-stats',
  'dns-client',
]);

/** `Indexed 3 messages in INBOX (UIDs 7..9)`: for the search, and no step of any message (indexer/master-connection.c). */
function readIndexed(prefix: Prefix): Fields | undefined {
  const { message } = prefix;
  const box = message.indexOf(' messages in ');
  const uids = message.lastIndexOf(' (UIDs ');
  if (!message.startsWith('Indexed ') || box < 0 || uids < box) return undefined;
  return { ...aside('session', prefix), action: 'indexed', mailbox: message.slice(box + 13, uids) };
}

/** What any process that works on a mailbox can say. */
function readRest(prefix: Prefix): Fields | undefined {
  const { message } = prefix;
  if (message.startsWith('sieve: ')) return readSieve(prefix, 7);
  if (message.startsWith('quota: ') || message.startsWith('Quota exceeded')) {
    const fields = aside('quota', prefix);
    fields.reason = message;
    return fields;
  }
  if (message.startsWith('ID sent') || message.startsWith('Effective uid=')) return aside('session', prefix);
  return undefined;
}

function trouble(level: string, prefix: Prefix | undefined, text: string): Fields {
  if (level === 'Info') return notice('session', prefix, text);
  const fields = notice('warning', prefix, text);
  fields.reason = text;
  return fields;
}

/** What no reader knows, with the name of what happened where it has one. */
function notice(event: 'session' | 'warning', prefix: Prefix | undefined, text: string): Fields {
  const fields = aside(event, prefix);
  const action = dovecotNotice(text);
  if (action !== undefined) fields.action = action;
  const user = sessionUser(text);
  if (user !== undefined) fields.user = user;
  return fields;
}

function aside(event: Fields['event'], prefix: Prefix | undefined): Fields {
  const fields: Fields = { event };
  if (prefix?.user !== undefined) fields.user = prefix.user;
  if (prefix?.session !== undefined) fields.session = prefix.session;
  return fields;
}

/** Text without a process name. */
function readUnsigned(text: string): Fields | undefined {
  const known = text.startsWith('Dovecot v') || text.startsWith('last message repeated ');
  return known ? notice('session', undefined, text) : undefined;
}
