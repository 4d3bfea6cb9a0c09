/**
 * One framed line into one event: finds the wording of the program that wrote it and lets it read the text. Where
 * no wording knows the text, the event is `unrecognized` and keeps the ids by which the line may still belong to a
 * message. Never throws; judges nothing. The name a program logs under is a setting of its own, so an unknown name is
 * ordinary.
 */

import { eximIdEnd, queueIdEnd, sendmailIdEnd } from '../mail/queue-id.ts';
import { decode } from '../syslog/bytes.ts';
import type { Frame } from '../syslog/frame.ts';
import { amavis } from './amavis.ts';
import { clamav } from './clamav.ts';
import { dovecot } from './dovecot/dovecot.ts';
import type { Fields, LogEvent, Wording } from './event.ts';
import { exim } from './exim/exim.ts';
import { isSendmail } from './family.ts';
import { mailscanner } from './mailscanner.ts';
import { opendkim } from './opendkim.ts';
import { opendmarc } from './opendmarc.ts';
import { policydSpf } from './postfix/policyd-spf.ts';
import { postfixWording } from './postfix/postfix.ts';
import { postfwd } from './postfix/postfwd.ts';
import { postgrey } from './postgrey.ts';
import { rspamd } from './rspamd.ts';
import { sendmail } from './sendmail/sendmail.ts';
import { spamd } from './spamd.ts';
import { syslogd } from './syslogd.ts';

const WORDINGS = new Map<string, Wording>([
  ['dovecot', dovecot],
  ['amavis', amavis],
  ['amavisd', amavis],
  ['amavisd-new', amavis],
  ['rspamd', rspamd],
  ['clamd', clamav],
  ['clamav-milter', clamav],
  ['spamd', spamd],
  ['postgrey', postgrey],
  ['exim', exim],
  ['exim4', exim],
  ['', syslogd],
  ['opendkim', opendkim],
  ['opendmarc', opendmarc],
  ['policyd-spf', policydSpf],
  ['postfwd', postfwd],
  ['postfwd2', postfwd],
  ['postfwd3', postfwd],
  ['MailScanner', mailscanner],
]);

/** A log names few programs; a hostile one could name any number, and those are looked up each time. */
const KNOWN_LIMIT = 1_000;
const known = new Map<string, Wording | undefined>();

function wordingOf(program: string): Wording | undefined {
  const found = known.get(program);
  if (found !== undefined || known.has(program)) return found;
  const wording = isSendmail(program)
    ? sendmail
    : (postfixWording(program) ?? WORDINGS.get(program) ?? WORDINGS.get(lastPart(program)));
  // A copy: a slice would keep the whole chunk of the log alive that it was cut from.
  if (known.size < KNOWN_LIMIT) known.set(Buffer.from(program, 'latin1').toString('latin1'), wording);
  return wording;
}

/** Measured on a line of 180 characters: 80 ns, a loop over charCodeAt 200 ns. */
const NOT_ASCII = /[\x80-\xff]/;

/** `frame.text` is a byte string (one char a byte); the event's text is decoded. */
export function parse(frame: Frame): LogEvent {
  const text = NOT_ASCII.test(frame.text) ? decode(frame.text) : frame.text;
  if (frame.malformed) return event(frame, text, 'malformed', { event: 'other' });
  const wording = wordingOf(frame.program);
  let fields: Fields | undefined;
  if (wording !== undefined) fields = wording(text, text === frame.text ? frame : { ...frame, text });
  if (fields !== undefined) return event(frame, text, 'event', fields);
  return event(frame, text, 'unrecognized', ids(text, wording));
}

/** Completes the fields in place: they were made for this line, and a copy of them costs as much as reading it. */
function event(frame: Frame, text: string, kind: LogEvent['kind'], fields: Fields): LogEvent {
  const e = fields as { -readonly [name in keyof LogEvent]: LogEvent[name] };
  e.kind = kind;
  e.at = frame.at;
  e.host = frame.host;
  e.program = frame.program;
  e.pid = frame.pid;
  e.text = text;
  return e;
}

const MESSAGE_ID = /(?:^|[\s,;(])(?:message-id|msgid)[=:] ?(<[^<>\s]{1,998}>)/i;

/** A queue id that begins the text; for an unknown program also a Message-ID that it labels as one. */
function ids(text: string, wording: Wording | undefined): Fields {
  const fields: Fields = { event: 'other' };
  const end = wording === sendmail ? sendmailIdEnd(text) : queueIdEnd(text);
  if (end > 0 && text.startsWith(': ', end)) fields.queueId = text.slice(0, end);
  else if (wording !== sendmail) {
    const exim = eximIdEnd(text);
    if (exim > 0) fields.queueId = text.slice(0, exim);
  }
  if (wording === undefined) {
    const found = MESSAGE_ID.exec(text);
    if (found !== null) fields.messageId = found[1];
  }
  return fields;
}

function lastPart(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}
