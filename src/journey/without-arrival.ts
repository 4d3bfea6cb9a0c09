/**
 * Messages that only a mailbox speaks of: the lines at hand begin after they had arrived, or the server that took
 * them in logs elsewhere. What users did with them can still be told. Not: what a client saved by itself (drafts,
 * copies of sent mail), which never arrived.
 */
import { addressKey, sameMessageId } from '../mail/identity.ts';
import { copiesOutcome } from './copies.ts';
import type { Delivery } from './copy.ts';
import type { Journey, JourneyEvent, Missing, Recipient } from './journey.ts';
import type { MailStore } from './mail-store.ts';
import { Mailboxes } from './mailbox.ts';
import { mailboxStops } from './mailbox-stops.ts';
import { Timeline } from './timeline.ts';

interface Found {
  readonly user: string;
  messageId: string;
  readonly events: JourneyEvent[];
}

export function withoutArrival(loose: readonly JourneyEvent[], store: MailStore): Journey[] {
  const found: Found[] = [];
  const byUser = new Map<string, Found[]>();
  for (const event of loose) {
    const user = addressKey(event.user ?? '');
    const messageId = event.messageId ?? '';
    const mine = byUser.get(user) ?? [];
    byUser.set(user, mine);
    let group = mine.find((g) => sameMessageId(g.messageId, messageId) !== undefined);
    if (group === undefined) {
      group = { user: event.user ?? '', messageId, events: [] };
      mine.push(group);
      found.push(group);
    }
    if (messageId.endsWith('>')) group.messageId = messageId;
    group.events.push(event);
  }
  const journeys: Journey[] = [];
  for (const group of found) {
    const recipient = told(group, store);
    if (recipient === undefined) continue;
    const { events } = group;
    const { messageId } = group;
    const first = events[0] as JourneyEvent;
    journeys.push({
      id: `m${first.id}`,
      messageId,
      queueIds: [],
      reversePath: null,
      headerFrom: events.find((e) => e.headerFrom !== undefined)?.headerFrom ?? null,
      subject: events.find((e) => e.subject !== undefined)?.subject ?? null,
      size: events.find((e) => e.size !== undefined)?.size ?? null,
      client: null,
      firstSeen: first.at,
      lastSeen: (events.at(-1) as JourneyEvent).at,
      recipients: [recipient],
    });
  }
  return journeys;
}

function told(group: Found, store: MailStore): Recipient | undefined {
  const { events, user, messageId } = group;
  const first = events[0] as JourneyEvent;
  const delivered = first.action === 'lmtp' || first.action === 'lda';
  if (first.event === 'save' && !delivered) return undefined;
  const session = delivered ? (first.session ?? null) : null;
  const delivery: Delivery = {
    forwardPath: user,
    user,
    session,
    host: first.host,
    direct: false,
    messageId,
    at: first.at,
    mailbox: null,
  };
  const boxes = new Mailboxes(user, events, [delivery]);
  const copies = boxes.copies.filter((c) => c.owner === delivery);
  const actions = boxes.actions.filter((a) => a.copy.owner === delivery);
  const outcome = copiesOutcome(copies, actions, store);
  if (outcome === undefined) return undefined;
  const missing: Missing[] = ['no-arrival'];
  const cut = copies.some((c) => c.byPrefix) || !messageId.endsWith('>');
  if (cut) missing.push('message-id-cut');
  if (outcome.noLogin) missing.push('no-login-line');
  if (outcome.sessionless) missing.push('no-sessions');
  const lines = store.deliveryLines(session, messageId, user, first);
  const t = new Timeline();
  mailboxStops(t, lines, actions, store);
  const timeline = t.told();
  const evidence = new Map([...timeline.evidence, ...outcome.decided].map((e) => [e.id, e]));
  return {
    forwardPath: user,
    originalRecipient: null,
    fate: outcome.fate,
    at: outcome.at || first.at,
    detail: outcome.detail,
    certainty: outcome.sessionless || cut ? 'likely' : 'proved',
    missing,
    stops: timeline.stops,
    evidence: [...evidence.values()].sort((a, b) => a.at - b.at || a.seq - b.seq),
  };
}
