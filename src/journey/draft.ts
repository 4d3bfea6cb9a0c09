/**
 * A recipient before the mailboxes are looked at: what the delivery lines amount to, and the hand-over to the mail store
 * with what the store wrote about it. Sieve's redirects make further recipients here.
 */

import type { Delivery } from './copy.ts';
import { type Delivered, delivered } from './delivered.ts';
import { Entries, type Entry } from './entry.ts';
import type { JourneyEvent } from './journey.ts';
import type { MailStore } from './mail-store.ts';
import type { Message } from './message.ts';
import { list } from './message-legs.ts';
import { agentOf } from './program.ts';

export interface Draft {
  readonly message: Message;
  readonly entry: Entry;
  readonly handed: Delivered | undefined;
  readonly delivery: Delivery | null;
  /** The mail store's lines about the hand-over. */
  readonly lines: readonly JourneyEvent[];
}

/** One for each recipient of a message. */
export function draftsOf(message: Message, store: MailStore): Draft[] {
  const entries = new Entries(message);
  const first = entries.all();
  const drafts = first.map((entry) => {
    const draft = draftOf(message, entry, store);
    for (const e of draft.lines) {
      if (e.event !== 'sieve' || e.action !== 'forwarded' || entry.forwardPath === null) continue;
      for (const to of list(e.forwardPath)) entries.forward(entry.forwardPath, to, 'sieve', e);
    }
    return draft;
  });
  const known = new Set(first);
  // Where a redirect went that no line of a queue names.
  const more = entries.all().filter((entry) => !known.has(entry));
  return [
    ...drafts,
    ...more.map((entry) => ({ message, entry, handed: undefined, delivery: null, lines: [] })),
  ];
}

function draftOf(message: Message, entry: Entry, store: MailStore): Draft {
  const handed = delivered(message, entry);
  const { forwardPath } = entry;
  if (handed === undefined || forwardPath === null)
    return { message, entry, handed, delivery: null, lines: [] };
  if (handed.toStore === undefined) {
    const last = entry.deliveries.at(-1)?.event;
    const refused =
      (handed.fate === 'deferred' || handed.fate === 'bounced') &&
      last !== undefined &&
      agentOf(last) === 'lmtp';
    const lines = refused
      ? store.deliveryLines(null, message.messageId, forwardPath, last as JourneyEvent)
      : [];
    return { message, entry, handed, delivery: null, lines };
  }
  const { session, event, direct = false } = handed.toStore;
  const messageId = handed.leg.messageId || message.messageId;
  const lines = direct ? [] : store.deliveryLines(session, messageId, forwardPath, event);
  const user = lines.find((e) => e.user !== undefined)?.user ?? null;
  const { host, at } = event;
  const delivery = { forwardPath, user, session, host, direct, messageId, at, mailbox: placeOf(lines) };
  return { message, entry, handed, delivery, lines };
}

/** Where the delivery agent says that it put the copy. */
function placeOf(lines: readonly JourneyEvent[]): string | null {
  const put = lines.find(
    (e) => e.mailbox !== undefined && (e.event === 'save' || e.action === 'stored' || e.action === 'kept'),
  );
  return put?.mailbox ?? null;
}
