/**
 * Put off by Postgrey: never retried, retried too early, retried in time, and in the middle of a session.
 */
import type { Laboratory, Mail, Scenario } from '../laboratory.js';
import { pause } from '../processes.js';
import { type TruthEntry, truth } from '../truth.js';

async function greylistTwice(lab: Laboratory, mail: Mail, sender: string): Promise<void> {
  await lab.sendAs(sender, mail);
  await lab.sendAs(sender, mail);
}

const attempts = (entry: TruthEntry, count: number): TruthEntry => ({
  ...entry,
  detail: { ...entry.detail, attempts: count },
});

export const greylisting: readonly Scenario[] = [
  {
    name: 'greylisted-never-retried',
    write: (lab, id) => ({
      truth: [
        attempts(
          truth(
            'from:grey-once@partner.example to:grover@corp.example',
            'grover@corp.example',
            'greylisted',
            { enhancedStatusCode: '4.2.0' },
          ),
          1,
        ),
      ],
      play: async () =>
        void (await lab.sendAs('grey-once@partner.example', { id, recipients: ['grover@corp.example'] })),
    }),
  },
  {
    name: 'greylisted-then-delivered',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'greta@corp.example', 'delivered', { user: lab.user('greta'), mailbox: 'INBOX' }),
      ],
      play: async () => {
        await lab.sendThroughPartner({
          id,
          from: 'Carol <carol@partner.example>',
          recipients: ['greta@corp.example'],
        });
        await pause(4000);
        for (const one of lab.servers.sender.entries()) lab.servers.sender.retry(one.queue_id);
        await pause(200);
        await lab.settled();
      },
    }),
  },
  {
    name: 'greylisted-twice',
    write: (lab, id) => ({
      truth: [
        attempts(
          truth('from:impatient@partner.example to:grit@corp.example', 'grit@corp.example', 'greylisted', {}),
          2,
        ),
      ],
      play: () => greylistTwice(lab, { id, recipients: ['grit@corp.example'] }, 'impatient@partner.example'),
    }),
  },
  {
    name: 'greylisted-mid-session',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'anna@corp.example', 'delivered', { user: lab.user('anna'), mailbox: 'INBOX' }),
        attempts(truth(`id:${id}`, 'grover@corp.example', 'greylisted', {}), 1),
      ],
      play: async () =>
        void (await lab.sendAs('half-grey@partner.example', {
          id,
          recipients: ['anna@corp.example', 'grover@corp.example'],
        })),
    }),
  },
];
