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

type Stage = 'header' | 'body';
type Checked = { readonly subject?: string; readonly body?: string };

function refusedByCheck(stage: Stage, reason: string, message: Checked): Scenario {
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

function droppedByCheck(stage: Stage, reason: string, message: Checked): Scenario {
  return {
    name: `${stage}-discard`,
    write: (lab, id) => ({
      truth: [truth(`id:${id}`, 'jerry@corp.example', 'discarded', { by: `${stage}-check`, reason })],
      play: async () => void (await lab.send({ id, recipients: ['jerry@corp.example'], ...message })),
    }),
  };
}

function redirectedByCheck(stage: Stage, message: Checked): Scenario {
  return {
    name: `${stage}-redirect`,
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'jerry@corp.example', 'forwarded', {
          by: `${stage}-check`,
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
      play: async () => void (await lab.send({ id, recipients: ['jerry@corp.example'], ...message })),
    }),
  };
}

function heldByCheck(stage: Stage, reason: string, message: Checked): Scenario {
  return {
    name: `${stage}-hold`,
    write: (lab, id) => {
      const entry = truth(`id:${id}`, 'jerry@corp.example', 'held', { reason });
      return {
        truth: [entry],
        play: async () => {
          const outcome = await lab.send({ id, recipients: ['jerry@corp.example'], ...message });
          entry.detail.queueId = outcome.queueId ?? '';
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
  droppedByCheck('header', 'nobody needs these', { subject: '[drop-me] now' }),
  redirectedByCheck('header', { subject: '[desk] a question' }),
  droppedByCheck('body', 'nobody reads these', { body: 'drop this body\r\n' }),
  redirectedByCheck('body', { body: 'send this body to the desk\r\n' }),
  heldByCheck('body', 'an administrator reads these', { body: 'hold this body\r\n' }),
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
  heldByCheck('header', 'an administrator looks at these', { subject: '[hold-me] please' }),
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
