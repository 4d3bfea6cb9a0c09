/**
 * Mail that leaves: relayed, refused, put off, given up, taken out of the queue; and mailboxes that are full.
 */
import { noticeQueueId, queued } from '../evidence.js';
import type { Laboratory, Scenario } from '../laboratory.js';
import { pause } from '../processes.js';
import { truth } from '../truth.js';

const outside = 'mx.outside.example[127.0.3.1]:25';
const odd = 'mx.odd.example[127.0.4.1]:25';
const big = 'z'.repeat(70).concat('\r\n').repeat(60);

async function retry(lab: Laboratory, recipient: string): Promise<void> {
  lab.servers.ours.retry(queued(lab, recipient).queue_id);
  await pause(300);
  await lab.settled();
}

export const outgoing: readonly Scenario[] = [
  {
    name: 'submission-relayed',
    write: (lab, id) => ({
      truth: [truth(`id:${id}`, 'bob@outside.example', 'relayed', { relay: outside })],
      play: async () => void (await lab.submit('jerry', { id, recipients: ['bob@outside.example'] })),
    }),
  },
  {
    name: 'submission-to-colleague-and-outside',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'anna@corp.example', 'delivered', { user: lab.user('anna'), mailbox: 'INBOX' }),
        truth(`id:${id}`, 'carol@outside.example', 'relayed', { relay: outside }),
      ],
      play: async () =>
        void (await lab.submit('jerry', { id, recipients: ['anna@corp.example', 'carol@outside.example'] })),
    }),
  },
  {
    name: 'remote-bounced',
    write: (lab, id) => {
      const entry = truth(`id:${id}`, 'nobody@outside.example', 'bounced', {
        relay: outside,
        enhancedStatusCode: '5.1.1',
      });
      return {
        truth: [entry],
        play: async () => {
          await lab.submit('zoe', { id, recipients: ['nobody@outside.example'] });
          entry.detail.dsnQueueId = noticeQueueId(lab, { person: 'zoe' }, id);
        },
      };
    },
  },
  {
    name: 'remote-refused-after-data',
    write: (lab, id) => {
      const reply = '554 5.7.1 Not taken after all';
      const entry = truth(`id:${id}`, 'strict@odd.example', 'bounced', {
        relay: odd,
        reply,
        enhancedStatusCode: '5.7.1',
      });
      return {
        truth: [entry],
        play: async () => {
          lab.remote.script('strict@odd.example', { end: reply });
          await lab.submit('zoe', { id, recipients: ['strict@odd.example'] });
          entry.detail.dsnQueueId = noticeQueueId(lab, { person: 'zoe' }, id);
        },
      };
    },
  },
  {
    name: 'remote-down',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'someone@down.example', 'deferred', {
          relay: 'none',
          reply: 'connect to mx.down.example[127.0.6.1]:25: Connection refused',
          enhancedStatusCode: '4.4.1',
          attempts: 2,
        }),
      ],
      play: async () => {
        await lab.submit('jerry', { id, recipients: ['someone@down.example'] });
        await retry(lab, 'someone@down.example');
      },
    }),
  },
  {
    name: 'remote-put-off',
    write: (lab, id) => {
      const reply = '451 4.3.0 Not now';
      return {
        truth: [
          truth(`id:${id}`, 'never@odd.example', 'deferred', {
            relay: odd,
            reply,
            enhancedStatusCode: '4.3.0',
            attempts: 1,
          }),
        ],
        play: async () => {
          lab.remote.script('never@odd.example', { rcpt: reply });
          await lab.submit('jerry', { id, recipients: ['never@odd.example'] });
        },
      };
    },
  },
  {
    name: 'deferred-then-relayed',
    write: (lab, id) => ({
      truth: [truth(`id:${id}`, 'late@odd.example', 'relayed', { relay: odd })],
      play: async () => {
        lab.remote.script('late@odd.example', { rcpt: '450 4.2.0 Come back later' });
        await lab.submit('jerry', { id, recipients: ['late@odd.example'] });
        lab.remote.clear('late@odd.example');
        await retry(lab, 'late@odd.example');
      },
    }),
  },
  {
    name: 'deferred-then-removed',
    write: (lab, id) => {
      const entry = truth(`id:${id}`, 'withdrawn@odd.example', 'removed', { by: 'administrator' });
      return {
        truth: [entry],
        play: async () => {
          lab.remote.script('withdrawn@odd.example', { rcpt: '450 4.2.0 Come back later' });
          await lab.submit('jerry', { id, recipients: ['withdrawn@odd.example'] });
          entry.detail.queueId = queued(lab, 'withdrawn@odd.example').queue_id;
          lab.servers.ours.postsuper('-d', entry.detail.queueId);
        },
      };
    },
  },
  {
    name: 'expired',
    write: (lab, id) => {
      const entry = truth(`id:${id}`, 'gone@odd.example', 'expired', {
        reply: '450 4.2.0 Mailbox away',
        enhancedStatusCode: '4.2.0',
      });
      return {
        truth: [entry],
        play: async () => {
          lab.remote.script('gone@odd.example', { rcpt: '450 4.2.0 Mailbox away' });
          await lab.submit('zoe', { id, recipients: ['gone@odd.example'] });
          lab.servers.ours.setting('maximal_queue_lifetime=1s');
          lab.servers.ours.postfix('reload');
          await pause(1500);
          await retry(lab, 'gone@odd.example');
          lab.servers.ours.setting('maximal_queue_lifetime=5d');
          lab.servers.ours.postfix('reload');
          await pause(300);
          entry.detail.dsnQueueId = noticeQueueId(lab, { person: 'zoe' }, id);
        },
      };
    },
  },
  {
    name: 'over-quota-later',
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'paula@corp.example', 'deferred', {
          relay: 'mx1.corp.example[private/dovecot-lmtp]',
          enhancedStatusCode: '4.2.2',
          attempts: 1,
        }),
      ],
      play: async () => void (await lab.send({ id, recipients: ['paula@corp.example'], body: big })),
    }),
  },
  {
    name: 'over-quota-bounced',
    write: (lab, id) => {
      const entry = truth(`id:${id}`, 'peter@corp.example', 'bounced', {
        relay: 'mx1.corp.example[private/dovecot-lmtp]',
        enhancedStatusCode: '5.2.2',
      });
      return {
        truth: [entry],
        play: async () => {
          await lab.send({ id, recipients: ['peter@corp.example'], body: big });
          entry.detail.dsnQueueId = noticeQueueId(lab, 'alice', id);
        },
      };
    },
  },
  {
    name: 'international-address',
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          'müller@bücher.example',
          'bounced',
          { enhancedStatusCode: '5.6.7' },
          { note: 'LMTP does not offer SMTPUTF8' },
        ),
      ],
      play: async () =>
        void (await lab.send({ id, mailParameters: ' SMTPUTF8', recipients: ['müller@bücher.example'] })),
    }),
  },
];
