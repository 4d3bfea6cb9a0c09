/** Lines of a mail server that name a person in every shape, among those of others; and how tests store them. */
import { BatchParser } from '../src/intake/batch-parser.ts';
import type { Store } from '../src/store/store.ts';

export const ADDRESS = 'jerry@corp.example';
export const REQUEST = { address: ADDRESS, users: [], pseudonymise: false, dryRun: false };

/** One message to each of these, from accepted to delivered, four seconds apart. */
function message(number: number, address: string, user: string): string[] {
  const at = `Jul  3 16:39:${String(10 + number * 8).padStart(2, '0')}`;
  const id = `88BDC25453${number}`;
  return [
    `${at} mx1 postfix/smtpd[801]: ${id}: client=mail.partner.example[192.0.2.7]`,
    `${at} mx1 postfix/cleanup[802]: ${id}: message-id=<m${number}@partner.example>`,
    `${at} mx1 postfix/qmgr[700]: ${id}: from=<bob@partner.example>, size=2101, nrcpt=1 (queue active)`,
    `${at} mx1 dovecot: lmtp(${user})<810><Xk1dAAE${number}>: sieve: msgid=<m${number}@partner.example>: stored mail into mailbox 'INBOX'`,
    `${at} mx1 postfix/lmtp[803]: ${id}: to=<${address}>, relay=mx1[private/dovecot-lmtp], delay=0.9, delays=0.6/0/0/0.3, dsn=2.0.0, status=sent (250 2.0.0 <${user}> Xk1dAAE${number} Saved)`,
    `${at} mx1 postfix/qmgr[700]: ${id}: removed`,
  ];
}

export const LOG = [
  ...message(0, 'tom@corp.example', 'tom'),
  ...message(1, 'Jerry@corp.example', 'jerry'),
  ...message(1, 'tomjerry@corp.example', 'tomjerry').map((line) =>
    line.replaceAll('88BDC254531', '99BDC254539'),
  ),
  ...message(2, 'jerry@corp.example.org', 'ann'),
  'Jul  3 16:39:40 mx1 postfix/smtpd[801]: NOQUEUE: reject: RCPT from a.example[192.0.2.1]: 550 5.1.1 <jerry+shop@corp.example>: Recipient address rejected: User unknown; from=<SRS0=Hk=T7=corp.example=jerry@fwd.example> to=<jerry+shop@corp.example> proto=ESMTP helo=<a>',
  'Jul  3 16:39:41 mx1 postfix/qmgr[700]: 77BDC254530: from=<list+jerry=corp.example@lists.example>, size=1, nrcpt=1 (queue active)',
  'Jul  3 16:39:42 mx1 dovecot: imap-login: Login: user=<jerry>, method=PLAIN, rip=192.0.2.9, lip=192.0.2.1, mpid=9, session=<s1>',
  'Jul  3 16:39:43 mx1 postfix/smtpd[801]: 66BDC254530: client=a.example[192.0.2.9], sasl_method=PLAIN, sasl_username=jerry',
  'Jul  3 16:39:44 mx1 surprise[9]: jerry \xe9\x00 and jerry@corp.example',
];

export const isHis = (line: string) =>
  /(?<!tom)jerry@corp\.example(?!\.)/i.test(line) ||
  /jerry(\+shop@|=)corp\.example|example=jerry@/.test(line);
export const isUsers = (line: string) => /\(jerry\)|<jerry>|sasl_username=jerry/.test(line);

/** Latin1 lines. */
export async function insertLog(store: Store, log: readonly string[]): Promise<void> {
  const { rows, count, spans } = new BatchParser({ tz: 'UTC', year: 2026 }).parse(
    Buffer.from(`${log.join('\n')}\n`, 'latin1'),
  );
  await store.insert({ rows: [rows], count, spans }, store.newSource());
}
