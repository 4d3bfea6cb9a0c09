/**
 * Senders that forwarders and list servers rewrite (SRS, BATV, VERP), and several messages in one session.
 */
import type { Scenario } from '../laboratory.js';
import { message } from '../message.js';
import { pause } from '../processes.js';
import { oursAddress } from '../servers.js';
import { SmtpClient } from '../smtp-client.js';
import { truth } from '../truth.js';

function rewritten(name: string, reversePath: string, inside: string, person: string): Scenario {
  return {
    name,
    write: (lab, id) => ({
      truth: [
        truth(
          `from:${inside} to:${person}@corp.example`,
          `${person}@corp.example`,
          'delivered',
          { user: lab.user(person), mailbox: 'INBOX' },
          { note: `sent from ${reversePath}` },
        ),
      ],
      play: async () => void (await lab.sendAs(reversePath, { id, recipients: [`${person}@corp.example`] })),
    }),
  };
}

export const forwarders: readonly Scenario[] = [
  rewritten(
    'srs0-sender',
    'SRS0=4KdX=7Q=partner.example=srs0-sender@host40.partner.example',
    'srs0-sender@partner.example',
    'wanda',
  ),
  rewritten(
    'srs1-sender',
    'SRS1=9xYz=host41.partner.example==4KdX=7Q=partner.example=srs1-sender@host40.partner.example',
    'srs1-sender@partner.example',
    'wanda',
  ),
  rewritten(
    'batv-sender',
    'prvs=3421a1b2c3=batv-sender@partner.example',
    'batv-sender@partner.example',
    'wanda',
  ),
  {
    name: 'two-messages-one-session',
    write: (lab, id) => {
      const second = id.replace('<', '<second-');
      return {
        truth: [
          truth(`id:${id}`, 'otto@corp.example', 'delivered', { user: lab.user('otto'), mailbox: 'INBOX' }),
          truth(`id:${second}`, 'wanda@corp.example', 'delivered', {
            user: lab.user('wanda'),
            mailbox: 'INBOX',
          }),
          truth(
            'from:third@partner.example to:nosuchthird@corp.example',
            'nosuchthird@corp.example',
            'rejected',
            { stage: 'rcpt', enhancedStatusCode: '5.1.1' },
          ),
        ],
        play: async () => {
          const client = await SmtpClient.open(oursAddress, 25, '127.0.2.92');
          await client.reply();
          await client.command('EHLO client.partner.example');
          for (const [sender, to, one] of [
            ['first', 'otto', id],
            ['second', 'wanda', second],
            ['third', 'nosuchthird', ''],
          ] as const) {
            await client.command(`MAIL FROM:<${sender}@partner.example>`);
            const rcpt = await client.command(`RCPT TO:<${to}@corp.example>`);
            if (rcpt.code !== 250) continue;
            await client.command('DATA');
            await client.command(`${message({ id: one, to: `${to}@corp.example` })}\r\n.`);
          }
          await client.command('QUIT');
          await pause(50);
          await lab.settled();
        },
      };
    },
  },
];
