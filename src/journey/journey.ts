/**
 * A journey: what became of one message, for each of its recipients. Plain data between the linking of events
 * (this room) and the words that people read (`src/words`). Everything that is said carries the ids of the log
 * lines that prove it. The names of fates, details and certainties are those of the command line's JSON answer.
 */
import type { Client, LogEvent } from '../programs/event.ts';

/** An understood line together with its place in the store. Events are ordered by (at, seq). */
export interface JourneyEvent extends LogEvent {
  readonly at: number;
  readonly id: string;
  readonly seq: number;
  /** The line as it was written. */
  readonly written: string;
}

export const FATES = [
  'rejected',
  'greylisted',
  'temporarily-refused',
  'connection-lost',
  'queued',
  'deferred',
  'held',
  'quarantined',
  'discarded',
  'expired',
  'bounced',
  'relayed',
  'forwarded',
  'removed',
  'piped',
  'delivered',
  'moved',
  'trashed',
  'deleted',
  'unknown',
] as const;

export type Fate = (typeof FATES)[number];

export type Certainty = 'proved' | 'likely' | 'unknown';

export interface Detail {
  stage?: string;
  reply?: string;
  enhancedStatusCode?: string;
  reason?: string;
  attempts?: number;
  /** Microseconds since the epoch; ISO 8601 in the JSON answer. */
  lastAttempt?: number;
  queueId?: string;
  relay?: string;
  kind?: 'virus' | 'spam' | 'banned' | 'bad-header' | 'condition';
  name?: string;
  quarantineId?: string;
  by?: string;
  dsnQueueId?: string;
  forwardedTo?: readonly string[];
  command?: string;
  user?: string;
  mailbox?: string;
  fromMailbox?: string;
  clientIp?: string;
  session?: string;
  protocol?: string;
  score?: number;
  /** A check of who sent it (spf, dkim, dmarc), what it said of which domain, or the key that signed. */
  method?: string;
  result?: string;
  domain?: string;
  selector?: string;
  /** How the connection was encrypted, as the server words it. */
  tls?: string;
  /** anonymous, untrusted, trusted, verified: what it knows of the other side's certificate. */
  trust?: string;
  /** The list in the DNS that a refusal names. */
  list?: string;
  /** The copy that is left bears the \Deleted flag. */
  markedDeleted?: boolean;
}

export type StopName =
  | 'greylisted'
  | 'refused'
  | 'temporarily-refused'
  | 'connection-lost'
  | 'accepted' // from a client on the network
  | 'submitted' // by a signed-in user or a local program
  | 'sender-checked' // SPF, DKIM or DMARC said something of the sender
  | 'signed' // our own DKIM signature was added
  | 'checked' // a header or body check, an access rule or a milter that let it pass
  | 'held'
  | 'released'
  | 'requeued'
  | 'queued'
  | 'filtered' // a content filter let it pass
  | 'blocked' // a content filter kept or dropped it
  | 'reinjected'
  | 'expanded' // an alias or list was expanded, or a redirect applied
  | 'deferred'
  | 'expired'
  | 'bounced'
  | 'notified' // a notice went to the sender
  | 'relayed'
  | 'piped'
  | 'discarded'
  | 'removed'
  | 'handed-over' // to the mail store (LMTP, LDA)
  | 'delivered'
  | 'sieve-stored'
  | 'sieve-forwarded'
  | 'sieve-discarded'
  | 'sieve-rejected'
  | 'auto-replied'
  | 'over-quota'
  | 'copied'
  | 'moved'
  | 'trashed'
  | 'flagged'
  | 'marked-deleted'
  | 'undeleted'
  | 'expunged'
  | 'mailbox-deleted'
  | 'mailbox-renamed'
  | 'fetched'; // by POP3

export interface Stop {
  readonly at: number;
  readonly stop: StopName;
  readonly host: string;
  readonly program: string;
  /** What the sentence of this stop may name. */
  readonly detail: Detail & {
    readonly client?: Client;
    readonly flags?: readonly string[];
    readonly spam?: boolean;
  };
  readonly evidence: readonly string[];
}

/** What could not be seen. Each code has a sentence in every catalogue. */
export type Missing =
  | 'mailbox-log-off' // Dovecot's mail_log plugin wrote nothing in the covered time
  | 'no-mailbox-lines' // no line of Dovecot at all
  | 'no-delivery-line' // the mail store wrote nothing about this hand-over
  | 'no-login-line' // the session of a mailbox action has no login line
  | 'no-sessions' // lines without session ids (Dovecot 1.x)
  | 'copies-not-logged' // no copy line on this host: a move cannot be told from a deletion
  | 'message-id-cut' // matched by the first part of a Message-ID
  | 'no-filter-lines' // handed to a content filter whose lines are not here
  | 'second-leg' // queued again under an id that has no lines here
  | 'no-arrival' // the lines begin after the message had arrived
  | 'no-end' // the lines end before a conclusion
  | 'shared-message-id' // another message bears the same Message-ID
  | 'retrieval-unknown' // POP3 does not log which messages were fetched
  | 'remote'; // what the next server did with it is in that server's logs

export interface Recipient {
  readonly forwardPath: string | null;
  readonly originalRecipient: string | null;
  readonly fate: Fate;
  readonly at: number;
  readonly detail: Detail;
  readonly certainty: Certainty;
  readonly missing: readonly Missing[];
  readonly stops: readonly Stop[];
  /** In the order of time. */
  readonly evidence: readonly JourneyEvent[];
}

export interface Journey {
  readonly id: string;
  /** With its brackets; null where it has none. */
  readonly messageId: string | null;
  readonly queueIds: readonly string[];
  /** '' is the null sender; null where no line names it. */
  readonly reversePath: string | null;
  readonly headerFrom: string | null;
  readonly subject: string | null;
  readonly size: number | null;
  readonly client: Client | null;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly recipients: readonly Recipient[];
}

/** What the logs at hand can show at all; decides between "did not happen" and "could not be seen". */
export interface Seen {
  readonly mailboxLines: boolean;
  /**
   * Since when a host's Dovecot tells what happens in mailboxes (mail_log plugin), in microseconds since the epoch, and
   * whether copies are among it: without them a move looks like a deletion. Hosts without the plugin are absent.
   */
  readonly mailLog: ReadonlyMap<string, { readonly since: number; readonly copies: boolean }>;
}

/** Where mailbox lines begin within this time after a delivery, they would have told of it; microseconds. */
const QUIET = 86_400_000_000;

/** Would a user's action on this host at this time have been logged? */
export function wouldTell(seen: Seen, host: string, at: number): boolean {
  const since = seen.mailLog.get(host)?.since;
  return since !== undefined && at >= since - QUIET;
}
