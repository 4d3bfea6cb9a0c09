/** Where a recipient's copy is among the copies in a mailbox, and who put it there. */

import { isTrash } from '../mail/mailbox-name.ts';
import type { Action, Copy } from './copy.ts';
import type { Detail, JourneyEvent } from './journey.ts';
import type { MailStore } from './mail-store.ts';
import type { Outcome } from './outcome.ts';

function protocolOf(event: JourneyEvent): string | undefined {
  return event.action;
}

function actor(event: JourneyEvent): string {
  if (event.action === 'doveadm' || event.action === 'dsync') return 'administrator';
  if (event.reason === 'autoexpunge' || event.action === 'lmtp' || event.action === 'lda') return 'retention';
  return 'user';
}

export interface CopiesOutcome extends Outcome {
  /** A Message-ID cut short was needed. */
  cut: boolean;
  /** Sessions have no ids: only the time speaks for the address. */
  sessionless: boolean;
  noLogin: boolean;
}

function acted(
  event: JourneyEvent,
  user: string,
  store: MailStore,
): { detail: Detail; lines: readonly JourneyEvent[]; certain: boolean; noLogin: boolean } {
  const by = actor(event);
  const signIn = by === 'user' ? store.signIn(event) : { ip: null, lines: [], certain: true };
  const detail: Detail = { user, by };
  if (signIn.ip !== null) detail.clientIp = signIn.ip;
  if (event.session) detail.session = event.session;
  const protocol = protocolOf(event);
  if (protocol !== undefined) detail.protocol = protocol;
  return {
    detail,
    lines: [event, ...signIn.lines],
    certain: signIn.certain,
    noLogin: by === 'user' && signIn.ip === null,
  };
}

/** undefined where no copy of this recipient is known. `copies`: this recipient's, in the order in which they were made. */
export function copiesOutcome(
  copies: readonly Copy[],
  actions: readonly Action[],
  store: MailStore,
): CopiesOutcome | undefined {
  const first = copies.find((c) => c.parent === null) ?? copies[0];
  if (first === undefined) return undefined;
  const { user } = first;
  const byPrefix = copies.some((c) => c.byPrefix);
  const lines = (copy: Copy) => (copy.made === null ? [] : [copy.made]);
  const delivered = copies.filter((c) => c.parent === null);
  const left = delivered.filter((c) => c.gone === null).sort((a, b) => Number(a.marked) - Number(b.marked));
  const here = left.find((c) => !c.marked && c.mailbox === 'INBOX') ?? left[0];
  const elsewhere = copies
    .filter((c) => c.parent !== null && c.gone === null)
    .sort((a, b) => rank(a) - rank(b));
  const renamed = [...actions]
    .reverse()
    .find((a) => a.event.event === 'mailbox-rename' && a.copy.gone === null);

  if (here !== undefined && (!here.marked || elsewhere.length === 0)) {
    const detail: Detail = { user, mailbox: here.mailbox };
    if (here.marked) detail.markedDeleted = true;
    const at = here.made?.at ?? 0;
    return {
      fate: 'delivered',
      at,
      detail,
      decided: lines(here),
      cut: byPrefix,
      sessionless: false,
      noLogin: false,
    };
  }
  const copy = elsewhere[0];
  if (copy !== undefined && copy.made !== null) {
    const how = acted(copy.made, user, store);
    const fate = isTrash(copy.mailbox) ? 'trashed' : 'moved';
    const detail: Detail = { ...how.detail, mailbox: copy.mailbox };
    const from = copy.made.fromMailbox ?? copy.parent?.mailbox;
    if (from !== undefined) detail.fromMailbox = from;
    const ends = actions.filter(
      (a) => a.copy === copy.parent && (a.event === copy.parent?.gone || a.event.event === 'delete'),
    );
    const decided = [...how.lines, ...ends.map((a) => a.event)];
    if (renamed?.copy === copy) decided.push(renamed.event);
    // The copy may be older than the end of the original: who ended it made it a move.
    const end = ends
      .map((a) => a.event)
      .find((e) => e.session !== copy.made?.session && e === copy.parent?.gone);
    if (end !== undefined) {
      const ended = acted(end, user, store);
      Object.assign(detail, ended.detail);
      decided.push(...ended.lines);
    }
    const at = end?.at ?? copy.made.at;
    return { fate, at, detail, decided, cut: byPrefix, sessionless: !how.certain, noLogin: how.noLogin };
  }
  const last = copies.reduce<Copy>((a, b) => (isLater(b.gone, a.gone) ? b : a), first);
  const gone = last.gone;
  if (gone === null) return undefined;
  const how = acted(gone, user, store);
  const detail: Detail = { ...how.detail, mailbox: last.mailbox };
  const marks = actions.filter((a) => a.copy === last && a.event.event === 'delete').map((a) => a.event);
  return {
    fate: 'deleted',
    at: gone.at,
    detail,
    decided: [...marks, ...how.lines],
    cut: byPrefix,
    sessionless: !how.certain,
    noLogin: how.noLogin,
  };
}

function isLater(a: JourneyEvent | null, b: JourneyEvent | null): boolean {
  if (a === null || b === null) return a !== null;
  return a.at > b.at || (a.at === b.at && a.seq > b.seq);
}

/** A copy that is not marked for deletion, outside the trash, newest first. */
function rank(copy: Copy): number {
  const at = copy.made?.at ?? 0;
  return (copy.marked ? 2e18 : 0) + (isTrash(copy.mailbox) ? 1e18 : 0) - at;
}
