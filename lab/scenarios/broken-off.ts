/**
 * Messages that never got a queue of their own: too large, too many hops, and clients that went away.
 */
import type { Mail, Scenario } from '../laboratory.js';
import { pause } from '../processes.js';
import { truth } from '../truth.js';

function refusedAtTheEnd(name: string, from: string, mail: Partial<Mail>): Scenario {
  return {
    name,
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          null,
          'rejected',
          { stage: 'end-of-message' },
          { note: 'no record names recipient or reply' },
        ),
      ],
      play: async () => void (await lab.sendAs(from, { id, recipients: ['jerry@corp.example'], ...mail })),
    }),
  };
}

export const brokenOff: readonly Scenario[] = [
  {
    name: 'too-large-announced',
    write: (lab, id) => {
      const entry = truth('from:size-announced@partner.example', null, 'rejected', {
        stage: 'mail',
        enhancedStatusCode: '5.3.4',
      });
      return {
        truth: [entry],
        play: async () => {
          const outcome = await lab.sendAs('size-announced@partner.example', {
            id,
            ip: '127.0.2.63',
            mailParameters: ' SIZE=500000',
            recipients: ['jerry@corp.example'],
          });
          entry.detail.reply = outcome.mail?.text ?? '';
        },
      };
    },
  },
  refusedAtTheEnd('too-large-unannounced', 'size-unannounced@partner.example', {
    ip: '127.0.2.64',
    body: 'x'.repeat(70).concat('\r\n').repeat(3000),
  }),
  refusedAtTheEnd('too-many-hops', 'looping@partner.example', {
    ip: '127.0.2.65',
    headers: Array.from(
      { length: 55 },
      (_, index) =>
        `Received: from hop${index}.partner.example by hop${index + 1}.partner.example; Mon, 23 Nov 2026 10:00:00 +0000`,
    ),
  }),
  ...(
    [
      ['lost-after-connect', 'connect', '127.0.2.70'],
      ['lost-after-mail', 'mail', '127.0.2.71'],
      ['lost-after-rcpt', 'rcpt', '127.0.2.72'],
      ['lost-after-data', 'data', '127.0.2.73'],
    ] as const
  ).map(
    ([name, stage, ip]): Scenario => ({
      name,
      write: (lab, id) => ({
        truth: [truth(`client:${ip}`, null, 'connection-lost', { stage })],
        play: async () => {
          await lab.sendAs(`${name}@partner.example`, {
            id,
            ip,
            leaveAfter: stage,
            recipients: ['jerry@corp.example'],
          });
          await pause(200);
        },
      }),
    }),
  ),
  {
    name: 'lost-in-data',
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          null,
          'connection-lost',
          { stage: 'data' },
          { note: 'cleanup had logged the Message-ID' },
        ),
      ],
      play: async () => {
        await lab.sendAs('lost-in-data@partner.example', {
          id,
          ip: '127.0.2.74',
          leaveAfter: 'half-data',
          body: 'y'.repeat(70).concat('\r\n').repeat(200),
          recipients: ['jerry@corp.example'],
        });
        await pause(300);
      },
    }),
  },
  {
    name: 'quit-after-rcpt',
    write: (lab, id) => ({
      truth: [
        truth(
          'client:127.0.2.75',
          null,
          'connection-lost',
          { stage: 'rcpt' },
          { note: 'a polite QUIT, no data sent' },
        ),
      ],
      play: async () =>
        void (await lab.sendAs('quit-after-rcpt@partner.example', {
          id,
          ip: '127.0.2.75',
          quitAfterRcpt: true,
          recipients: ['jerry@corp.example'],
        })),
    }),
  },
];
