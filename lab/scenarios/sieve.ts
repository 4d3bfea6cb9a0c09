/**
 * What users' Sieve scripts do: file, redirect, discard, reject, answer.
 */
import type { Scenario } from '../laboratory.js';
import { truth } from '../truth.js';

const outside = 'mx.outside.example[127.0.3.1]:25';

export const sieve: readonly Scenario[] = [
  {
    name: 'sieve-fileinto',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'lin@corp.example', 'delivered', { user: lab.user('lin'), mailbox: 'Projects' }),
      ],
      play: async () =>
        void (await lab.send({ id, recipients: ['lin@corp.example'], subject: '[project] plan' })),
    }),
  },
  {
    name: 'sieve-fileinto-unicode',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'lin@corp.example', 'delivered', { user: lab.user('lin'), mailbox: '會議紀錄' }),
      ],
      play: async () =>
        void (await lab.send({
          id,
          recipients: ['lin@corp.example'],
          subject: '[meeting] =?utf-8?B?5pyD6K2w?=',
        })),
    }),
  },
  {
    name: 'sieve-redirect',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'boris@corp.example', 'forwarded', {
          by: 'sieve',
          forwardedTo: ['boris@outside.example'],
        }),
        truth(
          `id:${id}`,
          'boris@outside.example',
          'relayed',
          { relay: outside },
          { originalRecipient: 'boris@corp.example' },
        ),
      ],
      play: async () => void (await lab.send({ id, recipients: ['boris@corp.example'] })),
    }),
  },
  {
    name: 'sieve-redirect-to-colleague',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'kenji@corp.example', 'forwarded', {
          by: 'sieve',
          forwardedTo: ['tom@corp.example'],
        }),
        truth(
          `id:${id}`,
          'tom@corp.example',
          'delivered',
          { user: lab.user('tom'), mailbox: 'INBOX' },
          { originalRecipient: 'kenji@corp.example' },
        ),
      ],
      play: async () => void (await lab.send({ id, recipients: ['kenji@corp.example'] })),
    }),
  },
  {
    name: 'sieve-redirect-copy',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'sofia@corp.example', 'delivered', {
          user: lab.user('sofia'),
          mailbox: 'INBOX',
          forwardedTo: ['sofia@outside.example'],
        }),
        truth(
          `id:${id}`,
          'sofia@outside.example',
          'relayed',
          { relay: outside },
          { originalRecipient: 'sofia@corp.example' },
        ),
      ],
      play: async () => void (await lab.send({ id, recipients: ['sofia@corp.example'] })),
    }),
  },
  {
    name: 'sieve-two-places',
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          'both@corp.example',
          'delivered',
          { user: lab.user('both'), mailbox: 'INBOX' },
          { note: 'a second copy in Archive' },
        ),
      ],
      play: async () => void (await lab.send({ id, recipients: ['both@corp.example'] })),
    }),
  },
  {
    name: 'sieve-discard',
    write: (lab, id) => ({
      truth: [truth(`id:${id}`, 'hugo@corp.example', 'discarded', { by: 'sieve' })],
      play: async () =>
        void (await lab.send({ id, recipients: ['hugo@corp.example'], subject: '[drop] this' })),
    }),
  },
  {
    name: 'sieve-reject',
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          'ella@corp.example',
          'rejected',
          { stage: 'sieve' },
          { note: 'the reason, "No offers, please.", stands in no log' },
        ),
      ],
      play: async () =>
        void (await lab.send({ id, recipients: ['ella@corp.example'], subject: '[offer] cheap' })),
    }),
  },
  {
    name: 'sieve-vacation',
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          'nora@corp.example',
          'delivered',
          { user: lab.user('nora'), mailbox: 'INBOX' },
          { note: 'and answered' },
        ),
        truth(
          'from:<> to:bob@partner.example',
          'bob@partner.example',
          'relayed',
          { relay: 'mail.partner.example[127.0.2.1]:25' },
          { note: 'the automatic answer, a message of its own' },
        ),
      ],
      play: async () =>
        void (await lab.send({
          id,
          from: 'Bob <bob@partner.example>',
          to: 'nora@corp.example',
          recipients: ['nora@corp.example'],
        })),
    }),
  },
];
