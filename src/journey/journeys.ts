/**
 * From events to journeys: a pure function. The same lines give the same journeys, in whatever order they came to be
 * known, so a journey can be computed again whenever a line is added. `events` must hold every line of the messages
 * that are to be told; lines of others do no harm.
 */
import type { Client } from '../programs/event.ts';
import { arrivals as findArrivals } from './arrivals.ts';
import { mailboxes } from './boxes.ts';
import { joinContinuations } from './continuation.ts';
import { type Draft, draftsOf } from './draft.ts';
import type { Journey, JourneyEvent, Seen } from './journey.ts';
import { linkLateLegs } from './late-legs.ts';
import { type Leg, Legs } from './leg.ts';
import { MailStore } from './mail-store.ts';
import type { Message } from './message.ts';
import { MessageLegs } from './message-legs.ts';
import { Messages } from './messages.ts';
import { recipientOf, type Telling } from './recipient.ts';
import { nameRecipients } from './sendmail-recipients.ts';
import { withoutArrival } from './without-arrival.ts';

/** Gives journeys newest first. */
export function journeys(events: readonly JourneyEvent[], seen: Seen): Journey[] {
  const all = joinContinuations([...events].sort((a, b) => a.at - b.at || a.seq - b.seq));
  const legs = new Legs();
  legs.take(all);
  const links = new MessageLegs(legs);
  const store = new MailStore(all);
  linkLateLegs(all, legs, links, store);
  nameRecipients(legs, links);
  const arrivals = findArrivals(all, legs);
  const messages = new Messages(legs, links, arrivals);
  const releases = all.filter((e) => e.event === 'filter' && e.action === 'released');
  for (const m of messages.all) m.releases = releases;
  const drafts = messages.all.map((m) => draftsOf(m, store));
  const boxes = mailboxes(drafts.flat(), store);
  const telling = { boxes, store, arrivals, seen, besides: besidesOf(all) };
  const told = messages.all.map((m, i) => journey(m, drafts[i] as Draft[], telling));
  const orphans = withoutArrival(boxes.loose, store);
  return [...told, ...orphans].sort((a, b) => b.firstSeen - a.firstSeen);
}

function besidesOf(events: readonly JourneyEvent[]): Map<string, JourneyEvent[]> {
  const besides = new Map<string, JourneyEvent[]>();
  for (const e of events) {
    if (!e.messageId || e.queueId !== undefined) continue;
    if (e.kind !== 'unrecognized' && e.event !== 'filter-detail') continue;
    const same = besides.get(e.messageId);
    if (same === undefined) besides.set(e.messageId, [e]);
    else same.push(e);
  }
  return besides;
}

function journey(message: Message, drafts: readonly Draft[], telling: Telling): Journey {
  const recipients = drafts.map((d) => recipientOf(d, drafts, telling));
  const legs = [...message.failedLegs, ...message.legs];
  const root = message.legs[0] ?? message.failedLegs.at(-1);
  const client = whole(root, message);
  const evidence = recipients.flatMap((r) => r.evidence);
  // Mailbox lines print headers decoded; a filter's and a header check's lines do where there is none of them.
  const mailbox = evidence.filter((e) => e.event === 'save' || e.event === 'expunge' || e.event === 'copy');
  const headers = [...mailbox, ...legs.flatMap((l) => l.events)];
  const times = [...evidence.map((e) => e.at), ...legs.map((l) => l.first)];
  const firstSeen = times.reduce((a, b) => Math.min(a, b), message.first);
  return {
    id: journeyId(message, root),
    messageId: message.messageId ?? wholeId(drafts.flatMap((d) => d.lines)),
    queueIds: [...new Set(legs.map((l) => l.queueId))],
    reversePath: message.reversePath,
    headerFrom: headers.find((e) => e.headerFrom !== undefined)?.headerFrom ?? null,
    subject: headers.find((e) => e.subject !== undefined)?.subject ?? null,
    size: root?.size ?? null,
    client,
    firstSeen,
    lastSeen: times.reduce((a, b) => Math.max(a, b), firstSeen),
    recipients,
  };
}

/** The mail store may name it where no line of the queue does. */
function wholeId(lines: readonly JourneyEvent[]): string | null {
  return lines.find((e) => e.messageId?.endsWith('>') && e.messageId !== '<>')?.messageId ?? null;
}

/** The same for every computation over the same first lines. */
function journeyId(message: Message, root: Leg | undefined): string {
  const first = root?.events[0] ?? message.attempts[0]?.events[0];
  return first === undefined ? `m${message.first}` : `m${first.id}`;
}

/** The client, with the HELO name that only refusal lines print. */
function whole(root: Leg | undefined, message: Message): Client | null {
  const helo = root?.events.find((e) => e.client?.helo !== undefined)?.client?.helo;
  const client =
    root?.client ??
    root?.events.find((e) => e.client !== undefined)?.client ??
    message.attempts[0]?.client ??
    null;
  return client === null || client.helo !== undefined || helo === undefined ? client : { ...client, helo };
}
