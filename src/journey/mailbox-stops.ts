/** The part of a timeline that the mail store tells: delivery, Sieve, and what users did with their copy. */
import { isTrash } from '../mail/mailbox-name.ts';
import type { Action } from './copy.ts';
import type { JourneyEvent, StopName } from './journey.ts';
import type { MailStore } from './mail-store.ts';
import { list } from './message-legs.ts';
import type { Timeline } from './timeline.ts';

const SIEVE_STOPS: Readonly<Record<string, StopName>> = {
  stored: 'sieve-stored',
  forwarded: 'sieve-forwarded',
  discarded: 'sieve-discarded',
  rejected: 'sieve-rejected',
  vacation: 'auto-replied',
};

export function mailboxStops(
  t: Timeline,
  lines: readonly JourneyEvent[],
  actions: readonly Action[],
  store: MailStore,
): void {
  const saved = new Set(actions.filter((a) => a.event.event === 'save').map((a) => a.event.mailbox));
  for (const e of lines) {
    // Sieve's implicit keep writes the same as a rule: where a save line says it, that is the stop.
    const told = e.action === 'stored' && e.mailbox === 'INBOX' && saved.has(e.mailbox);
    if (told) t.line(e);
    else storeLine(t, e);
  }
  const folded = new Set(actions.map((a) => endOfMove(a, actions)).filter((e) => e !== undefined));
  for (const action of actions) {
    if (folded.has(action.event)) t.line(action.event);
    else mailboxAction(t, action, actions, store);
  }
  fetched(t, actions, store);
}

/** The expunge or flag of the original that makes a copy a move. */
function endOfMove({ event, copy }: Action, actions: readonly Action[]): JourneyEvent | undefined {
  if (event.event !== 'copy' || copy.parent === null) return undefined;
  const { parent } = copy;
  return actions.find(
    (a) => a.copy === parent && a.event === parent.gone && a.event.session === event.session,
  )?.event;
}

export function sieveStop(t: Timeline, e: JourneyEvent): void {
  const stop = SIEVE_STOPS[e.action ?? ''];
  if (stop === undefined) return t.line(e);
  const forwardedTo = stop === 'sieve-forwarded' ? list(e.forwardPath) : undefined;
  const { user, mailbox, reason } = e;
  // Sieve logs the name of the action, never the text of the refusal.
  const said = reason?.endsWith('reject') ? undefined : reason;
  t.add(stop, e, { user, mailbox, forwardedTo, reason: said });
}

export function storeLine(t: Timeline, e: JourneyEvent): void {
  if (e.event === 'quota') return t.add('over-quota', e, { user: e.user });
  const full = e.event === 'sieve' && e.action === 'error' && /quota/i.test(e.reason ?? e.text);
  if (full) return t.add('over-quota', e, { user: e.user });
  if (e.event === 'sieve') return sieveStop(t, e);
  t.line(e);
}

function mailboxAction(t: Timeline, action: Action, actions: readonly Action[], store: MailStore): void {
  const { event, copy } = action;
  const login =
    event.action === 'lmtp' || event.action === 'lda' ? { ip: null, lines: [] } : store.signIn(event);
  const { user, session, flags } = event;
  const mailbox = event.mailbox ?? copy.mailbox;
  const fromMailbox = event.fromMailbox ?? (event.event === 'copy' ? copy.parent?.mailbox : undefined);
  const detail = {
    user,
    mailbox,
    fromMailbox,
    session,
    flags,
    protocol: event.action,
    clientIp: login.ip ?? undefined,
  };
  switch (event.event) {
    case 'save':
      return t.add('delivered', event, { user, mailbox });
    case 'copy': {
      const end = endOfMove(action, actions);
      const name = isTrash(mailbox) ? 'trashed' : end !== undefined ? 'moved' : 'copied';
      return t.add(name, event, detail, ...(end === undefined ? [] : [end]), ...login.lines);
    }
    case 'flag-change':
      return t.add(event.action === 'pop3' ? 'fetched' : 'flagged', event, detail, ...login.lines);
    case 'delete':
      return t.add('marked-deleted', event, detail, ...login.lines);
    case 'undelete':
      return t.add('undeleted', event, detail, ...login.lines);
    case 'expunge':
      return t.add('expunged', event, detail, ...login.lines);
    case 'mailbox-delete':
      return t.add('mailbox-deleted', event, detail, ...login.lines);
    case 'mailbox-rename':
      return t.add('mailbox-renamed', event, detail, ...login.lines);
    default:
      t.line(event);
  }
}

/** POP3 logs how many messages a session fetched, not which: its lines stand by where a line of the message shows it. */
function fetched(t: Timeline, actions: readonly Action[], store: MailStore): void {
  const [first] = actions;
  if (first === undefined) return;
  const known = new Set(actions.filter((a) => a.event.action === 'pop3').map((a) => a.event.session));
  for (const e of store.fetched(first.copy.user, first.event.at, Number.POSITIVE_INFINITY)) {
    if (known.has(e.session)) t.line(e);
  }
}
