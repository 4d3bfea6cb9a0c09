/** Copies in mailboxes, the hand-overs that they come from, and what was done with them. */
import { sameMessageId } from '../mail/identity.ts';
import type { JourneyEvent } from './journey.ts';

/** A hand-over to the mail store: what a save line has to match to be this recipient's copy. */
export interface Delivery {
  readonly forwardPath: string;
  /** Dovecot's name of the mailbox owner, where its lines say. */
  readonly user: string | null;
  /** Session id as the LMTP reply names it, with its suffix. */
  readonly session: string | null;
  /** Where it was handed over. */
  readonly host: string;
  /** Put into the mailbox without a delivery agent of Dovecot: no save line is about it. */
  readonly direct: boolean;
  readonly messageId: string | null;
  readonly at: number;
  /** The copy where the line of the mail store named a mailbox but no uid. */
  mailbox: string | null;
}

export interface Copy {
  readonly owner: Delivery | null;
  readonly user: string;
  mailbox: string;
  uid: number | undefined;
  /** The copy that this one was made from. */
  readonly parent: Copy | null;
  /** The line that made it; null where only later lines show that it existed. */
  readonly made: JourneyEvent | null;
  gone: JourneyEvent | null;
  marked: boolean;
  /** Whether a Message-ID that was cut short was needed to find it. */
  readonly byPrefix: boolean;
}

export interface Action {
  readonly event: JourneyEvent;
  readonly copy: Copy;
}

/** '' where no line names one. */
export function idOf(copy: Copy): string {
  return copy.made?.messageId ?? copy.owner?.messageId ?? '';
}

export function isSame(copy: Copy, event: JourneyEvent): boolean {
  return !!event.messageId && sameMessageId(idOf(copy), event.messageId) !== undefined;
}

export function isOther(copy: Copy, event: JourneyEvent): boolean {
  const id = idOf(copy);
  return id !== '' && !!event.messageId && sameMessageId(id, event.messageId) === undefined;
}

/** Mailboxes that clients fill by themselves: a copy there is not the delivered one. */
const OWN =
  /^(?:.*[./])?(?:sent|sent items|sent messages|gesendet|gesendete elemente|drafts|entwürfe|寄件備份|已傳送的郵件|草稿|草稿匣)$/i;

/** Can the delivered copy, whose making no line shows, have lain in this mailbox? */
export function isPlace(delivery: Delivery, mailbox: string | undefined): boolean {
  if (mailbox === undefined) return true;
  return delivery.mailbox === null ? !OWN.test(mailbox) : delivery.mailbox === mailbox;
}
