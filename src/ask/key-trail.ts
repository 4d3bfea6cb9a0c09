/**
 * Follows the keys that lines name: queue ids, Message-IDs, and the sessions of Dovecot and of filters. One question to
 * the store asks for all of them.
 */

import type { JourneyEvent } from '../journey/journey.ts';
import { list } from '../journey/message-legs.ts';
import { cutPrefix, isCut, sameMessageId } from '../mail/identity.ts';
import { lmtpSession } from '../mail/reply.ts';
import type { EventName } from '../programs/event.ts';
import { isDovecot } from '../programs/family.ts';
import type { LineReader } from '../store/line-reader.ts';
import type { Selection } from '../store/selection.ts';
import type { Found } from './gather.ts';

/** Events that say who is there, not what becomes of a message. */
export const SIGN_IN: readonly EventName[] = ['login', 'logout'];
const DAY = 86_400_000_000;
/** A message stays in the queue for five days (Postfix maximal_queue_lifetime), and its file may have been held longer. */
const QUEUE_TIME = 15 * DAY;
/** A before-queue filter answers within this time; task ids come back later. */
const FILTER_TIME = 600_000_000;
/** At most this many keys go into one question. */
const KEYS_AT_ONCE = 20_000;

export class KeyTrail {
  readonly #reader: LineReader;
  readonly #queueIds = new Set<string>();
  readonly #messageIds = new MessageIds();
  /** Without their suffixes. */
  readonly #sessions = new Set<string>();
  /** Of one message and recipient. */
  readonly #ownSessions = new Set<string>();

  constructor(reader: LineReader) {
    this.#reader = reader;
  }

  /** Are the lines of this queue id known already? */
  knows(queueId: string): boolean {
    return this.#queueIds.has(queueId);
  }

  async from(fresh: readonly JourneyEvent[], beside: readonly JourneyEvent[]): Promise<Found> {
    const queueIds: string[] = [];
    const whole: string[] = [];
    const cut: string[] = [];
    const sessions: string[] = [];
    const signedIn: string[] = [];
    let since = Number.POSITIVE_INFINITY;
    let until = 0;
    for (const e of [...fresh, ...beside]) {
      for (const id of named(e)) {
        if (this.#queueIds.has(id)) continue;
        this.#queueIds.add(id);
        queueIds.push(id);
        since = Math.min(since, e.at - QUEUE_TIME);
        until = Math.max(until, e.at + QUEUE_TIME);
      }
      const session = sessionOf(e);
      if (session === undefined) continue;
      this.#ownSessions.add(session);
      const base = session.split(':')[0] as string;
      if (this.#sessions.has(base)) continue;
      this.#sessions.add(base);
      // Of a user's session only who signed in and how it ended.
      const users = isDovecot(e.program) && e.action !== 'lmtp' && e.event !== 'sieve';
      (users ? signedIn : sessions).push(base);
    }
    const tasks: Selection[] = [];
    for (const e of fresh) {
      const task = e.event === 'proxy' ? taskOf(e) : undefined;
      if (task !== undefined && !this.#ownSessions.has(task)) {
        this.#ownSessions.add(task);
        const span = { since: e.at - FILTER_TIME, until: e.at + FILTER_TIME };
        tasks.push({ keys: { sessions: [task] }, events: ['filter'], ...span });
      }
      if (!e.messageId || !this.#messageIds.add(e.messageId)) continue;
      if (isCut(e.messageId)) cut.push(cutPrefix(e.messageId));
      else whole.push(e.messageId);
    }
    const selections: Selection[] = [
      ...tasks,
      ...chunks(queueIds).map((some) => ({ keys: { queueIds: some }, since, until })),
      ...chunks(whole).map((some) => ({ keys: { messageIdsLike: some } })),
      ...chunks(cut).map((some) => ({ keys: { messageIdPrefixes: some } })),
      ...chunks(sessions).map((some) => ({ keys: { sessions: some } })),
      ...chunks(signedIn).map((some) => ({ keys: { sessions: some }, events: SIGN_IN })),
    ];
    if (selections.length === 0) return {};
    const kept: JourneyEvent[] = [];
    const followed: JourneyEvent[] = [];
    for (const e of await this.#reader.events({ anyOf: selections }))
      (this.#isOwn(e) ? followed : kept).push(e);
    return { followed, kept };
  }

  /** Lines of a known queue id may be of another time: these are told apart by the lives of queue files. */
  #isOwn(e: JourneyEvent): boolean {
    if (e.event === 'proxy' && named(e).some((id) => this.#queueIds.has(id))) return true;
    const session = sessionOf(e) ?? e.session;
    if (session !== undefined && this.#ownSessions.has(session)) return true;
    return !!e.messageId && this.#messageIds.has(e.messageId);
  }
}

/** Message-IDs that are followed, and what logs cut off them. */
class MessageIds {
  readonly #whole = new Set<string>();
  readonly #cut = new Set<string>();

  /** Was it new? */
  add(id: string): boolean {
    const known = isCut(id) ? this.#cut : this.#whole;
    if (known.has(id)) return false;
    known.add(id);
    return true;
  }

  has(id: string): boolean {
    if (this.#whole.has(id) || this.#cut.has(id)) return true;
    for (const cut of this.#cut) if (sameMessageId(cut, id) !== undefined) return true;
    if (!isCut(id)) return false;
    const prefix = cutPrefix(id);
    for (const whole of this.#whole) if (whole.startsWith(prefix)) return true;
    return false;
  }
}

/** Not: the notice that a message caused, or the message that a notice is about. */
function named(e: JourneyEvent): string[] {
  if (e.event === 'notification' || e.action === 'notification')
    return [e.queueId].filter((id) => id !== undefined);
  return [e.queueId, ...list(e.nextQueueId), e.originalQueueId].filter((id) => id !== undefined);
}

/** The task that a before-queue filter (Amavis) names in its answer. */
export function taskOf({ reply = '' }: JourneyEvent): string | undefined {
  return /\bid=([A-Za-z0-9-]+) /.exec(reply)?.[1];
}

/** Dovecot's session of a mailbox line or of an LMTP reply, Amavis' task of a broken line. */
function sessionOf(e: JourneyEvent): string | undefined {
  if (e.event === 'delivery') return lmtpSession(e.reply ?? '');
  if (e.session === undefined || isDovecot(e.program)) return e.session;
  const broken =
    e.text.endsWith('...') || e.action === 'continuation' || e.event === 'greylist' || e.program === 'rspamd';
  return broken ? e.session : undefined;
}

function chunks(keys: readonly string[]): string[][] {
  const all: string[][] = [];
  for (let i = 0; i < keys.length; i += KEYS_AT_ONCE) all.push(keys.slice(i, i + KEYS_AT_ONCE));
  return all;
}
