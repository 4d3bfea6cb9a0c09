/** What strangers write into lines of Postfix stays in its place: see test/strangers.ts. */
import {
  bare,
  expectStrangersConfined,
  neutered,
  printable,
  quoted,
  sample,
} from '../../../test/strangers.ts';

const PEER = 'mx.b.example[192.0.2.1]';
const ENVELOPE = { from: ['reversePath'], to: ['forwardPath'], helo: ['client.helo'] };

interface Envelope {
  readonly from: string;
  readonly to: string;
  readonly helo: string;
}

const tail = ({ from, to, helo }: Envelope) =>
  `; from=<${quoted(from)}> to=<${quoted(to)}> proto=ESMTP helo=<${neutered(helo)}>`;
const ofEnvelope = ({ from, to, helo }: Envelope) => ({
  reversePath: quoted(from),
  forwardPath: quoted(to),
  'client.helo': neutered(helo),
});

expectStrangersConfined({
  'a recipient refused': sample({
    program: 'postfix/smtpd',
    places: { ...ENVELOPE, to: ['forwardPath', 'reply', 'reason'] },
    line: (said) =>
      `NOQUEUE: reject: RCPT from ${PEER}: 550 5.1.1 <${bare(said.to)}>: Recipient address rejected: User unknown` +
      tail(said),
    own: ofEnvelope,
  }),
  'a HELO name refused': sample({
    program: 'postfix/submission/smtpd',
    places: { ...ENVELOPE, helo: ['client.helo', 'reply', 'reason'] },
    line: (said) =>
      `88BDC254536: reject: RCPT from ${PEER}: 504 5.5.2 <${neutered(said.helo)}>: Helo command rejected: need ` +
      `fully-qualified hostname${tail(said)}`,
    own: ofEnvelope,
  }),
  'a recipient held': sample({
    program: 'postfix/smtpd',
    places: { ...ENVELOPE, to: ['forwardPath', 'reason'] },
    line: (said) =>
      `88BDC254536: hold: RCPT from ${PEER}: <${bare(said.to)}>: Recipient address triggers HOLD action${tail(said)}`,
    own: ofEnvelope,
  }),
  'a milter at RCPT': sample({
    program: 'postfix/smtpd',
    places: { ...ENVELOPE, said: ['reply', 'reason'] },
    line: (said) =>
      `88BDC254536: milter-reject: RCPT from ${PEER}: 550 5.7.1 ${printable(said.said)}${tail(said)}`,
    own: ofEnvelope,
  }),
  'a filter before the queue': sample({
    program: 'postfix/smtpd',
    places: { ...ENVELOPE, said: ['reply', 'reason'] },
    line: (said) => `proxy-reject: END-OF-MESSAGE: 554 5.7.0 ${printable(said.said)}${tail(said)}`,
    own: ofEnvelope,
  }),
  'a client that signed in': sample({
    program: 'postfix/smtpd',
    places: { user: ['client.saslUsername'] },
    line: ({ user }) => `88BDC254536: client=${PEER}, sasl_method=LOGIN, sasl_username=${printable(user)}`,
  }),
  'a sign-in that failed': sample({
    program: 'postfix/smtpd',
    places: { user: ['client.saslUsername', 'reason'] },
    line: ({ user }) =>
      `warning: ${PEER}: SASL LOGIN authentication failed: (reason unavailable), sasl_username=${printable(user)}`,
  }),
  'a command that is none': sample({
    program: 'postfix/smtpd',
    places: { said: ['reason'] },
    line: ({ said }) => `warning: non-SMTP command from ${PEER}: ${printable(said)}`,
  }),
  'an address that is none': sample({
    program: 'postfix/smtpd',
    places: { said: ['reason'] },
    line: ({ said }) => `warning: Illegal address syntax from ${PEER} in RCPT command: ${printable(said)}`,
  }),
  'commands too early': sample({
    program: 'postfix/smtpd',
    places: { said: ['reason'] },
    line: ({ said }) => `improper command pipelining after EHLO from ${PEER}: ${printable(said)}`,
  }),
  'a Message-ID': sample({
    program: 'postfix/cleanup',
    places: { id: ['messageId'] },
    line: ({ id }) => `88BDC254536: message-id=${printable(id)}`,
  }),
  'a subject': sample({
    program: 'postfix/cleanup',
    places: { ...ENVELOPE, subject: ['subject'] },
    line: (said) =>
      `88BDC254536: reject: header Subject: ${printable(said.subject).slice(0, 191)} from ${PEER}${tail(said)}: 5.7.1 No`,
    own: ofEnvelope,
  }),
  'a subject of mail from this machine': sample({
    program: 'postfix/cleanup',
    places: { from: ['reversePath'], subject: ['subject'] },
    line: ({ from, subject }) =>
      `88BDC254536: warning: header Subject: ${printable(subject).slice(0, 191)} from local; from=<${quoted(from)}>`,
  }),
  'a line of a body': sample({
    program: 'postfix/cleanup',
    places: { ...ENVELOPE, body: ['header'] },
    line: (said) =>
      `88BDC254536: discard: body x${printable(said.body).slice(0, 199)} from ${PEER}${tail(said)}: No`,
    own: ofEnvelope,
  }),
  'a milter at the end': sample({
    program: 'postfix/cleanup',
    places: { ...ENVELOPE, said: ['reply', 'reason', 'enhancedStatusCode'] },
    line: (said) =>
      `88BDC254536: milter-reject: END-OF-MESSAGE from ${PEER}: 5.7.1 ${printable(said.said)}${tail(said)}`,
    own: ofEnvelope,
  }),
  'the envelope in the queue': sample({
    program: 'postfix/qmgr',
    places: { from: ['reversePath'] },
    line: ({ from }) => `88BDC254536: from=<${quoted(from)}>, size=1234, nrcpt=2 (queue active)`,
    own: ({ from }) => ({ reversePath: quoted(from) }),
  }),
  'an envelope in the queue of an old release': sample({
    program: 'postfix/qmgr',
    places: { from: ['reversePath'] },
    line: ({ from }) => `88BDC254536: from=<${bare(from)}>, size=1234, nrcpt=2 (queue active)`,
    own: ({ from }) => ({ reversePath: bare(from) }),
  }),
  'a message that expired': sample({
    program: 'postfix/qmgr',
    places: { from: ['reversePath'] },
    line: ({ from }) => `88BDC254536: from=<${quoted(from)}>, status=expired, returned to sender`,
    own: ({ from }) => ({ reversePath: quoted(from) }),
  }),
  'mail from this machine': sample({
    program: 'postfix/pickup',
    places: { from: ['reversePath'] },
    line: ({ from }) => `88BDC254536: uid=1000 from=<${quoted(from)}>`,
    own: ({ from }) => ({ reversePath: quoted(from) }),
  }),
  'a delivery to the next host': sample({
    program: 'postfix/smtp',
    places: { to: ['forwardPath'], original: ['originalRecipient'], said: ['reply', 'nextQueueId'] },
    line: ({ to, original, said }) =>
      `88BDC254536: to=<${quoted(to)}>, orig_to=<${quoted(original)}>, relay=${PEER}:25, conn_use=2, delay=1.5, ` +
      `delays=0.1/0.2/0.5/0.7, dsn=2.0.0, status=sent (250 ${printable(said)})`,
    own: ({ to, original }) => ({ forwardPath: quoted(to), originalRecipient: quoted(original) }),
  }),
  'a delivery put off': sample({
    program: 'postfix/smtp',
    places: { to: ['forwardPath'], said: ['reply'] },
    line: ({ to, said }) =>
      `88BDC254536: to=<${quoted(to)}>, relay=${PEER}:25, delay=1.5, delays=0.1/0.2/0.5/0.7, dsn=4.2.0, status=deferred ` +
      `(host ${PEER} said: 450 4.2.0 ${printable(said)} (in reply to RCPT TO command))`,
    own: ({ to, said }) => ({
      forwardPath: quoted(to),
      reply: `host ${PEER} said: 450 4.2.0 ${printable(said)} (in reply to RCPT TO command)`,
    }),
  }),
  'a hand-over to the mail store': sample({
    program: 'postfix/lmtp',
    places: { to: ['forwardPath'], said: ['reply'] },
    line: ({ to, said }) =>
      `88BDC254536: to=<${quoted(to)}>, relay=mx1[private/lmtp], delay=0.5, delays=0.1/0/0.2/0.2, dsn=5.7.1, ` +
      `status=bounced (host mx1[private/lmtp] said: 550 5.7.1 ${printable(said)} (in reply to end of DATA command))`,
    own: ({ to }) => ({ forwardPath: quoted(to) }),
  }),
  'a command that said why not': sample({
    program: 'postfix/pipe',
    places: { to: ['forwardPath'], said: ['reply'] },
    line: ({ to, said }) =>
      `88BDC254536: to=<${quoted(to)}>, relay=mailman, delay=0.5, delays=0.1/0/0/0.4, dsn=5.3.0, status=bounced ` +
      `(Command died with status 1: "/usr/lib/mailman". Command output: ${printable(said)} )`,
    own: ({ to }) => ({ forwardPath: quoted(to) }),
  }),
  'what a host said before': sample({
    program: 'postfix/smtp',
    places: { said: ['reply'] },
    line: ({ said }) =>
      `88BDC254536: host ${PEER} said: 450 4.2.0 ${printable(said)} (in reply to RCPT TO command)`,
  }),
  'a recipient refused by postscreen': sample({
    program: 'postfix/postscreen',
    places: ENVELOPE,
    line: ({ from, to, helo }) =>
      'NOQUEUE: reject: RCPT from [192.0.2.1]:4711: 550 5.7.1 Service unavailable; client [192.0.2.1] blocked using ' +
      `dnsbl.example; from=<${quoted(from)}>, to=<${quoted(to)}>, proto=ESMTP, helo=<${neutered(helo)}>`,
    own: ofEnvelope,
  }),
  'a greeting too early': sample({
    program: 'postfix/postscreen',
    places: { said: ['reason'] },
    line: ({ said }) => `PREGREET 14 after 0.05 from [192.0.2.1]:4711: ${printable(said)}`,
  }),
  'a command to postscreen that is none': sample({
    program: 'postfix/postscreen',
    places: { said: ['reason'] },
    line: ({ said }) => `NON-SMTP COMMAND from [192.0.2.1]:4711 after CONNECT: ${printable(said)}`,
  }),
});
