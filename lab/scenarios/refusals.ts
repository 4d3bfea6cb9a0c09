/**
 * Refused before acceptance: unknown users, relaying, senders, HELO names, greylisting, sizes, and clients that went away.
 * The reply in the truth is the one that the client was given.
 */
import type { Mail, Scenario } from '../laboratory.js';
import { type Fate, truth } from '../truth.js';

/** A message to one recipient that is refused at RCPT, or at MAIL where refusals are not delayed. */
function refusedRecipient(
  name: string,
  fate: Fate,
  code: string,
  mail: Mail & { readonly envelope?: string },
  early?: 'helo' | 'mail',
): Scenario {
  return {
    name,
    write: (lab, id) => {
      const sender = mail.envelope ?? `${name}@partner.example`;
      const to = mail.recipients[0] ?? '';
      const stage = early !== undefined && !lab.variant.delayReject ? early : 'rcpt';
      const query =
        stage === 'helo'
          ? `client:${mail.ip ?? ''}`
          : stage === 'mail'
            ? `from:${sender}`
            : `from:${sender} to:${to}`;
      const entry = truth(query, stage === 'rcpt' ? to : null, fate, { stage, enhancedStatusCode: code });
      return {
        truth: [entry],
        play: async () => {
          const outcome = await lab.sendAs(sender, { id, ...mail });
          const reply = outcome.rcpt[0]?.text ?? outcome.mail?.text;
          if (stage !== 'helo' && reply !== undefined) entry.detail.reply = reply;
        },
      };
    },
  };
}

export const refusals: readonly Scenario[] = [
  refusedRecipient('unknown-user', 'rejected', '5.1.1', { recipients: ['nosuchuser@corp.example'] }),
  refusedRecipient('sender-typo', 'rejected', '5.1.1', { recipients: ['jery@corp.example'] }),
  refusedRecipient('relay-denied', 'rejected', '5.7.1', { recipients: ['someone@elsewhere.example'] }),
  refusedRecipient('closed-mailbox', 'rejected', '5.7.1', { recipients: ['umeko@corp.example'] }),
  refusedRecipient(
    'sender-refused',
    'rejected',
    '5.7.1',
    { envelope: 'blocked@partner.example', recipients: ['jerry@corp.example'] },
    'mail',
  ),
  refusedRecipient(
    'sender-later',
    'temporarily-refused',
    '4.7.1',
    { envelope: 'later@partner.example', recipients: ['jerry@corp.example'] },
    'mail',
  ),
  refusedRecipient(
    'sender-domain-unknown',
    'temporarily-refused',
    '4.1.8',
    { envelope: 'ghost@nodomain.example', recipients: ['jerry@corp.example'] },
    'mail',
  ),
  refusedRecipient(
    'helo-unknown',
    'temporarily-refused',
    '4.7.1',
    { helo: 'nowhere.invalid', ip: '127.0.2.61', recipients: ['jerry@corp.example'] },
    'helo',
  ),
  refusedRecipient(
    'helo-refused',
    'rejected',
    '5.7.1',
    { helo: 'bad-helo.partner.example', ip: '127.0.2.62', recipients: ['jerry@corp.example'] },
    'helo',
  ),
  refusedRecipient('client-without-name', 'rejected', '5.1.1', {
    ip: '127.0.5.9',
    recipients: ['nobody-here@corp.example'],
  }),
  {
    name: 'refused-mid-session',
    write: (lab, id) => {
      const refused = truth(
        `id:${id}`,
        'nosuchcolleague@corp.example',
        'rejected',
        { stage: 'rcpt', enhancedStatusCode: '5.1.1' },
        { note: "the line carries the session's queue id" },
      );
      return {
        truth: [
          truth(`id:${id}`, 'jerry@corp.example', 'delivered', { user: lab.user('jerry'), mailbox: 'INBOX' }),
          refused,
        ],
        play: async () => {
          const outcome = await lab.sendAs('mid-session@partner.example', {
            id,
            recipients: ['jerry@corp.example', 'nosuchcolleague@corp.example'],
          });
          refused.detail.reply = outcome.rcpt[1]?.text ?? '';
        },
      };
    },
  },
  {
    name: 'refused-before-accepted',
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          'nosuchfirst@corp.example',
          'rejected',
          { stage: 'rcpt', enhancedStatusCode: '5.1.1' },
          { note: 'NOQUEUE, then the same session goes on' },
        ),
        truth(`id:${id}`, 'anna@corp.example', 'delivered', { user: lab.user('anna'), mailbox: 'INBOX' }),
      ],
      play: async () =>
        void (await lab.sendAs('before-accepted@partner.example', {
          id,
          recipients: ['nosuchfirst@corp.example', 'anna@corp.example'],
        })),
    }),
  },
];
