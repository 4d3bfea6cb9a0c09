/**
 * SpamAssassin's spamd 2.6 to 4.x: `spamd: result: Y 12 - SYM1,SYM2 scantime=..,size=..,user=..,mid=<..>,...` and the lines
 * around it. spamd scores and marks; what then became of the message others decide. It prints no envelope.
 * A Message-ID stands here without spaces and inner brackets (spamd writes `?`), in the result without commas (`_`).
 * SpamAssassin: check(), parse_msgids() in spamd.
 */

import type { Fields, Wording } from './event.ts';

export const spamd: Wording = (text) => {
  const said = text.startsWith('spamd: ') ? text.slice(7) : text;
  if (said.startsWith('result: ')) return readResult(said);
  if (said.startsWith('identified spam (')) return readScore(said, 17, 'spam');
  if (said.startsWith('clean message (')) return readScore(said, 15, 'clean');
  if (said.startsWith('processing message ')) return readMessage(said, 19, 'processing');
  if (said.startsWith('checking message ')) return readMessage(said, 17, 'checking');
  if (said.startsWith('skipped large message'))
    return { event: 'filter-detail', action: 'skipped', reason: said };
  if (said !== text || isDaemonLine(text)) return { event: 'session' };
  return undefined;
};

/** `result: Y 12 - A,B key=value,...`; no value holds a comma. */
function readResult(said: string): Fields {
  const spam = said.startsWith('Y', 8);
  const fields: Fields = {
    event: 'filter',
    action: spam ? 'spam' : 'clean',
    reason: spam ? 'SPAM' : 'CLEAN',
  };
  const dash = said.indexOf(' - ', 9);
  if (dash < 0) return fields;
  setNumber(fields, 'score', said.slice(9, dash));
  const space = said.indexOf(' ', dash + 3);
  const names = said.slice(dash + 3, space < 0 ? said.length : space);
  fields.symbols = names === '' ? [] : names.split(',');
  if (space < 0) return fields;
  for (const pair of said.slice(space + 1).split(',')) {
    if (pair.startsWith('size=')) setNumber(fields, 'size', pair.slice(5));
    else if (pair.startsWith('user=')) fields.user ??= pair.slice(5);
    else if (pair.startsWith('mid=')) fields.messageId ??= messageId(pair.slice(4));
  }
  return fields;
}

/** `12.3/5.0) for user:1000 in 4.2 seconds, 1432 bytes.` */
function readScore(said: string, at: number, action: string): Fields {
  const fields: Fields = { event: 'filter-detail', action };
  const slash = said.indexOf('/', at);
  const open = said.indexOf(') for ', at);
  if (slash < 0 || open < slash) return fields;
  setNumber(fields, 'score', said.slice(at, slash));
  const end = said.lastIndexOf(' in ');
  if (end > open) setUser(fields, said.slice(open + 6, end));
  const size = /, (\d+) bytes\.?$/.exec(said);
  if (size !== null) fields.size = Number(size[1]);
  return fields;
}

/** `<id> aka <resent id> for user:1000` */
function readMessage(said: string, at: number, action: string): Fields {
  const fields: Fields = { event: 'filter-detail', action };
  const end = said.indexOf(' ', at);
  if (end < 0) return fields;
  fields.messageId = messageId(said.slice(at, end));
  const mark = said.lastIndexOf(' for ');
  if (mark >= end) setUser(fields, said.endsWith('.') ? said.slice(mark + 5, -1) : said.slice(mark + 5));
  return fields;
}

function setNumber(fields: Fields, field: 'score' | 'size', written: string): void {
  const value = Number(written);
  if (written.trim() !== '' && Number.isFinite(value)) fields[field] = value;
}

/** `user:uid` */
function setUser(fields: Fields, written: string): void {
  const colon = written.lastIndexOf(':');
  if (colon > 0) fields.user = written.slice(0, colon);
}

function messageId(written: string): string {
  return written.startsWith('<') ? written : '';
}

const DAEMON_WORDS: readonly string[] = [
  'connection from ',
  'prefork: ',
  'server ',
  'logger: ',
  'config: ',
  'rules: ',
  'plugin: ',
  'util: ',
  'dns: ',
  'bayes: ',
  'auto-whitelist: ',
  'still running as root',
  'info: ',
  'setuid ',
  'handled cleanup ',
  'creating default_prefs',
  'Creating default_prefs',
  'timing: ',
];

function isDaemonLine(text: string): boolean {
  return DAEMON_WORDS.some((word) => text.startsWith(word));
}
