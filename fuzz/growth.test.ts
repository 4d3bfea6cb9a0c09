/** Lines made to be slow: a beginning that a reader knows, and what it looks for next, over and over. */
import { expect, test } from 'vitest';
import { checkTime } from './checks.ts';

const SMTPD = 'postfix/smtpd[7]: NOQUEUE: reject: RCPT from a[192.0.2.1]: 550 ';
const RSPAMD =
  'rspamd[7]: <8ae27d>; proxy; rspamd_task_write_log: id: <a>, qid: <A>, ip: 192.0.2.1, from: <a>, (default: T (x): [1/2] [';
const IMAP = 'dovecot: imap(j)<1><s>: ';
const SIEVE = 'dovecot: lmtp(j)<1><s>: sieve: msgid=<a>: ';
const BANNED = 'amavis[7]: (12025-03) Blocked BANNED (';

test.each([
  [BANNED, '), <', ''],
  [BANNED, ') {', ''],
  [BANNED, ') {Bxe,xe,x,x.exe', '}'],
  ['amavis[7]: (12025-03) Passed CLEAN, <a> -> <b>, quarantine: ', ', ', ''],
  [SMTPD, '; from=<a', ' proto=x helo=<y>'],
  [SMTPD, '; from=<@[', ' proto=x helo=<y>'],
  [SMTPD, '; from=<"\\"', ' proto=x helo=<y>'],
  [SMTPD, '; from=<>: "@', ''],
  ['postfix/cleanup[7]: 88BDC254536: reject: header X: ', ' from a[', ''],
  ['postfix/smtp[7]: 88BDC254536: to=<', '>, orig_to=<', 'x'],
  ['postfix/smtp[7]: 88BDC254536: host a[1] said: ', ' (in reply to ', ''],
  ['dovecot: imap(', ')<1><', ''],
  [SIEVE, ': forwarded to <"', '>'],
  [SIEVE, ": failed to open mailbox '", "'"],
  [`${IMAP}Mailbox `, ': copy from : box=', ''],
  [`${IMAP}expunge: box=`, ', uid=1, msgid=<<', ''],
  ['dovecot: imap-login: Login: user=<', ', rip=', ''],
  ['dovecot: auth: passwd(', ',<', '): unknown user'],
  ['dovecot: ', 'message repeated 2 times: [ ', ']'],
  [RSPAMD, 'A(1){', ']), len: 1, digest: <x>, rcpts: <>'],
  ['rspamd[7]: <8ae27d>; lua; common.lua: x: result - ', '"a - score: ', ''],
  ['clamav-milter[7]: Message ', "' date '", ' infected by x'],
  ['spamd[7]: spamd: clean message (1/2) for ', ', 1', ''],
  ['postgrey[7]: action=', ', reason=', ''],
  ['unknown[7]: ', ' message-id: <a', ''],
  ['', 'a[', ''],
])('%s and then only %s', (beginning, filling, end) => {
  const line = `Jul  3 16:39:25 mx1 ${beginning}${filling.repeat(2 ** 20 / filling.length)}${end}`;
  expect(checkTime(line)).toBeUndefined();
});
