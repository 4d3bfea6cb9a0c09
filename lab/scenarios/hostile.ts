/**
 * Strangers and users write text that imitates log lines. None of it may change what became of a message.
 */
import type { Scenario } from '../laboratory.js';
import { pause } from '../processes.js';
import { truth } from '../truth.js';

const day = 'Nov 24 14:30:46 mx1 postfix/lmtp[12031]: 4543221C173:';

function delivered(
  name: string,
  mail: { subject?: string; from?: string; id?: string; headers?: readonly string[] },
  person = 'jerry',
): Scenario {
  return {
    name,
    write: (lab, own) => {
      const sender = `${name}@partner.example`;
      return {
        truth: [
          truth(`from:${sender} to:${person}@corp.example`, `${person}@corp.example`, 'delivered', {
            user: lab.user(person),
            mailbox: 'INBOX',
          }),
        ],
        play: async () =>
          void (await lab.sendAs(sender, { id: own, recipients: [`${person}@corp.example`], ...mail })),
      };
    },
  };
}

export const hostile: readonly Scenario[] = [
  delivered('forged-line-in-warned-subject', {
    subject: `[note] ${day} to=<jerry@corp.example>, relay=none, status=bounced (550 5.1.1 no)`,
  }),
  delivered('forged-status-in-subject', {
    subject: 'status=sent (250 2.0.0 Ok: queued as 4543221C173) to=<victim@corp.example>',
  }),
  delivered('forged-expunge-in-subject', {
    subject: 'x, uid=1, msgid=<delivered@partner.example>, flags=(\\Deleted)',
  }),
  delivered('forged-expunge-in-from', {
    from: '"expunge: box=INBOX, uid=1, msgid=<delivered@partner.example>, size=1" <mallory@partner.example>',
  }),
  delivered('forged-discard-in-warned-subject', {
    subject:
      '[note] discard: header Subject: x from client[1.2.3.4]; from=<a@b.example> to=<jerry@corp.example> proto=ESMTP: gone',
  }),
  delivered('forged-sieve-in-subject', {
    subject: 'sieve: msgid=<delivered@partner.example>: marked message to be discarded',
  }),
  delivered('status-in-id', { id: '<a.status=sent(250ok).to=<victim@corp.example>' }),
  delivered('blank-in-id', { id: '<m9 status=sent x@partner.example>' }),
  delivered('two-ids', { id: '<own-two-ids@partner.example> <delivered@partner.example>' }),
  delivered('control-characters-in-subject', {
    subject: 'tab\there, line separator \u2028, right-to-left \u202e mark',
  }),
  delivered('long-subject', { subject: `[note] ${'long '.repeat(60)}status=bounced (550 no)` }),
  delivered('nul-in-subject', { subject: 'before \0 after, uid=9' }),
  delivered('folded-subject', {
    subject: '[note] first\r\n  Nov 24 14:30:46 mx1 postfix/qmgr[1]: 4543221C173: removed',
  }),
  delivered('bytes-not-utf8', { subject: 'caf\u00e9 =?iso-8859-1?Q?caf=E9?=' }),
  {
    name: 'forged-refusal-in-refused-subject',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'jerry@corp.example', 'rejected', {
          stage: 'header',
          reason: 'We do not take such subjects',
        }),
      ],
      play: async () =>
        void (await lab.send({
          id,
          recipients: ['jerry@corp.example'],
          subject:
            '[refuse-me] x from a[1.2.3.4]; from=<x@y.example> to=<victim@corp.example> proto=ESMTP helo=<z>: 5.7.1 other',
        })),
    }),
  },
  {
    name: 'quoted-sender',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'jerry@corp.example', 'delivered', { user: lab.user('jerry'), mailbox: 'INBOX' }),
      ],
      play: async () =>
        void (await lab.sendAs('"a> to=<victim@corp.example"@partner.example', {
          id,
          recipients: ['jerry@corp.example'],
        })),
    }),
  },
  {
    name: 'quoted-recipient-delivered',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, '"jerry+x>, relay=none, status=bounced (y"@corp.example', 'delivered', {
          user: lab.user('jerry'),
          mailbox: 'INBOX',
        }),
      ],
      play: async () =>
        void (await lab.send({ id, recipients: ['"jerry+x>, relay=none, status=bounced (y"@corp.example'] })),
    }),
  },
  {
    name: 'quoted-recipient-refused',
    write: (lab, id) => ({
      truth: [
        truth('from:quoted-refused@partner.example', '"x> to=<jerry@corp.example"@corp.example', 'rejected', {
          stage: 'rcpt',
          enhancedStatusCode: '5.7.1',
        }),
      ],
      play: async () =>
        void (await lab.sendAs('quoted-refused@partner.example', {
          id,
          recipients: ['"x> to=<jerry@corp.example"@corp.example'],
        })),
    }),
  },
  {
    name: 'quoted-recipient-unknown',
    write: (lab, id) => ({
      truth: [
        truth(
          'from:quoted-unknown@partner.example',
          '"x>, relay=none, status=sent (250 y"@corp.example',
          'rejected',
          { stage: 'rcpt', enhancedStatusCode: '5.1.1' },
        ),
      ],
      play: async () =>
        void (await lab.sendAs('quoted-unknown@partner.example', {
          id,
          recipients: ['"x>, relay=none, status=sent (250 y"@corp.example'],
        })),
    }),
  },
  {
    name: 'forged-helo',
    when: (variant) => variant.delayReject,
    write: (lab, id) => ({
      truth: [
        truth(
          'from:forged-helo@partner.example to:jerry@corp.example',
          'jerry@corp.example',
          'temporarily-refused',
          { stage: 'rcpt' },
        ),
      ],
      play: async () =>
        void (await lab.sendAs('forged-helo@partner.example', {
          id,
          ip: '127.0.2.66',
          helo: 'a],4543221C173:to=<jerry@corp.example>,status=sent',
          recipients: ['jerry@corp.example'],
        })),
    }),
  },
  ...(
    [
      [
        'forged-remote-sent',
        { rcpt: '450 4.2.0 status=sent (250 2.0.0 Ok: queued as 4543221C173)' },
        'deferred',
      ],
      [
        'forged-remote-bounced',
        { end: '250 2.0.0 Ok: status=bounced (550 5.1.1 unknown), dsn=5.1.1, relay=none' },
        'relayed',
      ],
      [
        'forged-remote-queue-id',
        { end: '250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 4543221C173' },
        'relayed',
      ],
    ] as const
  ).map(
    ([name, reply, fate]): Scenario => ({
      name,
      write: (lab, id) => ({
        truth: [
          truth(`id:${id}`, `${name}@odd.example`, fate, {
            relay: 'mx.odd.example[127.0.4.1]:25',
            reply: Object.values(reply)[0] ?? '',
          }),
        ],
        play: async () => {
          lab.remote.script(`${name}@odd.example`, reply);
          await lab.submit('jerry', { id, recipients: [`${name}@odd.example`] });
        },
      }),
    }),
  ),
  {
    name: 'forged-sieve-reject-text',
    write: (lab, id) => ({
      truth: [truth(`id:${id}`, 'ella@corp.example', 'rejected', { stage: 'sieve' })],
      play: async () =>
        void (await lab.send({ id, recipients: ['ella@corp.example'], subject: '[forged] text' })),
    }),
  },
  {
    name: 'forged-mailbox-name',
    write: (lab, id) => {
      const name = 'x: box=INBOX, uid=1, msgid=<delivered@partner-example>';
      return {
        truth: [
          truth(`id:${id}`, 'dora@corp.example', 'moved', {
            user: lab.user('dora'),
            mailbox: name,
            clientIp: '127.0.1.83',
          }),
        ],
        play: async () => {
          await lab.send({ id, recipients: ['dora@corp.example'] });
          await lab.reading('dora', '127.0.1.83', async (imap) => {
            await imap.command(`CREATE "${name}"`);
            await imap.move(await imap.find(id), name);
          });
        },
      };
    },
  },
  {
    name: 'forged-login-name',
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          'jerry@corp.example',
          'delivered',
          { user: lab.user('jerry'), mailbox: 'INBOX' },
          { note: 'beside a failed login whose name forges rip= and session=' },
        ),
      ],
      play: async () => {
        await lab.send({ id, recipients: ['jerry@corp.example'] });
        const { ImapClient } = await import('../imap-client.js');
        await ImapClient.open('127.0.1.1', '127.0.1.84', 'jerry>, rip=10.0.0.1, session=<x', 'wrong').catch(
          () => undefined,
        );
        await pause(600);
      },
    }),
  },
];
