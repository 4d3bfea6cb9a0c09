/**
 * Aliases that lead to local(8), programs and the null device; `.forward`; discard: and pipe(8); chains and mixed targets.
 */
import { noticeQueueId } from '../evidence.js';
import type { Scenario } from '../laboratory.js';
import { crowd } from '../people.js';
import { truth } from '../truth.js';

const outside = 'mx.outside.example[127.0.3.1]:25';

export const transports: readonly Scenario[] = [
  {
    name: 'alias-local-and-outside',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'mixed@corp.example', 'forwarded', {
          by: 'alias',
          forwardedTo: ['otto@corp.example', 'otto@outside.example'],
        }),
        truth(
          `id:${id}`,
          'otto@corp.example',
          'delivered',
          { user: lab.user('otto'), mailbox: 'INBOX' },
          { originalRecipient: 'mixed@corp.example' },
        ),
        truth(
          `id:${id}`,
          'otto@outside.example',
          'relayed',
          { relay: outside },
          { originalRecipient: 'mixed@corp.example' },
        ),
      ],
      play: async () => void (await lab.send({ id, recipients: ['mixed@corp.example'] })),
    }),
  },
  {
    name: 'alias-of-an-alias',
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          'outer@corp.example',
          'forwarded',
          { by: 'alias', forwardedTo: ['quinn@corp.example'] },
          { note: 'by way of inner@corp.example, which no log names' },
        ),
        truth(
          `id:${id}`,
          'quinn@corp.example',
          'delivered',
          { user: lab.user('quinn'), mailbox: 'INBOX' },
          { originalRecipient: 'outer@corp.example' },
        ),
      ],
      play: async () => void (await lab.send({ id, recipients: ['outer@corp.example'] })),
    }),
  },
  {
    name: 'alias-half-bounced',
    write: (lab, id) => {
      const bounced = truth(
        `id:${id}`,
        'nobody@outside.example',
        'bounced',
        { relay: outside, enhancedStatusCode: '5.1.1' },
        { originalRecipient: 'halfdead@corp.example' },
      );
      return {
        truth: [
          truth(`id:${id}`, 'halfdead@corp.example', 'forwarded', {
            by: 'alias',
            forwardedTo: ['rosa@corp.example', 'nobody@outside.example'],
          }),
          truth(
            `id:${id}`,
            'rosa@corp.example',
            'delivered',
            { user: lab.user('rosa'), mailbox: 'INBOX' },
            { originalRecipient: 'halfdead@corp.example' },
          ),
          bounced,
        ],
        play: async () => {
          await lab.send({ id, recipients: ['halfdead@corp.example'] });
          bounced.detail.dsnQueueId = noticeQueueId(lab, 'alice', id);
        },
      };
    },
  },
  {
    name: 'alias-to-null-device',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'blackhole@corp.example', 'forwarded', {
          by: 'alias',
          forwardedTo: ['blackhole@mx1.corp.example'],
        }),
        truth(
          `id:${id}`,
          'blackhole@mx1.corp.example',
          'discarded',
          { by: 'alias' },
          { originalRecipient: 'blackhole@corp.example' },
        ),
      ],
      play: async () => void (await lab.send({ id, recipients: ['blackhole@corp.example'] })),
    }),
  },
  {
    name: 'alias-to-command',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'tickets@corp.example', 'forwarded', {
          by: 'alias',
          forwardedTo: ['tickets@mx1.corp.example'],
        }),
        truth(
          `id:${id}`,
          'tickets@mx1.corp.example',
          'piped',
          { command: `${lab.run}/ticket-command` },
          { originalRecipient: 'tickets@corp.example' },
        ),
      ],
      play: async () => void (await lab.send({ id, recipients: ['tickets@corp.example'] })),
    }),
  },
  {
    name: 'dot-forward',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'walter@corp.example', 'forwarded', {
          by: 'alias',
          forwardedTo: ['walter@mx1.corp.example'],
        }),
        truth(
          `id:${id}`,
          'walter@mx1.corp.example',
          'forwarded',
          { by: 'local', forwardedTo: ['walter@outside.example'] },
          { originalRecipient: 'walter@corp.example' },
        ),
        truth(
          `id:${id}`,
          'walter@outside.example',
          'relayed',
          { relay: outside },
          { originalRecipient: 'walter@mx1.corp.example' },
        ),
      ],
      play: async () => void (await lab.send({ id, recipients: ['walter@corp.example'] })),
    }),
  },
  {
    name: 'dot-forward-with-own-copy',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'wilma@corp.example', 'forwarded', {
          by: 'alias',
          forwardedTo: ['wilma@mx1.corp.example'],
        }),
        truth(
          `id:${id}`,
          'wilma@mx1.corp.example',
          'delivered',
          { forwardedTo: ['wilma@outside.example'] },
          {
            originalRecipient: 'wilma@corp.example',
            note: 'a Maildir of local(8): no log names the mailbox',
          },
        ),
        truth(
          `id:${id}`,
          'wilma@outside.example',
          'relayed',
          { relay: outside },
          { originalRecipient: 'wilma@mx1.corp.example' },
        ),
      ],
      play: async () => void (await lab.send({ id, recipients: ['wilma@corp.example'] })),
    }),
  },
  {
    name: 'discard-transport',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'newsletter@void.example', 'discarded', {
          by: 'transport',
          reason: 'nobody reads this',
        }),
      ],
      play: async () => void (await lab.submit('jerry', { id, recipients: ['newsletter@void.example'] })),
    }),
  },
  {
    name: 'pipe-transport',
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          'year2026@archive.example',
          'piped',
          { command: 'archive' },
          { note: 'the log names the service, not the command' },
        ),
      ],
      play: async () => void (await lab.submit('jerry', { id, recipients: ['year2026@archive.example'] })),
    }),
  },
  {
    name: 'sender-bcc-rule',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'tom@corp.example', 'delivered', { user: lab.user('tom'), mailbox: 'INBOX' }),
        truth(
          `id:${id}`,
          'archive@corp.example',
          'delivered',
          { user: lab.user('archive'), mailbox: 'INBOX' },
          { note: 'a copy by sender_bcc_maps' },
        ),
      ],
      play: async () => void (await lab.submit('yusuf', { id, recipients: ['tom@corp.example'] })),
    }),
  },
  {
    name: 'crowd-of-fifty',
    write: (lab, id) => ({
      truth: crowd.map((name) =>
        truth(`id:${id}`, `${name}@corp.example`, 'delivered', { user: lab.user(name), mailbox: 'INBOX' }),
      ),
      play: async () =>
        void (await lab.send({ id, recipients: crowd.map((name) => `${name}@corp.example`) })),
    }),
  },
  {
    name: 'plus-address',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'mei+bills@corp.example', 'delivered', { user: lab.user('mei'), mailbox: 'INBOX' }),
      ],
      play: async () => void (await lab.send({ id, recipients: ['mei+bills@corp.example'] })),
    }),
  },
];
