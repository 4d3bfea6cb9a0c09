/** Which lines are asked for. Strings are text, not bytes. */

/** Microseconds since the epoch: `since` inclusive, `until` exclusive. */
export interface Span {
  readonly since?: number;
  readonly until?: number;
}

/** Any one of these keys. */
export interface Keys {
  readonly queueIds?: readonly string[];
  /** Whole ones and what logs cut off them, down to 32 characters; brings others that begin with the same 32, too. */
  readonly messageIdsLike?: readonly string[];
  /** What is left of Message-IDs that were cut short; below 32 characters every line is looked at. */
  readonly messageIdPrefixes?: readonly string[];
  /** Without what comes after the first `:`. */
  readonly sessions?: readonly string[];
  /** As addressKey has them. */
  readonly addresses?: readonly string[];
  readonly clientIps?: readonly string[];
  /** Of tries (keys.ts) that name both ends. */
  readonly envelopes?: readonly Envelope[];
  /** Of accepted messages: lines that name the recipient of one, and no other sender. */
  readonly acceptedEnvelopes?: readonly Envelope[];
  /** Whose mailbox was renamed or deleted, as addressKey has them. */
  readonly folderUsers?: readonly string[];
}

/** As addressKey has them; '' is the null sender. */
export interface Envelope {
  readonly from: string;
  readonly to: string;
}

export interface Process {
  readonly host: string;
  readonly program: string;
  readonly pid: string;
}

export type ProcessSpan = Process & Required<Span>;

/** What is found by its place in the log: by keys, times, processes. */
export type Selection = Span & { readonly events?: readonly string[] } & (
    | { readonly ids: readonly string[] }
    | { readonly keys: Keys }
    /** Each within its own span. */
    | { readonly processes: readonly ProcessSpan[] }
    | { readonly events: readonly string[] }
    /** Whose texts hold one of these, letter case of ASCII aside. */
    | { readonly events: readonly string[]; readonly holding: readonly string[] }
    /** Of these events, within one of these times, and without a queue id. */
    | { readonly events: readonly string[]; readonly withoutQueueId: readonly Required<Span>[] }
    | { readonly all: true }
    | { readonly anyOf: readonly Selection[] }
  );

/** Lines of these events, and of them only such as have all that is set: found by looking at every line. */
export interface Witness {
  readonly events: readonly string[];
  /** One of these texts (latin1), letter case of ASCII aside. */
  readonly holding?: readonly string[];
  /** Not this pattern (RE2). */
  readonly lacking?: string;
  /** Of one of these daemons: the last part of the program's name. */
  readonly daemons?: readonly string[];
  /** Their queue file was taken up oftener than it was done with. */
  readonly inQueue?: true;
}

/** Spans that meet or overlap as one; in the order of time. */
export function united(spans: readonly Required<Span>[]): Required<Span>[] {
  const all: { since: number; until: number }[] = [];
  for (const { since, until } of spans.toSorted((a, b) => a.since - b.since)) {
    const last = all[all.length - 1];
    if (last === undefined || since > last.until) all.push({ since, until });
    else last.until = Math.max(last.until, until);
  }
  return all;
}
