/**
 * Which lines every message of a fate has at least one of: where a search by fate begins. The narrower, the fewer
 * messages are told in vain; never so narrow that one is missed.
 */

import type { Fate } from '../journey/journey.ts';
import { TRASH } from '../mail/mailbox-name.ts';
import type { EventName } from '../programs/event.ts';
import type { Witness } from '../store/selection.ts';
import { encode } from '../syslog/bytes.ts';

interface Lines extends Witness {
  readonly events: readonly EventName[];
}

/** Behind the client and in no address: words of a greylister (attempt.ts). */
const GREYLISTED = '\\]: 4[^<]*(?:<[^>]*>[^<]*)*?(?i:gr[ae]y-?\\s?list)';

/** `copy from INBOX: box=Trash, ` (dovecot/mail-log.ts). */
const INTO_TRASH = `: box=(?:[^,]*[./])?(?i:${[...TRASH].join('|')}), `;

const WITNESSES: Readonly<Partial<Record<Fate, Lines | readonly Lines[]>>> = {
  rejected: [
    {
      events: ['reject', 'milter', 'postscreen'],
      holding: [': 5', 'rejected ', 'refused', 'reject=', '... ', 'stat=', 'message size'],
    },
    { events: ['proxy', 'header-check', 'warning', 'sieve'] },
  ],
  greylisted: [
    {
      events: ['reject', 'milter', 'postscreen'],
      holding: [': 4', 'temporarily rejected ', 'reject=4'],
    },
    { events: ['greylist'], lacking: '^action=pass' },
  ],
  'temporarily-refused': {
    events: ['reject', 'milter', 'postscreen', 'proxy', 'header-check', 'warning'],
    lacking: GREYLISTED,
    holding: [': 4', 'try again later', 'temporarily rejected ', 'reject=4'],
  },
  'connection-lost': { events: ['lost-connection', 'disconnect', 'client'] },
  queued: { events: ['queue-active', 'arrival'], inQueue: true },
  deferred: [
    { events: ['delivery'], holding: [' status=deferred ', ' == '], inQueue: true },
    { events: ['delivery'], holding: [', dsn=4', ', stat=Deferred'] },
  ],
  held: { events: ['held', 'access', 'header-check', 'milter'] },
  quarantined: { events: ['filter', 'filter-detail'], holding: ['quarantine: '] },
  discarded: [
    { events: ['delivery'], daemons: ['discard'] },
    {
      events: ['access', 'header-check', 'milter', 'proxy', 'sieve', 'filter', 'delivery'],
      holding: ['discard', 'Blocked', '/dev/null', ':blackhole:'],
      lacking: '^\\([^)]*\\) Blocked .* quarantine: ',
    },
  ],
  expired: {
    events: ['expired', 'delivery', 'notification'],
    holding: ['expired', ' ** ', ': Cannot send '],
  },
  bounced: { events: ['delivery'], holding: [' status=bounced ', ' ** ', ', dsn=5', ', stat='] },
  relayed: { events: ['delivery'], holding: [' status=sent ', '> ', ', stat=Sent', ', dsn=2'] },
  forwarded: {
    events: ['delivery', 'sieve', 'header-check', 'access'],
    holding: ['orig_to=', 'forward', 'redirect', ' <', 'ctladdr=', ' Message accepted for delivery)'],
  },
  removed: [
    { events: ['removed'], daemons: ['postsuper', 'cleanup'] },
    { events: ['removed'], holding: ['removed by '] },
  ],
  piped: {
    events: ['delivery'],
    holding: ['delivered to command: ', 'delivered via ', ' T=', ', mailer='],
  },
  delivered: { events: ['delivery', 'save'] },
  moved: { events: ['copy'], lacking: INTO_TRASH },
  trashed: { events: ['copy'], holding: [...TRASH].map(encode) },
  deleted: { events: ['expunge', 'mailbox-delete'] },
};

/** What begins a message or an attempt, for a search without a fate. */
const BEGINNINGS: readonly EventName[] = [
  'client',
  'arrival',
  'pickup',
  'message-id',
  'reject',
  'access',
  'milter',
  'proxy',
  'greylist',
  'postscreen',
  'lost-connection',
  'delivery',
  'save',
  'copy',
  'delete',
  'expunge',
  'undelete',
  'flag-change',
  'queue-active',
];

export function fateWitness(fate: Fate | undefined): readonly Witness[] {
  const known = fate === undefined ? undefined : WITNESSES[fate];
  return [known ?? { events: BEGINNINGS }].flat();
}
