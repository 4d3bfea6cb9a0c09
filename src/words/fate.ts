/**
 * The one sentence on a recipient's copy: where it is now, who did it, when, from which address. Chooses the sentence
 * by fate and detail; the catalogues hold the sentences. Decides nothing about the message itself.
 */
import type { Journey, Recipient } from '../journey/journey.ts';
import { isKey, type Key, text, type ValuesOf } from './catalogue.ts';
import type { Say } from './language.ts';
import { dateOf, timeOf } from './moment.ts';
import {
  clientOf,
  folderOf,
  isServer,
  listOf,
  nameOf,
  protocolOf,
  queueIdOf,
  quoteOf,
  relayOf,
  trashNameOf,
} from './phrase.ts';

/** One sentence that a helpdesk can read out, with its full stop. */
export function recipientSentence(recipient: Recipient, journey: Journey, say: Say): string {
  return text(say, 'fates', fateKey(recipient, say), fateValues(recipient, journey, say));
}

/** A fate in a word or two. */
export function fateLabel(fate: Recipient['fate'], say: Say): string {
  return text(say, 'labels', fate, {});
}

function fateKey({ fate, detail }: Recipient, say: Say): Key<'fates'> {
  switch (fate) {
    case 'rejected':
      return variant('rejected', detail.stage === 'ehlo' ? 'helo' : detail.stage);
    case 'connection-lost':
      return variant('connection-lost', lostIn[detail.stage ?? '']);
    case 'quarantined':
      return variant('quarantined', detail.kind);
    case 'discarded':
    case 'forwarded':
      return variant(fate, detail.by);
    case 'moved':
    case 'trashed':
    case 'deleted':
      if (detail.by === 'administrator' || detail.by === 'retention') return `${fate}-${detail.by}`;
      return `${fate}-${isServer(detail.clientIp, say) ? 'server' : 'client'}`;
    default:
      return fate;
  }
}

/** Which sentence says how far the client came. */
const lostIn: Readonly<Record<string, string>> = {
  connect: 'early',
  helo: 'early',
  ehlo: 'early',
  starttls: 'early',
  auth: 'early',
  mail: 'envelope',
  rcpt: 'envelope',
  data: 'data',
  bdat: 'data',
  'end-of-message': 'data',
};

function variant(
  fate: 'rejected' | 'connection-lost' | 'quarantined' | 'discarded' | 'forwarded',
  kind: string | undefined,
): Key<'fates'> {
  const key = `${fate}-${kind}`;
  return isKey('fates', key) ? key : fate;
}

function fateValues(recipient: Recipient, journey: Journey, say: Say): ValuesOf<'fates'> {
  const { fate, detail, missing, stops } = recipient;
  const at = fate === 'deferred' ? (detail.lastAttempt ?? recipient.at) : recipient.at;
  const last = stops.at(-1);
  const seen = !missing.includes('mailbox-log-off') && !missing.includes('no-mailbox-lines');
  return {
    date: dateOf(at, say),
    time: timeOf(at, say),
    ...people(recipient, say),
    likely: mark(recipient.certainty !== 'proved'),
    sender: nameOf(journey.reversePath, say),
    noSender: mark(journey.reversePath === ''),
    client: clientOf(journey.client, say),
    host: nameOf(last?.host, say),
    user: nameOf(detail.user, say),
    ip: nameOf(detail.clientIp, say),
    protocol: protocolOf(detail.protocol),
    folder: folderOf(detail.mailbox, say),
    fromFolder: folderOf(detail.fromMailbox, say),
    trash: trashNameOf(detail.mailbox, say),
    withFolder: mark(last?.stop === 'mailbox-deleted'),
    marked: mark(detail.markedDeleted === true),
    still: mark(seen && detail.user !== undefined),
    reply: quoteOf(detail.reply ?? detail.reason, say),
    reason: quoteOf(detail.reason ?? (fate === 'discarded' ? detail.reply : undefined), say),
    relay: relayOf(detail.relay, say),
    queueId: queueIdOf(detail.queueId),
    dsn: queueIdOf(detail.dsnQueueId),
    once: mark(detail.attempts === 1),
    attempts: detail.attempts !== undefined && detail.attempts > 1 ? String(detail.attempts) : undefined,
    name: quoteOf(detail.name, say),
    quarantineId: nameOf(detail.quarantineId, say),
    score: detail.score === undefined ? undefined : String(detail.score),
    targets: listOf(detail.forwardedTo, say),
    command: quoteOf(detail.command, say),
  };
}

/** Whose mailbox it is: the name that the mail store knows, else the address. */
export function ownerOf({ detail, forwardPath }: Recipient, say: Say): string | undefined {
  return nameOf(detail.user ?? forwardPath, say);
}

/** Nobody is named twice: a mailbox by its owner, everything else by the address. */
function people(recipient: Recipient, say: Say): { to: string | undefined; owner: string | undefined } {
  const to = nameOf(recipient.forwardPath, say);
  const owner = ownerOf(recipient, say);
  if (to === undefined || owner?.toLowerCase() !== to.toLowerCase()) return { to, owner };
  return inMailbox.has(recipient.fate) ? { to: undefined, owner } : { to, owner: undefined };
}

const inMailbox: ReadonlySet<Recipient['fate']> = new Set(['delivered', 'moved', 'trashed', 'deleted']);

function mark(condition: boolean): string | undefined {
  return condition ? '' : undefined;
}
