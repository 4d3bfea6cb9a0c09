/**
 * The recipients of a message, whatever names its legs and refusals give them: one entry for each address that it was
 * addressed to when it arrived, and one for each that an alias, list, forward or rule sent it on to.
 */
import { addressKey, localPart } from '../mail/identity.ts';
import type { Refusal } from './attempt.ts';
import type { JourneyEvent } from './journey.ts';
import type { Leg } from './leg.ts';
import { checkKind, type Message } from './message.ts';
import { list } from './message-legs.ts';

export interface Forward {
  readonly to: string;
  readonly by: 'alias' | 'header-check' | 'body-check' | 'sieve' | 'local';
  readonly event: JourneyEvent;
}

export interface Entry {
  readonly forwardPath: string | null;
  originalRecipient: string | null;
  readonly deliveries: { readonly leg: Leg; readonly event: JourneyEvent }[];
  readonly refusals: Refusal[];
  readonly forwards: Forward[];
  /** Lines that hold or drop this recipient's copy before the queue manager saw it. */
  readonly dispositions: { readonly leg: Leg; readonly event: JourneyEvent }[];
}

/** `root` and `root@mx1.corp.example` are one: Postfix appends a domain and keeps the bare name in orig_to. */
function sameAddress(a: string, b: string): boolean {
  const x = addressKey(a);
  const y = addressKey(b);
  return x === y || (!x.includes('@') && x === localPart(y)) || (!y.includes('@') && y === localPart(x));
}

/** Sendmail names the user whose .forward it was. */
function expander({ originalRecipient, user }: JourneyEvent): 'alias' | 'local' {
  return user !== undefined && user === originalRecipient ? 'local' : 'alias';
}

export class Entries {
  readonly #all = new Map<string, Entry>();
  readonly #forwarded = new Set<string>();

  constructor(message: Message) {
    for (const leg of message.legs) this.#leg(message, leg);
    for (const refusal of message.refusals) {
      if (refusal.forwardPath !== null) this.of(refusal.forwardPath).refusals.push(refusal);
    }
    if (this.#all.size === 0) {
      const entry = this.of(null);
      for (const r of message.refusals) entry.refusals.push(r);
      for (const leg of message.legs) {
        for (const event of leg.events) if (isDisposition(event)) entry.dispositions.push({ leg, event });
      }
    }
  }

  all(): Entry[] {
    return [...this.#all.values()];
  }

  of(forwardPath: string | null): Entry {
    const key = forwardPath === null ? '' : addressKey(forwardPath);
    let entry = this.#all.get(key);
    if (entry === undefined) {
      entry = {
        forwardPath,
        originalRecipient: null,
        deliveries: [],
        refusals: [],
        forwards: [],
        dispositions: [],
      };
      this.#all.set(key, entry);
    }
    return entry;
  }

  forward(from: string, to: string, by: Forward['by'], event: JourneyEvent): void {
    if (sameAddress(from, to)) return;
    const source = this.of(from);
    const key = `${addressKey(from)}\0${addressKey(to)}`;
    if (!this.#forwarded.has(key)) source.forwards.push({ to, by, event });
    this.#forwarded.add(key);
    const target = this.of(to);
    target.originalRecipient ??= source.forwardPath;
  }

  #leg(message: Message, leg: Leg): void {
    const parent = message.links.parent(leg);
    const redirect = leg.events.find((e) => e.event === 'header-check' && e.action === 'redirect');
    const local =
      parent?.kind === 'local'
        ? parent.from.deliveries.find((d) => list(d.nextQueueId).includes(leg.queueId))
        : undefined;
    if (parent === undefined) {
      const arrival = leg.events.find((e) => e.event === 'arrival');
      for (const to of list(arrival?.forwardPath)) this.of(to);
    }
    for (const event of leg.deliveries) {
      for (const to of list(event.forwardPath)) {
        this.of(to).deliveries.push({ leg, event });
        const original = event.originalRecipient;
        // local(8) keeps the first address in orig_to; the copy came from the one that it delivered.
        if (local !== undefined)
          for (const from of list(local.forwardPath)) this.forward(from, to, 'local', local);
        else if (original !== undefined)
          this.forward(original, to, redirect !== undefined ? checkKind(redirect) : expander(event), event);
      }
    }
    if (redirect !== undefined) {
      for (const from of list(redirect.forwardPath)) {
        for (const event of leg.deliveries)
          for (const to of list(event.forwardPath)) this.forward(from, to, checkKind(redirect), redirect);
      }
    }
    for (const event of leg.events) {
      if (!isDisposition(event)) continue;
      for (const to of list(event.forwardPath)) this.of(to).dispositions.push({ leg, event });
    }
  }
}

/** A line that holds or drops a copy: access rule, header or body check, milter. */
function isDisposition(event: JourneyEvent): boolean {
  const decides = event.event === 'access' || event.event === 'header-check' || event.event === 'milter';
  return decides && (event.action === 'hold' || event.action === 'discard' || event.action === 'quarantine');
}
