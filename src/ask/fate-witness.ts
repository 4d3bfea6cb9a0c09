/** Which lines every message of a fate has at least one of: where a search by fate begins. */
import type { Fate } from '../journey/journey.ts';
import type { EventName } from '../programs/event.ts';

interface Witness {
  readonly events: readonly EventName[];
  /** One of these stands in the line. */
  readonly text?: readonly string[];
}

const REFUSALS: readonly EventName[] = [
  'reject',
  'milter',
  'proxy',
  'postscreen',
  'greylist',
  'header-check',
  'warning',
  'sieve',
];

const WITNESSES: Readonly<Partial<Record<Fate, Witness>>> = {
  rejected: { events: REFUSALS },
  greylisted: { events: ['reject', 'milter', 'postscreen', 'greylist'] },
  'temporarily-refused': { events: ['reject', 'milter', 'postscreen'] },
  'connection-lost': { events: ['lost-connection', 'disconnect'] },
  queued: { events: ['queue-active'] },
  deferred: { events: ['delivery'], text: [' status=deferred '] },
  held: { events: ['held', 'access', 'header-check', 'milter'] },
  quarantined: { events: ['filter'], text: ['quarantine: '] },
  discarded: { events: ['access', 'header-check', 'milter', 'proxy', 'sieve', 'filter', 'delivery'] },
  expired: { events: ['expired', 'delivery'], text: ['status=expired'] },
  bounced: { events: ['delivery'], text: [' status=bounced '] },
  relayed: { events: ['delivery'], text: [' status=sent '] },
  forwarded: { events: ['delivery', 'sieve'] },
  removed: { events: ['removed'] },
  piped: { events: ['delivery'], text: [' status=sent '] },
  delivered: { events: ['delivery', 'save'] },
  moved: { events: ['copy'] },
  trashed: { events: ['copy'] },
  deleted: { events: ['expunge', 'mailbox-delete'] },
};

/** What begins a message or an attempt, for a search without a fate. */
const BEGINNINGS: readonly EventName[] = [
  'client',
  'pickup',
  'message-id',
  'reject',
  'proxy',
  'greylist',
  'postscreen',
  'lost-connection',
  'delivery',
  'save',
  'copy',
  'delete',
  'expunge',
];

export function fateWitness(fate: Fate | undefined): Witness {
  return (fate === undefined ? undefined : WITNESSES[fate]) ?? { events: BEGINNINGS };
}
