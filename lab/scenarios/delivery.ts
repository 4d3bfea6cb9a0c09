/**
 * Plain deliveries, aliases, lists, copies by rule, and the transports that are no mailbox.
 */
import type { Scenario } from '../laboratory.js';
import { truth } from '../truth.js';

export const delivery: readonly Scenario[] = [
  {
    name: 'delivered',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'jerry@corp.example', 'delivered', { user: lab.user('jerry'), mailbox: 'INBOX' }),
      ],
      play: async () => void (await lab.sendThroughPartner({ id, recipients: ['jerry@corp.example'] })),
    }),
  },
  {
    name: 'two-recipients-two-fates',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'anna@corp.example', 'delivered', { user: lab.user('anna'), mailbox: 'INBOX' }),
        truth(`id:${id}`, 'hugo@corp.example', 'discarded', { by: 'sieve' }),
      ],
      play: async () =>
        void (await lab.send({
          id,
          recipients: ['anna@corp.example', 'hugo@corp.example'],
          subject: '[drop] for one of you',
        })),
    }),
  },
  {
    name: 'alias',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'sales@corp.example', 'forwarded', {
          by: 'alias',
          forwardedTo: ['anna@corp.example'],
        }),
        truth(
          `id:${id}`,
          'anna@corp.example',
          'delivered',
          { user: lab.user('anna'), mailbox: 'INBOX' },
          { originalRecipient: 'sales@corp.example' },
        ),
      ],
      play: async () => void (await lab.send({ id, recipients: ['sales@corp.example'] })),
    }),
  },
  {
    name: 'alias-to-outside',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'leaver@corp.example', 'forwarded', {
          by: 'alias',
          forwardedTo: ['leaver@outside.example'],
        }),
        truth(
          `id:${id}`,
          'leaver@outside.example',
          'relayed',
          { relay: 'mx.outside.example[127.0.3.1]:25' },
          { originalRecipient: 'leaver@corp.example' },
        ),
      ],
      play: async () => void (await lab.send({ id, recipients: ['leaver@corp.example'] })),
    }),
  },
  {
    name: 'alias-with-own-copy',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'ivan@corp.example', 'delivered', {
          user: lab.user('ivan'),
          mailbox: 'INBOX',
          forwardedTo: ['ivan@outside.example'],
        }),
        truth(
          `id:${id}`,
          'ivan@outside.example',
          'relayed',
          { relay: 'mx.outside.example[127.0.3.1]:25' },
          { originalRecipient: 'ivan@corp.example' },
        ),
      ],
      play: async () => void (await lab.send({ id, recipients: ['ivan@corp.example'] })),
    }),
  },
  {
    name: 'list',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'info@corp.example', 'forwarded', {
          by: 'alias',
          forwardedTo: ['mei@corp.example', 'omar@corp.example', 'dora@corp.example'],
        }),
        ...['mei', 'omar', 'dora'].map((name) =>
          truth(
            `id:${id}`,
            `${name}@corp.example`,
            'delivered',
            { user: lab.user(name), mailbox: 'INBOX' },
            { originalRecipient: 'info@corp.example' },
          ),
        ),
      ],
      play: async () => void (await lab.send({ id, recipients: ['info@corp.example'] })),
    }),
  },
  {
    name: 'bcc-rule',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'xenia@corp.example', 'delivered', { user: lab.user('xenia'), mailbox: 'INBOX' }),
        truth(
          `id:${id}`,
          'archive@corp.example',
          'delivered',
          { user: lab.user('archive'), mailbox: 'INBOX' },
          { note: 'a copy by recipient_bcc_maps' },
        ),
      ],
      play: async () => void (await lab.send({ id, recipients: ['xenia@corp.example'] })),
    }),
  },
];
