/**
 * Message-IDs that are doubled, missing or odd, and text beyond ASCII.
 */
import type { Scenario } from '../laboratory.js';
import { message } from '../message.js';
import { truth } from '../truth.js';

export const identity: readonly Scenario[] = [
  {
    name: 'two-messages-one-id',
    write: (lab, id) => ({
      truth: ['jerry', 'anna'].map((name) =>
        truth(
          `id:${id}`,
          `${name}@corp.example`,
          'delivered',
          { user: lab.user(name), mailbox: 'INBOX' },
          { note: 'one of two messages' },
        ),
      ),
      play: async () => {
        await lab.send({ id, recipients: ['jerry@corp.example'], subject: 'first' });
        await lab.send({ id, recipients: ['anna@corp.example'], subject: 'second' });
      },
    }),
  },
  {
    name: 'one-id-one-deleted',
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          'otto@corp.example',
          'delivered',
          { user: lab.user('otto'), mailbox: 'INBOX' },
          { note: 'one of two messages' },
        ),
        truth(
          `id:${id}`,
          'wanda@corp.example',
          'deleted',
          { user: lab.user('wanda'), mailbox: 'INBOX', clientIp: '127.0.1.81', protocol: 'imap', by: 'user' },
          { note: 'one of two messages' },
        ),
      ],
      play: async () => {
        await lab.send({ id, recipients: ['otto@corp.example'] });
        await lab.send({ id, recipients: ['wanda@corp.example'] });
        await lab.reading('wanda', '127.0.1.81', async (imap) => {
          const found = await imap.find(id);
          await imap.flag(found, '+FLAGS (\\Deleted)');
          await imap.command(`UID EXPUNGE ${found.join(',')}`);
        });
      },
    }),
  },
  {
    name: 'missing-id',
    write: (lab) => ({
      truth: [
        truth('from:no-id@partner.example to:jerry@corp.example', 'jerry@corp.example', 'delivered', {
          user: lab.user('jerry'),
          mailbox: 'INBOX',
        }),
      ],
      play: async () =>
        void (await lab.sendAs('no-id@partner.example', {
          id: null,
          recipients: ['jerry@corp.example'],
          subject: 'no id',
        })),
    }),
  },
  {
    name: 'missing-id-deleted',
    write: (lab) => ({
      truth: [
        truth('from:no-id-gone@partner.example to:otto@corp.example', 'otto@corp.example', 'deleted', {
          user: lab.user('otto'),
          mailbox: 'INBOX',
          clientIp: '127.0.1.82',
          protocol: 'imap',
          by: 'user',
        }),
      ],
      play: async () => {
        await lab.sendAs('no-id-gone@partner.example', {
          id: null,
          recipients: ['otto@corp.example'],
          subject: 'no id, soon gone',
        });
        await lab.reading('otto', '127.0.1.82', async (imap) => {
          const found =
            (await imap.command('UID SEARCH SUBJECT "no id, soon gone"')).find((line) =>
              line.startsWith('* SEARCH'),
            ) ?? '';
          await imap.flag(found.split(' ').slice(2), '+FLAGS (\\Deleted)');
          await imap.expunge();
        });
      },
    }),
  },
  {
    name: 'subject-in-chinese',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'jerry@corp.example', 'delivered', { user: lab.user('jerry'), mailbox: 'INBOX' }),
      ],
      play: async () =>
        void (await lab.send({
          id,
          recipients: ['jerry@corp.example'],
          from: '=?utf-8?B?546L5bCP5piO?= <alice@partner.example>',
          subject: '=?utf-8?B?5pyD6K2w6KiY6YyE?=',
        })),
    }),
  },
  {
    name: 'null-sender',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'jerry@corp.example', 'delivered', { user: lab.user('jerry'), mailbox: 'INBOX' }),
      ],
      play: async () => void (await lab.sendAs('', { id, recipients: ['jerry@corp.example'] })),
    }),
  },
  {
    name: 'folded-id',
    write: (lab, id) => ({
      truth: [
        truth('from:folded@partner.example to:jerry@corp.example', 'jerry@corp.example', 'delivered', {
          user: lab.user('jerry'),
          mailbox: 'INBOX',
        }),
      ],
      play: async () =>
        void (await lab.sendAs('folded@partner.example', {
          recipients: ['jerry@corp.example'],
          data: message({ id: `\r\n ${id}`, to: 'jerry@corp.example' }),
        })),
    }),
  },
  ...['one', 'two'].map(
    (which): Scenario => ({
      name: `long-id-${which}`,
      write: (lab) => {
        const id = `<${'x'.repeat(90)}.${which}@partner.example>`;
        const person = which === 'one' ? 'jerry' : 'anna';
        return {
          truth: [
            truth(
              `id:${id}`,
              `${person}@corp.example`,
              'delivered',
              { user: lab.user(person), mailbox: 'INBOX' },
              { note: 'shares its first 80 characters with another' },
            ),
          ],
          play: async () => void (await lab.send({ id, recipients: [`${person}@corp.example`] })),
        };
      },
    }),
  ),
];
