/**
 * Mail that comes back to where it was: a `.forward` to itself, and two servers that send it to each other.
 */
import { noticeQueueId } from '../evidence.js';
import type { Scenario } from '../laboratory.js';
import { truth } from '../truth.js';

const outside = 'mx.outside.example[127.0.3.1]:25';

export const loops: readonly Scenario[] = [
  {
    name: 'dot-forward-loop',
    write: (lab, id) => {
      const entry = truth(
        `id:${id}`,
        'looper@mx1.corp.example',
        'bounced',
        {
          enhancedStatusCode: '5.4.6',
          relay: 'local',
          reply: 'mail forwarding loop for looper@mx1.corp.example',
        },
        { originalRecipient: 'looper@corp.example' },
      );
      return {
        truth: [
          truth(`id:${id}`, 'looper@corp.example', 'forwarded', {
            by: 'alias',
            forwardedTo: ['looper@mx1.corp.example'],
          }),
          entry,
        ],
        play: async () => {
          await lab.send({ id, recipients: ['looper@corp.example'] });
          entry.detail.dsnQueueId = noticeQueueId(lab, 'alice', id);
        },
      };
    },
  },
  {
    name: 'loop-between-two-servers',
    write: (lab, id) => ({
      // It comes to us twice, as two messages; the other server notices the loop when it sees it again.
      truth: [1, 2].flatMap((time) => [
        truth(
          `id:${id}`,
          'loop@corp.example',
          'forwarded',
          { by: 'alias', forwardedTo: ['loop@outside.example'] },
          { note: `time ${time}` },
        ),
        truth(
          `id:${id}`,
          'loop@outside.example',
          'relayed',
          { relay: outside },
          { originalRecipient: 'loop@corp.example', note: `time ${time}: sent back to us, or returned` },
        ),
      ]),
      play: async () => {
        await lab.send({ id, recipients: ['loop@corp.example'] });
        noticeQueueId(lab, 'alice', id);
      },
    }),
  },
];
