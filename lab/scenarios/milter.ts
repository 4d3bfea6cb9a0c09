/**
 * Rspamd as milter: refuses, keeps aside in the hold queue, drops, greylists, tags; and a milter that is down.
 */
import type { Scenario } from '../laboratory.js';
import { withAttachment } from '../message.js';
import { pause } from '../processes.js';
import { type Fate, type TruthEntry, truth } from '../truth.js';
import type { Variant } from '../variants.js';

const when = (variant: Variant): boolean => variant.filter === 'rspamd';
const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
const gtube = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\r\n';

/** One message whose header asks the milter for something. */
function asked(
  name: string,
  word: string,
  fate: Fate,
  detail: TruthEntry['detail'],
  mail: { body?: string; attachment?: string } = {},
  note = '',
): Scenario {
  return {
    name,
    when,
    write: (lab, id) => {
      const entry = truth(
        `id:${id}`,
        'jerry@corp.example',
        fate,
        fate === 'delivered' ? { user: lab.user('jerry'), ...detail } : detail,
        { note },
      );
      return {
        truth: [entry],
        play: async () => {
          const parts = {
            id,
            headers: word === '' ? [] : [`X-Lab: ${word}`],
            ...(mail.body === undefined ? {} : { body: mail.body }),
          };
          const data =
            mail.attachment === undefined
              ? {}
              : { data: withAttachment(parts, 'invoice.txt', mail.attachment) };
          const outcome = await lab.send({ recipients: ['jerry@corp.example'], ...parts, ...data });
          if (fate === 'held') entry.detail.queueId = outcome.queueId ?? '';
          if (fate === 'rejected' || fate === 'temporarily-refused')
            entry.detail.reply = outcome.end?.text ?? '';
        },
      };
    },
  };
}

export const milter: readonly Scenario[] = [
  asked('milter-refused', 'reject', 'rejected', { stage: 'milter', reason: 'Refused by the lab' }),
  asked('milter-gtube', '', 'rejected', { stage: 'milter' }, { body: gtube }),
  asked('milter-virus', '', 'rejected', { stage: 'milter' }, { attachment: eicar }),
  asked('milter-later', 'later', 'temporarily-refused', { stage: 'milter' }),
  asked(
    'milter-quarantined',
    'quarantine',
    'held',
    {},
    {},
    "the milter asked for quarantine: Postfix' hold queue",
  ),
  asked('milter-discarded', 'discard', 'discarded', { by: 'milter' }),
  asked('milter-subject-rewritten', 'subject', 'delivered', { mailbox: 'INBOX' }),
  asked('milter-tagged-into-junk', 'suspect', 'delivered', { mailbox: 'Junk' }),
  asked('milter-greylisted', 'grey', 'greylisted', { attempts: 1 }),
  {
    name: 'milter-greylisted-then-delivered',
    when,
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'anna@corp.example', 'delivered', { user: lab.user('anna'), mailbox: 'INBOX' }),
      ],
      play: async () => {
        const headers = ['X-Lab: grey'];
        await lab.sendThroughPartner({
          id,
          headers,
          from: 'Carol <carol@partner.example>',
          recipients: ['anna@corp.example'],
        });
        await pause(5000);
        for (const one of lab.servers.sender.entries()) lab.servers.sender.retry(one.queue_id);
        await pause(300);
        await lab.settled();
      },
    }),
  },
  {
    name: 'milter-quarantined-then-released',
    when,
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, 'rosa@corp.example', 'delivered', { user: lab.user('rosa'), mailbox: 'INBOX' }),
      ],
      play: async () => {
        const outcome = await lab.send({
          id,
          headers: ['X-Lab: quarantine'],
          recipients: ['rosa@corp.example'],
        });
        lab.servers.ours.postsuper('-H', outcome.queueId ?? '');
        lab.servers.ours.postfix('flush');
        await pause(300);
        await lab.settled();
      },
    }),
  },
  {
    name: 'milter-down',
    when,
    write: (lab) => {
      const entry = truth(
        'client:127.0.2.90',
        null,
        'temporarily-refused',
        { stage: 'milter' },
        { note: 'refused at connect, before any address was said' },
      );
      return {
        truth: [entry],
        play: async () => {
          await lab.servers.filter.stop();
          await lab.send({
            ip: '127.0.2.90',
            id: '<milter-down@partner.example>',
            recipients: ['jerry@corp.example'],
          });
          await lab.servers.filter.start();
        },
      };
    },
  },
];
