/**
 * Filters and forwards that users set themselves over ManageSieve, and the mail that came before and after.
 */
import type { Scenario } from '../laboratory.js';
import { truth } from '../truth.js';

export const userFilters: readonly Scenario[] = [
  {
    name: 'filter-set-over-managesieve',
    write: (lab, id) => {
      const earlier = id.replace('<', '<earlier-');
      return {
        truth: [
          truth(
            `id:${earlier}`,
            'grit@corp.example',
            'delivered',
            { user: lab.user('grit'), mailbox: 'INBOX' },
            { note: 'before the user set a filter' },
          ),
          truth(`id:${id}`, 'grit@corp.example', 'delivered', { user: lab.user('grit'), mailbox: 'Bills' }),
        ],
        play: async () => {
          await lab.submit('jerry', { id: earlier, recipients: ['grit@corp.example'] });
          const session = await lab.manageSieve('grit', '127.0.1.86');
          await session.activate('bills', 'require ["fileinto", "mailbox"];\nfileinto :create "Bills";\n');
          await session.logout();
          await lab.submit('jerry', { id, recipients: ['grit@corp.example'] });
        },
      };
    },
  },
  {
    name: 'forward-set-and-taken-back',
    write: (lab, id) => {
      const later = id.replace('<', '<later-');
      return {
        truth: [
          truth(`id:${id}`, 'greta@corp.example', 'forwarded', {
            by: 'sieve',
            forwardedTo: ['dave@outside.example'],
          }),
          truth(
            `id:${id}`,
            'dave@outside.example',
            'relayed',
            { relay: 'mx.outside.example[127.0.3.1]:25' },
            { originalRecipient: 'greta@corp.example' },
          ),
          truth(
            `id:${later}`,
            'greta@corp.example',
            'delivered',
            { user: lab.user('greta'), mailbox: 'INBOX' },
            { note: 'after the user took the forward back' },
          ),
        ],
        play: async () => {
          const session = await lab.manageSieve('greta', '127.0.1.87');
          await session.activate('away', 'redirect "dave@outside.example";\n');
          await lab.submit('jerry', { id, recipients: ['greta@corp.example'] });
          await session.deactivate();
          await session.logout();
          await lab.submit('jerry', { id: later, recipients: ['greta@corp.example'] });
        },
      };
    },
  },
];
