/** What strangers write into lines of Dovecot stays in its place: see test/strangers.ts. */
import { expectStrangersConfined, printable, quoted, sample } from '../../../test/strangers.ts';

const IMAP = 'imap(jerry)<4711><6Tkq0lY5ZLTAqAoz>: ';
const LMTP = 'lmtp(jerry)<4711><6Tkq0lY5ZLTAqAoz>: ';
/**
 * One message's headers: whoever wrote one wrote them all. In 2.3 a Message-ID with `, uid=1, msgid=<other>` in it can
 * also pass for the end of a mailbox name, of a mailbox that does not exist (mail-log.ts, `reread`).
 */
const HEADERS = ['messageId', 'size', 'headerFrom', 'subject'];
const HEADERS_OF_23 = [...HEADERS, 'mailbox', 'uid'];
/** mail_log cuts at 80 bytes. */
const cut = (text: string) => Buffer.from(printable(text)).subarray(0, 80).toString();

expectStrangersConfined({
  'a sign-in': sample({
    program: 'dovecot',
    places: { user: ['user'] },
    line: ({ user }) =>
      `imap-login: Login: user=<${printable(user)}>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.2, mpid=4711, TLS, ` +
      'session=<6Tkq0lY5ZLTAqAoz>',
    own: ({ user }) => ({ user: printable(user) }),
  }),
  'a sign-in to 2.4': sample({
    program: 'dovecot',
    places: { user: ['user'] },
    line: ({ user }) =>
      `imap-login: Logged in: user=<${printable(user)}>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.2, mpid=4711, TLS, ` +
      'session=<6Tkq0lY5ZLTAqAoz>',
    own: ({ user }) => ({ user: printable(user) }),
  }),
  'a sign-in that failed': sample({
    program: 'dovecot',
    places: { user: ['user'] },
    line: ({ user }) =>
      `imap-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): user=<${printable(user)}>, ` +
      'method=PLAIN, rip=192.0.2.1, lip=192.0.2.2, TLS, session=<6Tkq0lY5ZLTAqAoz>',
    own: ({ user }) => ({ user: printable(user) }),
  }),
  'a user that nobody knows': sample({
    program: 'dovecot',
    places: { user: ['user'] },
    line: ({ user }) =>
      `auth: passwd-file(${printable(user)},192.0.2.1,<6Tkq0lY5ZLTAqAoz>): unknown user (SHA1 of given password: 2f39a8)`,
  }),
  'a message expunged': sample({
    program: 'dovecot',
    places: { id: HEADERS_OF_23, from: ['headerFrom'], subject: ['subject'] },
    line: ({ id, from, subject }) =>
      `${IMAP}expunge: box=INBOX, uid=5, msgid=${cut(id)}, size=1305, from=${cut(from)}, subject=${cut(subject)}, ` +
      'flags=(\\Seen)',
  }),
  'a message flagged': sample({
    program: 'dovecot',
    places: { id: HEADERS_OF_23 },
    line: ({ id }) => `${IMAP}flag_change: box=INBOX, uid=5, msgid=${cut(id)}, size=1305, flags=(\\Seen)`,
  }),
  'a message copied by 2.4': sample({
    program: 'dovecot',
    places: { id: HEADERS, from: ['headerFrom'] },
    line: ({ id, from }) =>
      `${IMAP}Mailbox Archive: copy from INBOX: box=Archive, uid=5, msgid=${cut(id)}, size=1305, from=${cut(from)}, ` +
      'flags=(\\Seen)',
  }),
  'a message saved': sample({
    program: 'dovecot',
    places: { id: ['messageId'] },
    line: ({ id }) => `${LMTP}msgid=${printable(id)}: saved mail to INBOX`,
  }),
  'a message that could not be saved': sample({
    program: 'dovecot',
    places: { id: ['messageId'] },
    line: ({ id }) =>
      `${LMTP}msgid=${printable(id)}: save failed to INBOX: Quota exceeded (mailbox for user is full)`,
  }),
  'a message sorted by Sieve': sample({
    program: 'dovecot',
    places: { id: ['messageId'] },
    line: ({ id }) => `${LMTP}sieve: msgid=${printable(id)}: stored mail into mailbox 'INBOX'`,
    own: ({ id }) => ({ messageId: printable(id) }),
  }),
  'a message sorted by Sieve of 2.4': sample({
    program: 'dovecot',
    places: { id: ['messageId'] },
    line: ({ id }) =>
      `${LMTP}sieve: msgid=${printable(id)}: fileinto action: stored mail into mailbox 'Lists' (Lists)`,
  }),
  'a message dropped by Sieve': sample({
    program: 'dovecot',
    places: { id: ['messageId'] },
    line: ({ id }) =>
      `${LMTP}sieve: msgid=${printable(id)}: marked message to be discarded if not explicitly delivered (discard action)`,
    own: ({ id }) => ({ messageId: printable(id) }),
  }),
  'a message answered by Sieve': sample({
    program: 'dovecot',
    // Either may imitate the other: both are the sender's.
    places: { id: ['messageId', 'reversePath'], from: ['messageId', 'reversePath'] },
    line: ({ id, from }) =>
      `${LMTP}sieve: msgid=${printable(id)}: sent vacation response to <${quoted(from)}>`,
  }),
  'a message refused by Sieve': sample({
    program: 'dovecot',
    places: { id: ['messageId', 'reversePath'], from: ['messageId', 'reversePath'] },
    line: ({ id, from }) =>
      `${LMTP}sieve: msgid=${printable(id)}: rejected message from <${quoted(from)}> (reject)`,
  }),
});
