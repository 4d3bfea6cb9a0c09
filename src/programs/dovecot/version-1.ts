/**
 * What the mail_log plugin of Dovecot 1.x says. Source: src/plugins/mail-log/mail-log-plugin.c of 1.0 (2007),
 * mail_log_action("%s: uid=%u, msgid=%s"), and of 1.1 and 1.2. 1.0 writes `deleted` where an update added the
 * \Deleted flag, `undeleted` where one removed it (mail_log_mail_update_flags), `expunged` where the message went
 * (mail_log_mail_expunge): `deleted` is the flag, not the end. `copy -> NAME` is logged for the message that is
 * copied: uid is the original's, NAME the destination, and the mailbox it came from is not named.
 * 1.1 and 1.2 write `copy: uid=5, box=SOURCE, dest=NAME, ...`, uid and box again the original's, box left out for
 * INBOX, and with mail_log_group_events `uids=1-3,5`. Message-IDs are cut at 80 bytes with `...`.
 */
import type { EventName, Fields } from '../event.ts';
import { ORDER_1, readLogFields, startsFields } from './log-fields.ts';
import { begin, readMailbox } from './mail-log.ts';
import type { Prefix } from './prefix.ts';

const WORDS: readonly (readonly [string, EventName])[] = [
  // 1.0
  ['deleted: ', 'delete'],
  ['undeleted: ', 'undelete'],
  ['expunged: ', 'expunge'],
  // 1.1, 1.2
  ['delete: ', 'delete'],
  ['undelete: ', 'undelete'],
  ['expunge: ', 'expunge'],
  ['copy: ', 'copy'],
  ['append: ', 'save'],
  ['flag_change: ', 'flag-change'],
];

/** `prefix.service` in lower case. */
export function readVersion1(prefix: Prefix): Fields | undefined {
  const { message } = prefix;
  if (message.startsWith('copy -> ')) return readCopy(prefix);
  for (const [word, event] of WORDS) {
    if (!message.startsWith(word) || !startsFields(message, word.length)) continue;
    const fields = begin(prefix, event);
    readLogFields(message, word.length, ORDER_1, fields);
    return fields;
  }
  return message.startsWith('Mailbox ') ? readMailbox(prefix) : undefined;
}

function readCopy(prefix: Prefix): Fields | undefined {
  const { message } = prefix;
  const colon = message.indexOf(': uid=', 8);
  if (colon === -1) return undefined;
  const fields = begin(prefix, 'copy');
  readLogFields(message, colon + 2, ORDER_1, fields);
  fields.mailbox = message.slice(8, colon);
  return fields;
}
