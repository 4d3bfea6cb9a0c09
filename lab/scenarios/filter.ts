/**
 * The content filter: kept aside, released, tagged, passed in spite of bad headers, and away for a while.
 */
import { createServer } from 'node:net';
import { quarantineId } from '../evidence.js';
import type { Laboratory, Mail, Scenario } from '../laboratory.js';
import { withAttachment } from '../message.js';
import { pause, runProgram } from '../processes.js';
import { truth } from '../truth.js';
import type { Variant } from '../variants.js';

const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
const gtube = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\r\n';
const when = (variant: Variant): boolean => variant.filter === 'amavis';

function downForAWhile(server: 'filter' | 'dovecot', name: string, note: string): Scenario {
  return {
    name,
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          'sven@corp.example',
          'delivered',
          { user: lab.user('sven'), mailbox: 'INBOX' },
          { note },
        ),
      ],
      play: async () => {
        await lab.servers[server].stop();
        await lab.send({ id, recipients: ['sven@corp.example'] });
        await lab.servers[server].start();
        await retryAll(lab);
      },
    }),
  };
}

function kept(
  name: string,
  kind: string,
  what: string | undefined,
  mail: (id: string) => Partial<Mail>,
  recipients = ['jerry@corp.example'],
): Scenario {
  return {
    name,
    when,
    write: (lab, id) => {
      const entries = recipients.map((to) =>
        truth(`id:${id}`, to, 'quarantined', what === undefined ? { kind } : { kind, name: what }),
      );
      return {
        truth: entries,
        play: async () => {
          await lab.send({ id, recipients, ...mail(id) });
          for (const entry of entries) entry.detail.quarantineId = quarantineId(lab, id);
        },
      };
    },
  };
}

async function retryAll(lab: Laboratory): Promise<void> {
  await pause(200);
  lab.servers.ours.postfix('flush');
  await pause(400);
  await lab.settled();
}

/** Kept aside, then released by an administrator. */
const released: readonly Scenario[] = (
  [
    [
      'quarantine-released',
      'banned attachment',
      (id) => ({ data: withAttachment({ id }, 'tool.exe', 'MZ') }),
    ],
    ['virus-released', 'virus', (id) => ({ data: withAttachment({ id }, 'invoice.txt', eicar) })],
    ['spam-released', 'spam', () => ({ body: gtube })],
  ] as const satisfies readonly [string, string, (id: string) => Partial<Mail>][]
).map(([name, what, mail]) => ({
  name,
  when,
  write: (lab, id) => ({
    truth: [
      truth(
        `id:${id}`,
        'rosa@corp.example',
        'delivered',
        { user: lab.user('rosa'), mailbox: 'INBOX' },
        { note: `${what}, kept aside, then released by an administrator` },
      ),
    ],
    play: async () => {
      await lab.send({ id, recipients: ['rosa@corp.example'], ...mail(id) });
      runProgram(lab.machine, ['amavisd-release', quarantineId(lab, id)]);
      await lab.settled();
    },
  }),
}));

export const filter: readonly Scenario[] = [
  kept('virus', 'virus', 'Eicar-Test-Signature.UNOFFICIAL', (id) => ({
    data: withAttachment({ id }, 'invoice.txt', eicar),
  })),
  kept(
    'virus-for-two',
    'virus',
    'Eicar-Test-Signature.UNOFFICIAL',
    (id) => ({ data: withAttachment({ id }, 'invoice.txt', eicar) }),
    ['jerry@corp.example', 'anna@corp.example'],
  ),
  {
    name: 'virus-to-alias',
    when,
    write: (lab, id) => {
      const before = lab.variant.aliases === 'before-filter';
      const kind = { kind: 'virus', name: 'Eicar-Test-Signature.UNOFFICIAL' };
      const aside = truth(
        `id:${id}`,
        before ? 'anna@corp.example' : 'sales@corp.example',
        'quarantined',
        kind,
        before
          ? { originalRecipient: 'sales@corp.example' }
          : { note: 'kept aside before the alias was looked up' },
      );
      const alias = truth(`id:${id}`, 'sales@corp.example', 'forwarded', {
        by: 'alias',
        forwardedTo: ['anna@corp.example'],
      });
      return {
        truth: before ? [alias, aside] : [aside],
        play: async () => {
          await lab.send({
            recipients: ['sales@corp.example'],
            data: withAttachment({ id }, 'invoice.txt', eicar),
          });
          aside.detail.quarantineId = quarantineId(lab, id);
        },
      };
    },
  },
  kept('spam-quarantined', 'spam', undefined, () => ({ body: gtube })),
  kept('banned-attachment', 'banned', undefined, (id) => ({
    data: withAttachment({ id }, 'setup.exe', 'MZ this is no program'),
  })),
  ...released,
  {
    name: 'spam-tagged-into-junk',
    when,
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'quinn@corp.example', 'delivered', { user: lab.user('quinn'), mailbox: 'Junk' }),
      ],
      play: async () =>
        void (await lab.send({ id, recipients: ['quinn@corp.example'], headers: ['X-Lab-Score: suspect'] })),
    }),
  },
  {
    name: 'rescued-from-junk',
    when,
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'quinn@corp.example', 'moved', {
          user: lab.user('quinn'),
          mailbox: 'INBOX',
          clientIp: '127.0.1.60',
        }),
      ],
      play: async () => {
        await lab.send({ id, recipients: ['quinn@corp.example'], headers: ['X-Lab-Score: suspect'] });
        await lab.reading(
          'quinn',
          '127.0.1.60',
          async (imap) => imap.move(await imap.find(id), 'INBOX'),
          'Junk',
        );
      },
    }),
  },
  {
    name: 'bad-header-passed',
    when,
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          'sven@corp.example',
          'delivered',
          { user: lab.user('sven'), mailbox: 'INBOX' },
          { note: 'a badh- copy is in quarantine, the message was passed on' },
        ),
      ],
      play: async () =>
        void (await lab.send({ id, recipients: ['sven@corp.example'], subject: 'raw \u00fcml\u00e4ut' })),
    }),
  },
  { when, ...downForAWhile('filter', 'filter-down-for-a-while', 'deferred while the filter was down') },
  {
    name: 'filter-hangs',
    when,
    last: true,
    write: (lab, id) => {
      const entry = truth(
        `id:${id}`,
        'jerry@corp.example',
        'queued',
        {},
        {
          note: 'the filter takes the connection and says nothing',
          unseen: { nameless: true, why: 'nothing names the recipients before the first try has ended' },
        },
      );
      return {
        truth: [entry],
        play: async () => {
          await lab.servers.filter.stop();
          const silent = createServer();
          await new Promise<void>((resolve) => silent.listen(10024, '127.0.0.1', resolve));
          const outcome = await lab.send({ id, recipients: ['jerry@corp.example'], hurry: true });
          entry.detail.queueId = outcome.queueId ?? '';
        },
      };
    },
  },
  {
    name: 'burst-after-outage',
    write: (lab, id) => {
      const ids = ['anna', 'rosa', 'sven', 'mei', 'omar'].map(
        (name) => [name, id.replace('<', `<${name}-`)] as const,
      );
      return {
        truth: ids.map(([name, one]) =>
          truth(
            `id:${one}`,
            `${name}@corp.example`,
            'delivered',
            { user: lab.user(name), mailbox: 'INBOX' },
            { note: 'deferred with others, then several in one LMTP session' },
          ),
        ),
        play: async () => {
          await lab.servers.dovecot.stop();
          for (const [name, one] of ids) await lab.send({ id: one, recipients: [`${name}@corp.example`] });
          await lab.servers.dovecot.start();
          await retryAll(lab);
        },
      };
    },
  },
  downForAWhile('dovecot', 'lmtp-down-for-a-while', 'deferred while Dovecot was down'),
];
