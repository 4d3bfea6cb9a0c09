/**
 * What really became of one recipient's copy, known because the lab did it.
 * Fates and the names inside `detail` are those of the contract for `trace --json`.
 * Every entry is written down before its scenario is played; what only the servers can choose
 * (queue ids, sessions, quarantine ids) is filled in while it is played, from protocol replies and never from logs.
 */
export type Fate =
  | 'rejected'
  | 'greylisted'
  | 'temporarily-refused'
  | 'connection-lost'
  | 'queued'
  | 'deferred'
  | 'held'
  | 'quarantined'
  | 'discarded'
  | 'expired'
  | 'bounced'
  | 'relayed'
  | 'forwarded'
  | 'removed'
  | 'piped'
  | 'delivered'
  | 'moved'
  | 'trashed'
  | 'deleted'
  | 'unknown';

export type DetailValue = string | number | readonly string[];

export interface TruthEntry {
  /** A query that `waybill trace` answers with this message. */
  query: string;
  /** The address of this copy, or null where no record names one. */
  recipient: string | null;
  originalRecipient: string | null;
  fate: Fate;
  detail: Record<string, DetailValue>;
  note: string;
  unseen?: Unseen;
}

/** Where no log line can tell the truth: what an honest answer says instead. */
export interface Unseen {
  /** The fate as far as the lines go; left out where it is the true one. */
  readonly fate?: Fate;
  /** No line names the recipient. */
  readonly nameless?: true;
  readonly why: string;
}

export interface NamedTruth extends TruthEntry {
  scenario: string;
}

/** Shorthand for an entry; `detail` and `note` may be left out. */
export function truth(
  query: string,
  recipient: string | null,
  fate: Fate,
  detail: Record<string, DetailValue> = {},
  more: { originalRecipient?: string; note?: string; unseen?: Unseen } = {},
): TruthEntry {
  return {
    query,
    recipient,
    originalRecipient: more.originalRecipient ?? null,
    fate,
    detail,
    note: more.note ?? '',
    ...(more.unseen === undefined ? {} : { unseen: more.unseen }),
  };
}
