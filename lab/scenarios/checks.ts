/**
 * Header and body checks, access rules that discard or hold, and what an administrator does with held mail.
 */
import type { Laboratory, Scenario } from '../laboratory.js';
import { pause } from '../processes.js';
import { type TruthEntry, truth } from '../truth.js';

async function hold(lab: Laboratory, id: string, entry: TruthEntry): Promise<string> {
  const outcome = await lab.send({ id, recipients: [entry.recipient ?? ''], subject: '[hold-me] please' });
  return outcome.queueId ?? '';
}

function refusedByCheck(
  stage: 'header' | 'body',
  reason: string,
  message: { readonly subject?: string; readonly body?: string },
): Scenario {
  return {
    name: `${stage}-reject`,
    write: (lab, id) => {
      const entry = truth(`id:${id}`, 'jerry@corp.example', 'rejected', {
        stage,
        reason,
        enhancedStatusCode: '5.7.1',
      });
      return {
        truth: [entry],
        play: async () => {
          const outcome = await lab.send({ id, recipients: ['jerry@corp.example'], ...message });
          entry.detail.reply = outcome.end?.text ?? '';
        },
      };
    },
  };
}

export const checks: readonly Scenario[] = [
  refusedByCheck('header', 'We do not take such subjects', { subject: '[refuse-me] now' }),
  {
    name: 'header-reject-two-recipients',
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          'anna@corp.example',
          'rejected',
          { stage: 'header', reason: 'We do not take such subjects' },
          { note: 'jerry@corp.example was refused too, but the line names the last recipient only' },
        ),
      ],
      play: async () =>
        void (await lab.send({
          id,
          recipients: ['jerry@corp.example', 'anna@corp.example'],
          subject: '[refuse-me] both',
        })),
    }),
  },
  {
    name: 'header-reject-before-id',
    write: (lab, id) => ({
      truth: [
        truth(
          'from:before-id@partner.example to:jerry@corp.example',
          'jerry@corp.example',
          'rejected',
          { stage: 'header', reason: 'We do not take such subjects' },
          { note: 'no log names the Message-ID' },
        ),
      ],
      play: async () =>
        void (await lab.sendAs('before-id@partner.example', {
          id,
          idLast: true,
          recipients: ['jerry@corp.example'],
          subject: '[refuse-me] at once',
        })),
    }),
  },
  refusedByCheck('body', 'We do not take such words', { body: 'please refuse this body\r\n' }),
  {
    name: 'header-discard',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'jerry@corp.example', 'discarded', {
          by: 'header-check',
          reason: 'nobody needs these',
        }),
      ],
      play: async () =>
        void (await lab.send({ id, recipients: ['jerry@corp.example'], subject: '[drop-me] now' })),
    }),
  },
  {
    name: 'header-redirect',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'jerry@corp.example', 'forwarded', {
          by: 'header-check',
          forwardedTo: ['desk@corp.example'],
        }),
        truth(
          `id:${id}`,
          'desk@corp.example',
          'delivered',
          { user: lab.user('desk'), mailbox: 'INBOX' },
          { originalRecipient: 'jerry@corp.example' },
        ),
      ],
      play: async () =>
        void (await lab.send({ id, recipients: ['jerry@corp.example'], subject: '[desk] a question' })),
    }),
  },
  {
    name: 'body-discard',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'jerry@corp.example', 'discarded', {
          by: 'body-check',
          reason: 'nobody reads these',
        }),
      ],
      play: async () =>
        void (await lab.send({ id, recipients: ['jerry@corp.example'], body: 'drop this body\r\n' })),
    }),
  },
  {
    name: 'body-redirect',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'jerry@corp.example', 'forwarded', {
          by: 'body-check',
          forwardedTo: ['desk@corp.example'],
        }),
        truth(
          `id:${id}`,
          'desk@corp.example',
          'delivered',
          { user: lab.user('desk'), mailbox: 'INBOX' },
          { originalRecipient: 'jerry@corp.example' },
        ),
      ],
      play: async () =>
        void (await lab.send({
          id,
          recipients: ['jerry@corp.example'],
          body: 'send this body to the desk\r\n',
        })),
    }),
  },
  {
    name: 'body-hold',
    write: (lab, id) => {
      const entry = truth(`id:${id}`, 'jerry@corp.example', 'held', {
        reason: 'an administrator reads these',
      });
      return {
        truth: [entry],
        play: async () => {
          const outcome = await lab.send({
            id,
            recipients: ['jerry@corp.example'],
            body: 'hold this body\r\n',
          });
          entry.detail.queueId = outcome.queueId ?? '';
        },
      };
    },
  },
  {
    name: 'header-warning',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'jerry@corp.example', 'delivered', { user: lab.user('jerry'), mailbox: 'INBOX' }),
      ],
      play: async () =>
        void (await lab.send({ id, recipients: ['jerry@corp.example'], subject: '[note] for the record' })),
    }),
  },
  {
    name: 'header-hold',
    write: (lab, id) => {
      const entry = truth(`id:${id}`, 'jerry@corp.example', 'held', {
        reason: 'an administrator looks at these',
      });
      return {
        truth: [entry],
        play: async () => {
          entry.detail.queueId = await hold(lab, id, entry);
        },
      };
    },
  },
  {
    name: 'held-then-released',
    write: (lab, id) => {
      const entry = truth(`id:${id}`, 'mei@corp.example', 'delivered', {
        user: lab.user('mei'),
        mailbox: 'INBOX',
      });
      return {
        truth: [entry],
        play: async () => {
          lab.servers.ours.postsuper('-H', await hold(lab, id, entry));
          lab.servers.ours.postfix('flush');
          await pause(300);
          await lab.settled();
        },
      };
    },
  },
  {
    name: 'held-then-deleted',
    write: (lab, id) => {
      const entry = truth(`id:${id}`, 'mei@corp.example', 'removed', { by: 'administrator' });
      return {
        truth: [entry],
        play: async () => {
          entry.detail.queueId = await hold(lab, id, entry);
          lab.servers.ours.postsuper('-d', entry.detail.queueId);
        },
      };
    },
  },
  {
    name: 'access-discard',
    write: (lab, id) => ({
      truth: [
        truth(
          'from:drop@partner.example',
          lab.variant.delayReject ? 'jerry@corp.example' : null,
          'discarded',
          { by: 'access', reason: 'we drop these' },
        ),
      ],
      play: async () =>
        void (await lab.sendAs('drop@partner.example', { id, recipients: ['jerry@corp.example'] })),
    }),
  },
  {
    name: 'access-hold',
    write: (lab, id) => {
      const entry = truth(`id:${id}`, lab.variant.delayReject ? 'jerry@corp.example' : null, 'held', {
        reason: 'we look at these',
      });
      return {
        truth: [entry],
        play: async () => {
          const outcome = await lab.sendAs('hold@partner.example', {
            id,
            recipients: ['jerry@corp.example'],
          });
          entry.detail.queueId = outcome.queueId ?? '';
        },
      };
    },
  },
];
