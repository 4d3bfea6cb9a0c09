/**
 * A filter before the queue (smtpd_proxy_filter) on a port of its own: accepted, refused or dropped while the client waits.
 */
import { quarantineId } from '../evidence.js';
import type { Scenario } from '../laboratory.js';
import { withAttachment } from '../message.js';
import { truth } from '../truth.js';
import type { Variant } from '../variants.js';

const when = (variant: Variant): boolean => variant.filter === 'amavis';
const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
const port = 26;

export const beforeQueue: readonly Scenario[] = [
  {
    name: 'before-queue-accepted',
    when,
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'desk@corp.example', 'delivered', { user: lab.user('desk'), mailbox: 'INBOX' }),
      ],
      play: async () =>
        void (await lab.sendAs('before-accepted-by-filter@partner.example', {
          id,
          port,
          recipients: ['desk@corp.example'],
        })),
    }),
  },
  {
    name: 'before-queue-virus-refused',
    when,
    write: (lab, id) => {
      const entry = truth(
        `id:${id}`,
        'desk@corp.example',
        'rejected',
        { stage: 'filter', enhancedStatusCode: '5.7.0' },
        { note: 'a copy is in quarantine all the same' },
      );
      return {
        truth: [entry],
        play: async () => {
          const outcome = await lab.sendAs('before-virus@partner.example', {
            port,
            recipients: ['desk@corp.example'],
            data: withAttachment({ id }, 'invoice.txt', eicar),
          });
          entry.detail.reply = outcome.end?.text ?? '';
        },
      };
    },
  },
  {
    name: 'before-queue-banned-discarded',
    when,
    write: (lab, id) => {
      const entry = truth(`id:${id}`, 'desk@corp.example', 'quarantined', { kind: 'banned' });
      return {
        truth: [entry],
        play: async () => {
          await lab.sendAs('before-banned@partner.example', {
            port,
            recipients: ['desk@corp.example'],
            data: withAttachment({ id }, 'setup.exe', 'MZ'),
          });
          entry.detail.quarantineId = quarantineId(lab, id);
        },
      };
    },
  },
  {
    name: 'before-queue-header-refused',
    when,
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          'desk@corp.example',
          'rejected',
          { stage: 'header', reason: 'We do not take such subjects' },
          { note: 'refused behind the filter, passed on by it' },
        ),
      ],
      play: async () =>
        void (await lab.sendAs('before-header@partner.example', {
          id,
          port,
          recipients: ['desk@corp.example'],
          subject: '[refuse-me] through the filter',
        })),
    }),
  },
];
