/**
 * Tries of one envelope: what was put off or refused before a message was accepted names neither its queue id nor its
 * Message-ID, only who wrote to whom. Where there were tries, the other messages of that envelope are needed too: each
 * try belongs to the first that was accepted after it. Of a try that was asked for, the acceptance is followed.
 */
import type { JourneyEvent } from '../journey/journey.ts';
import { list } from '../journey/message-legs.ts';
import { addressKey } from '../mail/identity.ts';
import type { LineReader } from '../store/line-reader.ts';
import type { Envelope } from '../store/selection.ts';
import { filesOf } from './envelope-files.ts';
import type { Found } from './gather.ts';
import { type KeyTrail, taskOf } from './key-trail.ts';

/**
 * Where only the envelope speaks for it, tries of one day are one message (journey/retries.ts); whether the first of
 * them is the first shows the day before. Microseconds.
 */
const TRIES_AROUND = 2 * 86_400_000_000;
/** So many messages of an envelope after a try can be the one that it became. */
const ACCEPTED_AFTER = 6;

export class TryTrail {
  readonly #reader: LineReader;
  readonly #keys: KeyTrail;
  /** Lines that were asked for. */
  readonly #asked: ReadonlySet<string>;
  readonly #envelopes = new Map<string, { since: number; until: number }>();
  readonly #senders = new Map<string, string>();
  readonly #recipients = new Map<string, { to: string; at: number }[]>();
  readonly #tasks = new Set<string>();

  constructor(reader: LineReader, keys: KeyTrail, seeds: readonly JourneyEvent[]) {
    this.#reader = reader;
    this.#keys = keys;
    this.#asked = new Set(seeds.map((e) => e.id));
  }

  async from(fresh: readonly JourneyEvent[]): Promise<Found> {
    for (const e of fresh) if (e.event === 'filter' && e.session !== undefined) this.#tasks.add(e.session);
    const asked = this.#newEnvelopes(fresh);
    if (asked.length === 0) return {};
    const tries = (await this.#lines(asked)).filter((e) => this.#isWanted(e));
    if (tries.length === 0) return {};
    const answers = tries.filter((e) => e.event === 'proxy' && this.#answersFilter(e));
    const { followed = [], kept } = await this.#accepted(tries);
    return { followed: [...answers, ...followed], beside: tries, kept };
  }

  /** Who wrote to whom, as refusals and accepted messages state it. */
  #newEnvelopes(fresh: readonly JourneyEvent[]): (Envelope & { at: number })[] {
    const found: (Envelope & { at: number })[] = [];
    const add = (from: string, to: string, at: number) => {
      const key = keyOf({ from, to });
      const known = this.#envelopes.get(key);
      if (known !== undefined && at >= known.since && at <= known.until) return;
      const since = Math.min(known?.since ?? at, at - TRIES_AROUND);
      this.#envelopes.set(key, { since, until: Math.max(known?.until ?? at, at + TRIES_AROUND) });
      found.push({ from, to, at });
    };
    for (const e of fresh) {
      if (
        (e.event !== 'queue-active' && e.event !== 'arrival') ||
        e.queueId === undefined ||
        e.reversePath === undefined
      )
        continue;
      const from = addressKey(e.reversePath);
      this.#senders.set(e.queueId, from);
      for (const { to, at } of this.#recipients.get(e.queueId) ?? []) add(from, to, at);
      this.#recipients.delete(e.queueId);
    }
    for (const e of fresh) {
      const from =
        e.reversePath === undefined ? this.#senders.get(e.queueId ?? '') : addressKey(e.reversePath);
      for (const address of [...list(e.forwardPath), e.originalRecipient]) {
        if (address === undefined) continue;
        const to = addressKey(address);
        if (from !== undefined) add(from, to, e.at);
        else if (e.queueId !== undefined) {
          const waiting = this.#recipients.get(e.queueId);
          if (waiting === undefined) this.#recipients.set(e.queueId, [{ to, at: e.at }]);
          else waiting.push({ to, at: e.at });
        }
      }
    }
    return found;
  }

  async #lines(envelopes: readonly (Envelope & { at: number })[]): Promise<JourneyEvent[]> {
    const times = envelopes.map(({ at }) => at).sort((a, b) => a - b);
    return this.#reader.events({
      keys: { envelopes },
      since: (times[0] as number) - TRIES_AROUND,
      until: (times.at(-1) as number) + TRIES_AROUND,
    });
  }

  #isWanted(e: JourneyEvent): boolean {
    if (e.reversePath === undefined) return false;
    const from = addressKey(e.reversePath);
    return list(e.forwardPath).some((to) => {
      const span = this.#envelopes.get(keyOf({ from, to: addressKey(to) }));
      return span !== undefined && e.at >= span.since && e.at <= span.until;
    });
  }

  /** A before-queue filter's answer names its task: it belongs to the filter's line of that task. */
  #answersFilter(e: JourneyEvent): boolean {
    const task = taskOf(e);
    return task !== undefined && this.#tasks.has(task);
  }

  /** What these tries can have become: the next queue files of their envelopes. */
  async #accepted(tries: readonly JourneyEvent[]): Promise<Found> {
    const times = new Map<string, { readonly at: number; readonly asked: boolean }[]>();
    const envelopes: Envelope[] = [];
    for (const e of tries) {
      const from = addressKey(e.reversePath ?? '');
      for (const to of list(e.forwardPath).map(addressKey)) {
        const key = keyOf({ from, to });
        envelopes.push({ from, to });
        times.set(key, [...(times.get(key) ?? []), { at: e.at, asked: this.#asked.has(e.id) }]);
      }
    }
    const span = {
      since: (tries[0] as JourneyEvent).at,
      until: (tries.at(-1) as JourneyEvent).at + TRIES_AROUND,
    };
    const files = await filesOf(this.#reader, envelopes, span);
    const queueIds = new Set<string>();
    const asked = new Set<string>();
    const counts = new Map<object, number>();
    for (const { queueId, at, senders, recipients } of files) {
      const keys = senders.flatMap((from) => recipients.map((to) => keyOf({ from, to })));
      for (const tried of keys.flatMap((key) => times.get(key) ?? [])) {
        const count = counts.get(tried) ?? 0;
        if (tried.at > at || count >= ACCEPTED_AFTER) continue;
        counts.set(tried, count + 1);
        if (tried.asked) asked.add(queueId);
        if (tried.asked || !this.#keys.knows(queueId)) queueIds.add(queueId);
      }
    }
    if (queueIds.size === 0) return {};
    const lines = await this.#reader.events({ keys: { queueIds: [...queueIds] }, ...span });
    return { kept: lines, followed: lines.filter((e) => asked.has(e.queueId ?? '')) };
  }
}

function keyOf({ from, to }: Envelope): string {
  return `${from}\0${to}`;
}
