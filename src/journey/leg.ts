/**
 * A leg: the life of one queue file, from the line that opened it to the one that removed it. Postfix gives a short
 * queue id again as soon as the file is gone, so one id may name several legs; long ids never come back.
 * Source: Postfix QSHAPE_README and cleanup(8), qmgr(8); the order of lines within a second is not that of causes.
 */

import type { Client } from '../programs/event.ts';
import { isSendmail } from '../programs/family.ts';
import type { JourneyEvent } from './journey.ts';
import { daemonOf, hasQueue, instanceOf } from './program.ts';

export interface Leg {
  readonly host: string;
  readonly queueId: string;
  /** Names under which programs of this queue log (syslog_name): instances have queues of their own. */
  readonly instances: Set<string>;
  readonly events: JourneyEvent[];
  /** In the order of time, retries included. */
  readonly deliveries: JourneyEvent[];
  client: Client | null;
  /** undefined: no line says; '' : the message has none. */
  messageId: string | undefined;
  resent: boolean;
  reversePath: string | null;
  size: number | null;
  nrcpt: number | null;
  opened: boolean;
  active: boolean;
  /** Who removed it: the queue manager when it was done, an administrator, or (3.10) cleanup before it was queued. */
  removed: 'done' | 'administrator' | 'canceled' | null;
  first: number;
  last: number;
}

const SECOND = 1_000_000;
/** A straggler of a leg that ended may be written this much later, in microseconds. */
const STRAGGLER = 60_000_000;
/** A leg that never reached the queue manager and was silent this long is over. */
const FORGOTTEN = 3_600_000_000;

const REMOVERS: Readonly<Record<string, Leg['removed']>> = {
  postsuper: 'administrator',
  cleanup: 'canceled',
};

function open(event: JourneyEvent, queueId: string): Leg {
  return {
    host: event.host,
    queueId,
    instances: new Set(),
    events: [],
    deliveries: [],
    client: null,
    messageId: undefined,
    resent: false,
    reversePath: null,
    size: null,
    nrcpt: null,
    opened: false,
    active: false,
    removed: null,
    first: event.at,
    last: event.at,
  };
}

/** What opens a queue file. */
export const OPENING: ReadonlySet<string> = new Set(['client', 'pickup', 'arrival']);

/** Does this line begin another life of the same queue id? */
function begins(leg: Leg, event: JourneyEvent): boolean {
  const gap = event.at - leg.last;
  // The end of a life before its beginning, within a second: two files met there.
  const unopened = event.event === 'message-id' ? leg.messageId === undefined : !leg.opened;
  if (unopened && Math.abs(gap) <= SECOND) return false;
  switch (event.event) {
    case 'client':
    case 'pickup':
    case 'arrival':
      return leg.opened || leg.removed !== null || (leg.active && gap > STRAGGLER);
    case 'message-id':
      if (event.action === 'resent') return false;
      if (leg.removed !== null) return leg.messageId !== event.messageId || gap > STRAGGLER;
      // cleanup writes it before the queue manager sees the file.
      if (leg.active)
        return (leg.messageId !== undefined && leg.messageId !== event.messageId) || gap > FORGOTTEN;
      return leg.messageId !== undefined && gap > FORGOTTEN;
    default:
      return leg.removed !== null && gap > STRAGGLER;
  }
}

/**
 * The life that a line belongs to. Two instances of Postfix on one host may give the same short id at the same time;
 * a service of one instance may log under a name of its own, so an unknown name joins the only life there is, unless
 * it opens a file that is open already.
 */
function own(lives: readonly Leg[], event: JourneyEvent): Leg | undefined {
  const instance = instanceOf(event.program);
  const same = lives.find((leg) => leg.instances.has(instance));
  if (same !== undefined || lives.length === 0) return same;
  const [only] = lives;
  const opens = OPENING.has(event.event) || event.event === 'message-id';
  const queue = event.event === 'queue-active' || event.event === 'removed';
  const theirs = only?.events.some((e) => e.event === event.event && instanceOf(e.program) !== instance);
  if ((opens || queue) && theirs && only?.removed === null) return undefined;
  return lives.length === 1 ? only : lives.at(-1);
}

function add(leg: Leg, event: JourneyEvent): void {
  leg.instances.add(instanceOf(event.program));
  leg.events.push(event);
  if (event.at > leg.last) leg.last = event.at;
  switch (event.event) {
    case 'client':
      leg.opened = true;
      leg.client = event.client ?? null;
      leg.reversePath ??= event.reversePath ?? null;
      leg.nrcpt ??= event.nrcpt ?? null;
      break;
    case 'pickup':
      leg.opened = true;
      leg.reversePath ??= event.reversePath ?? null;
      break;
    case 'arrival':
      leg.opened = true;
      leg.active = true;
      leg.client = event.client ?? null;
      leg.messageId ??= event.messageId;
      leg.reversePath = event.reversePath ?? null;
      leg.size = event.size ?? null;
      leg.nrcpt = event.nrcpt ?? null;
      break;
    case 'message-id':
      if (event.action === 'resent') leg.resent = true;
      else leg.messageId ??= event.messageId;
      break;
    case 'queue-active':
      leg.active = true;
      leg.reversePath = event.reversePath ?? leg.reversePath;
      leg.size = event.size ?? leg.size;
      leg.nrcpt = Math.max(leg.nrcpt ?? 0, event.nrcpt ?? 0);
      break;
    case 'delivery':
      leg.deliveries.push(event);
      break;
    case 'removed':
      // Exim is done with a message that an administrator removed.
      if (leg.removed === 'administrator') break;
      leg.removed =
        event.action === 'administrator' ? event.action : (REMOVERS[daemonOf(event.program)] ?? 'done');
      break;
    case 'reject':
    case 'header-check':
    case 'milter':
    case 'access':
      leg.reversePath ??= event.reversePath ?? null;
      break;
  }
}

/** Sendmail logs who brought a message before it refuses its text. */
function refusesText(event: JourneyEvent): boolean {
  const refuses = event.event === 'reject' || (event.event === 'milter' && event.action === 'reject');
  return (
    refuses && isSendmail(event.program) && (event.stage === 'end-of-message' || event.stage === 'header')
  );
}

/** How far an event lies outside a leg's life, in microseconds; 0 inside. */
function distance(leg: Leg, at: number): number {
  return at < leg.first ? leg.first - at : at > leg.last ? at - leg.last : 0;
}

export class Legs {
  readonly all: Leg[] = [];
  readonly #byQueueId = new Map<string, Leg[]>();
  #byMessageId: Map<string, Leg[]> | undefined;

  /** The lives of a queue id, on every host. */
  named(queueId: string): readonly Leg[] {
    return this.#byQueueId.get(queueId) ?? [];
  }

  /** Of every leg with this Message-ID; what a log cut short is not found here. */
  withMessageId(messageId: string): readonly Leg[] {
    if (this.#byMessageId === undefined) {
      this.#byMessageId = new Map();
      for (const leg of this.all) {
        if (!leg.messageId) continue;
        const same = this.#byMessageId.get(leg.messageId);
        if (same === undefined) this.#byMessageId.set(leg.messageId, [leg]);
        else same.push(leg);
      }
    }
    return this.#byMessageId.get(messageId) ?? [];
  }

  /**
   * Takes every event that names a queue id; gives those that name none.
   * Filters write the queue id of the server before them, and may run on another host: theirs is the nearest life.
   */
  take(events: readonly JourneyEvent[]): JourneyEvent[] {
    const rest: JourneyEvent[] = [];
    const others: JourneyEvent[] = [];
    const current = new Map<string, Leg[]>();
    for (const event of events) {
      const { queueId } = event;
      if (!queueId) {
        rest.push(event);
      } else if (!hasQueue(event.program)) {
        others.push(event);
      } else {
        const key = `${event.host}\0${queueId}`;
        const lives = current.get(key) ?? [];
        let leg = own(lives, event);
        if (leg === undefined || begins(leg, event)) {
          const ended = leg;
          leg = this.#add(open(event, queueId));
          current.set(key, [...lives.filter((l) => l !== ended), leg]);
        }
        add(leg, event);
      }
    }
    for (const event of events) if (event.action === 'notification') this.#notify(event);
    for (const event of others) this.#nearest(event).events.push(event);
    for (const leg of this.all) {
      leg.events.sort((a, b) => a.at - b.at || a.seq - b.seq);
      if (leg.deliveries.length === 0 && leg.events.some(refusesText)) leg.active = false;
    }
    return rest;
  }

  #add(leg: Leg): Leg {
    this.all.push(leg);
    const same = this.#byQueueId.get(leg.queueId);
    if (same === undefined) this.#byQueueId.set(leg.queueId, [leg]);
    else same.push(leg);
    return leg;
  }

  /** A notice names the message that it is about, which has no line of its own on it. */
  #notify(event: JourneyEvent): void {
    const { queueId, originalQueueId = '', at } = event;
    const about = this.named(originalQueueId).find((leg) => leg.host === event.host && leg.first <= at);
    if (about === undefined || queueId === undefined) return;
    const before = about.deliveries.filter((d) => d.at <= at);
    const failed = before.some((d) => d.status === 'bounced' || d.status === 'expired');
    // What else names the message is an automatic reply to it.
    if (!failed && !before.some((d) => d.status === 'deferred')) return;
    const action = failed ? 'non-delivery' : 'delay';
    about.events.push({
      ...event,
      event: 'notification',
      queueId: originalQueueId,
      nextQueueId: queueId,
      action,
    });
  }

  #nearest(event: JourneyEvent): Leg {
    const queueId = event.queueId as string;
    let best: Leg | undefined;
    for (const leg of this.named(queueId)) {
      const nearer = best === undefined || distance(leg, event.at) < distance(best, event.at);
      if (nearer || (leg.host === event.host && best?.host !== event.host)) best = leg;
    }
    if (best !== undefined && distance(best, event.at) < FORGOTTEN) return best;
    const leg = open(event, queueId);
    leg.messageId = event.messageId;
    leg.reversePath = event.reversePath ?? null;
    return this.#add(leg);
  }
}
