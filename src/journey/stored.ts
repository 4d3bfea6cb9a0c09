/**
 * What the mail store did with a copy that was handed to it: Sieve's lines of that session, the copy that a save line
 * made, and what users did with it afterwards.
 */
import { isTrash } from '../mail/mailbox-name.ts';
import { copiesOutcome } from './copies.ts';
import type { Action, Copy } from './copy.ts';
import type { Delivered } from './delivered.ts';
import type { Entry } from './entry.ts';
import { type Detail, type JourneyEvent, type Missing, type Seen, wouldTell } from './journey.ts';
import type { MailStore } from './mail-store.ts';
import type { Outcome } from './outcome.ts';

export interface Stored extends Outcome {
  likely: boolean;
  missing: Missing[];
}

function sieve(lines: readonly JourneyEvent[], action: string): JourneyEvent | undefined {
  return lines.find((e) => e.event === 'sieve' && e.action === action);
}

/** `lines`: the store's own about this hand-over. `handed`: the outcome by the hand-over alone. */
export function stored(
  entry: Entry,
  handed: Delivered,
  lines: readonly JourneyEvent[],
  copies: readonly Copy[],
  actions: readonly Action[],
  store: MailStore,
  seen: Seen,
): Stored {
  const missing: Missing[] = [];
  const storeHost = lines[0]?.host ?? handed.toStore?.event.host ?? '';
  const told = wouldTell(seen, storeHost, handed.at);
  const forwardedTo = entry.forwards.map((f) => f.to);
  const found = copiesOutcome(copies, actions, store);
  if (found !== undefined) {
    const detail: Detail = { ...found.detail };
    if (forwardedTo.length > 0) detail.forwardedTo = forwardedTo;
    if (found.noLogin) missing.push('no-login-line');
    const unsure =
      found.fate === 'deleted' &&
      detail.by === 'user' &&
      detail.protocol !== 'pop3' &&
      !seen.mailLog.get(storeHost)?.copies &&
      !isTrash(detail.mailbox ?? '');
    if (unsure) missing.push('copies-not-logged');
    if (found.cut) missing.push('message-id-cut');
    if (found.sessionless) missing.push('no-sessions');
    const at = found.fate === 'delivered' && found.at === 0 ? handed.at : found.at;
    // A save line of the delivery agent is no promise that later actions would be logged.
    const blind = found.fate === 'delivered' && !told;
    if (blind) missing.push('mailbox-log-off');
    const likely = found.cut || found.sessionless || unsure || blind;
    return {
      ...found,
      likely,
      at,
      detail,
      decided: [...handed.decided, ...lines, ...found.decided],
      missing,
    };
  }
  const user = lines.find((e) => e.user !== undefined)?.user;
  const decided = [...handed.decided, ...lines];
  const keep = sieve(lines, 'stored');
  if (keep === undefined) {
    const rejected = sieve(lines, 'rejected');
    if (rejected !== undefined) {
      const detail: Detail = { stage: 'sieve' };
      if (user !== undefined) detail.user = user;
      if (rejected.reason !== undefined && !rejected.reason.endsWith('reject'))
        detail.reason = rejected.reason;
      return { fate: 'rejected', at: rejected.at, detail, decided, likely: false, missing };
    }
    const forwarded = sieve(lines, 'forwarded');
    if (forwarded !== undefined) {
      return {
        fate: 'forwarded',
        at: forwarded.at,
        detail: { by: 'sieve', forwardedTo },
        decided,
        likely: false,
        missing,
      };
    }
    const discarded = sieve(lines, 'discarded');
    if (discarded !== undefined) {
      const detail: Detail = { by: 'sieve' };
      if (user !== undefined) detail.user = user;
      return { fate: 'discarded', at: discarded.at, detail, decided, likely: false, missing };
    }
  }
  const detail: Detail = { ...handed.detail };
  if (forwardedTo.length > 0) detail.forwardedTo = forwardedTo;
  const save = lines.find((e) => e.event === 'save');
  const mailbox = keep?.mailbox ?? save?.mailbox;
  if (user !== undefined) detail.user = user;
  if (mailbox !== undefined) detail.mailbox = mailbox;
  const known = mailbox !== undefined;
  if (handed.fate === 'piped' && !known) return { ...handed, detail, decided, likely: false, missing };
  if (known) delete detail.command;
  if (!seen.mailboxLines) missing.push('no-mailbox-lines');
  else if (handed.toStore?.direct) missing.push('no-delivery-line');
  else if (!told) missing.push('mailbox-log-off');
  const likely = !told || !known;
  if (likely && missing.length === 0) missing.push('no-delivery-line');
  return { fate: 'delivered', at: keep?.at ?? handed.at, detail, decided, likely, missing };
}
