/**
 * What happens on the made-up server, as its programs word it (Postfix 3.7, Dovecot 2.3, Amavis 2.13, Postgrey).
 * `write(after, text)` puts a line, without its date, that many milliseconds after the flow's beginning.
 */
import type { Dice } from './dice.ts';
import type { Town } from './town.ts';

export type Write = (after: number, text: string) => void;

const LOCAL = 'localhost[127.0.0.1]';

/** A message from outside: through Amavis, LMTP and Sieve into a mailbox, and often what its reader did with it. */
export function inbound(town: Town, dice: Dice, write: Write) {
  const { host } = town;
  const from = town.stranger();
  const forwardPath = town.user();
  const messageId = town.messageId(from.address.slice(from.address.indexOf('@') + 1));
  const a = town.queueId();
  const b = town.queueId();
  const smtpd = town.pid();
  const size = 2000 + dice.below(90_000);
  const client = `${from.server}[${from.ip}]`;
  write(0, `${host} postfix/smtpd[${smtpd}]: connect from ${client}`);
  if (dice.chance(0.5))
    write(
      200,
      `${host} postgrey[811]: action=pass, reason=client AWL, client_name=${from.server}, client_address=${from.ip}, sender=${from.address}, recipient=${forwardPath}`,
    );
  write(220, `${host} postfix/smtpd[${smtpd}]: ${a}: client=${client}`);
  write(400, `${host} postfix/cleanup[${town.pid()}]: ${a}: message-id=${messageId}`);
  write(600, `${host} postfix/qmgr[902]: ${a}: from=<${from.address}>, size=${size}, nrcpt=1 (queue active)`);
  write(
    700,
    `${host} postfix/smtpd[${smtpd}]: disconnect from ${client} ehlo=2 starttls=1 mail=1 rcpt=1 data=1 quit=1 commands=7`,
  );
  const filtered = 900 + dice.below(2500);
  const second = town.pid();
  write(filtered - 60, `${host} postfix/smtpd[${second}]: connect from ${LOCAL}`);
  write(filtered - 50, `${host} postfix/smtpd[${second}]: ${b}: client=${LOCAL}`);
  write(filtered - 40, `${host} postfix/cleanup[${town.pid()}]: ${b}: message-id=${messageId}`);
  write(
    filtered - 20,
    `${host} postfix/qmgr[902]: ${b}: from=<${from.address}>, size=${size + 700}, nrcpt=1 (queue active)`,
  );
  write(
    filtered - 10,
    `${host} postfix/smtpd[${second}]: disconnect from ${LOCAL} ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5`,
  );
  const scan = town.pid();
  const task = `${scan}-${String(dice.below(20)).padStart(2, '0')}`;
  write(
    filtered,
    `${host} amavis[${scan}]: (${task}) Passed CLEAN {RelayedInbound}, [${from.ip}]:${20_000 + dice.below(40_000)} [${from.ip}] <${from.address}> -> <${forwardPath}>, Queue-ID: ${a}, Message-ID: ${messageId}, mail_id: ${dice.text(12, 'abcdefghijkLMNOPQRSTUVWXYZ0123456789-_')}, Hits: -${dice.below(4)}.${dice.below(1000)}, size: ${size}, queued_as: ${b}, ${filtered - 700} ms`,
  );
  write(
    filtered + 10,
    `${host} postfix/smtp[${town.pid()}]: ${a}: to=<${forwardPath}>, relay=127.0.0.1[127.0.0.1]:10024, delay=${(filtered / 1000).toFixed(2)}, delays=0.4/0.01/0/${((filtered - 500) / 1000).toFixed(2)}, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as ${b})`,
  );
  write(filtered + 20, `${host} postfix/qmgr[902]: ${a}: removed`);
  const session = town.lmtpSession();
  const lmtp = town.pid();
  const folder = dice.chance(0.12) ? 'Junk' : 'INBOX';
  write(filtered + 90, `${host} dovecot: lmtp(${lmtp}): Connect from local`);
  write(
    filtered + 150,
    `${host} dovecot: lmtp(${forwardPath})<${lmtp}><${session}>: sieve: msgid=${messageId}: stored mail into mailbox '${folder}'`,
  );
  write(
    filtered + 160,
    `${host} postfix/lmtp[${town.pid()}]: ${b}: to=<${forwardPath}>, relay=${host}.corp.example[private/dovecot-lmtp], delay=0.${10 + dice.below(80)}, delays=0.05/0.01/0.02/0.0${dice.below(10)}, dsn=2.0.0, status=sent (250 2.0.0 <${forwardPath}> ${session} Saved)`,
  );
  write(filtered + 165, `${host} postfix/qmgr[902]: ${b}: removed`);
  write(
    filtered + 170,
    `${host} dovecot: lmtp(${lmtp}): Disconnect from local: Client has quit the connection (state=READY)`,
  );
  if (dice.chance(0.45))
    readMail(town, dice, write, forwardPath, messageId, filtered + dice.below(5 * 3_600_000));
  return { messageId, queueId: a, forwardPath };
}

function readMail(
  town: Town,
  dice: Dice,
  write: Write,
  user: string,
  messageId: string,
  after: number,
): void {
  const session = town.session();
  const pid = town.pid();
  const uid = town.uidNext();
  const from = `${town.host} dovecot: imap(${user})<${pid}><${session}>:`;
  const msgid = messageId.length > 80 ? `${messageId.slice(0, 80)}...` : messageId;
  write(
    after,
    `${town.host} dovecot: imap-login: Login: user=<${user}>, method=PLAIN, rip=192.168.10.${user.length * 7}, lip=192.168.10.8, mpid=${pid}, TLS, session=<${session}>`,
  );
  if (dice.chance(0.5)) {
    write(
      after + 4000,
      `${from} copy from INBOX: box=Trash, uid=${uid}, msgid=${msgid}, size=${dice.below(90_000)}`,
    );
    write(after + 4010, `${from} delete: box=INBOX, uid=${uid}, msgid=${msgid}, size=${dice.below(90_000)}`);
  } else
    write(
      after + 3000,
      `${from} flag_change: box=INBOX, uid=${uid}, msgid=${msgid}, size=${dice.below(90_000)}, flags=(\\Seen)`,
    );
  if (dice.chance(0.3))
    write(after + 5000, `${from} expunge: box=INBOX, uid=${uid}, msgid=${msgid}, size=${dice.below(90_000)}`);
  write(
    after + 60_000,
    `${from} Disconnected: Logged out in=${dice.below(4000)} out=${dice.below(90_000)} deleted=0 expunged=0 trashed=0 hdr_count=1 hdr_bytes=${dice.below(900)} body_count=1 body_bytes=${dice.below(90_000)}`,
  );
}

export function refused(town: Town, dice: Dice, write: Write): void {
  const from = town.stranger();
  const to = dice.chance(0.5) ? town.user() : `${dice.text(6, 'abcdefghijklmnop')}@corp.example`;
  const client = `${dice.chance(0.4) ? 'unknown' : from.server}[${from.ip}]`;
  const smtpd = `${town.host} postfix/smtpd[${town.pid()}]:`;
  const reason = dice.chance(0.6)
    ? `554 5.7.1 Service unavailable; Client host [${from.ip}] blocked using zen.spamhaus.example; https://www.spamhaus.example/query/ip/${from.ip}`
    : `550 5.1.1 <${to}>: Recipient address rejected: User unknown in virtual mailbox table`;
  write(0, `${smtpd} connect from ${client}`);
  write(
    800,
    `${smtpd} NOQUEUE: reject: RCPT from ${client}: ${reason}; from=<${from.address}> to=<${to}> proto=ESMTP helo=<${from.server}>`,
  );
  write(900, `${smtpd} disconnect from ${client} ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4`);
}

export function greylisted(town: Town, dice: Dice, write: Write): void {
  const from = town.stranger();
  const to = town.user();
  const client = `${from.server}[${from.ip}]`;
  const smtpd = `${town.host} postfix/smtpd[${town.pid()}]:`;
  write(0, `${smtpd} connect from ${client}`);
  write(
    400,
    `${town.host} postgrey[811]: action=greylist, reason=new, client_name=${from.server}, client_address=${from.ip}, sender=${from.address}, recipient=${to}`,
  );
  write(
    410,
    `${smtpd} NOQUEUE: reject: RCPT from ${client}: 450 4.2.0 <${to}>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.example/help/corp.example.html; from=<${from.address}> to=<${to}> proto=ESMTP helo=<${from.server}>`,
  );
  write(
    600 + dice.below(900),
    `${smtpd} disconnect from ${client} ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4`,
  );
}

export function outbound(town: Town, dice: Dice, write: Write): void {
  const { host } = town;
  const user = town.user();
  const to = town.stranger();
  const a = town.queueId();
  const smtpd = `${host} postfix/submission/smtpd[${town.pid()}]:`;
  const client = `unknown[192.168.10.${1 + dice.below(250)}]`;
  const wait = 1000 + dice.below(4000);
  const deferred = dice.chance(0.06);
  write(0, `${smtpd} connect from ${client}`);
  write(150, `${smtpd} ${a}: client=${client}, sasl_method=PLAIN, sasl_username=${user}`);
  write(200, `${host} postfix/cleanup[${town.pid()}]: ${a}: message-id=${town.messageId('corp.example')}`);
  write(
    260,
    `${host} postfix/qmgr[902]: ${a}: from=<${user}>, size=${900 + dice.below(40_000)}, nrcpt=1 (queue active)`,
  );
  write(
    300,
    `${smtpd} disconnect from ${client} ehlo=2 starttls=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=8`,
  );
  const smtp = `${host} postfix/smtp[${town.pid()}]: ${a}: to=<${to.address}>`;
  if (deferred)
    write(
      wait,
      `${smtp}, relay=none, delay=30, delays=0.2/0.01/30/0, dsn=4.4.1, status=deferred (connect to ${to.server}[${to.ip}]:25: Connection timed out)`,
    );
  const sent = deferred ? wait + 900_000 : wait;
  write(
    sent,
    `${smtp}, relay=${to.server}[${to.ip}]:25, delay=${(sent / 1000).toFixed(1)}, delays=0.2/0.01/0.6/${(wait / 1000).toFixed(1)}, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as ${town.queueId()})`,
  );
  write(sent + 10, `${host} postfix/qmgr[902]: ${a}: removed`);
}

export function mailboxSession(town: Town, dice: Dice, write: Write): void {
  const user = town.user();
  const pid = town.pid();
  const session = town.session();
  write(
    0,
    `${town.host} dovecot: imap-login: Login: user=<${user}>, method=PLAIN, rip=192.168.10.${user.length * 7}, lip=192.168.10.8, mpid=${pid}, TLS, session=<${session}>`,
  );
  write(
    1000 + dice.below(1_700_000),
    `${town.host} dovecot: imap(${user})<${pid}><${session}>: Disconnected: Logged out in=${dice.below(4000)} out=${dice.below(90_000)} deleted=0 expunged=0 trashed=0 hdr_count=0 hdr_bytes=0 body_count=0 body_bytes=0`,
  );
}

export function popSession(town: Town, dice: Dice, write: Write): void {
  const user = town.user();
  const pid = town.pid();
  const session = town.session();
  write(
    0,
    `${town.host} dovecot: pop3-login: Login: user=<${user}>, method=PLAIN, rip=203.0.113.${1 + dice.below(250)}, lip=192.168.10.8, mpid=${pid}, TLS, session=<${session}>`,
  );
  write(
    900,
    `${town.host} dovecot: pop3(${user})<${pid}><${session}>: Disconnected: Logged out top=0/0, retr=${dice.below(3)}/${dice.below(90_000)}, del=0/${dice.below(400)}, size=${dice.below(9_000_000)}`,
  );
}

/** Strangers who try passwords or go away. */
export function clientTalk(town: Town, dice: Dice, write: Write): void {
  const from = town.stranger();
  const client = `unknown[${from.ip}]`;
  const smtpd = `${town.host} postfix/smtpd[${town.pid()}]:`;
  write(0, `${smtpd} connect from ${client}`);
  if (dice.chance(0.6))
    write(500, `${smtpd} warning: ${client}: SASL LOGIN authentication failed: UGFzc3dvcmQ6`);
  write(700, `${smtpd} lost connection after ${dice.chance(0.5) ? 'AUTH' : 'EHLO'} from ${client}`);
  write(710, `${smtpd} disconnect from ${client} ehlo=1 auth=0/1 commands=1/2`);
}
