/**
 * Who wrote to whom, of accepted messages, while their lines pass: no line of a Postfix queue file names both, so the
 * sender is remembered from the line that accepted it. Where that line is not among those that passed (another file, too
 * many since) the sender is UNKNOWN, and whoever asks for an envelope asks for that one as well. Not seen: a short queue id
 * that comes back although its end was not logged; until its own sender is named it has that of its first life.
 */
import { addressKey } from '../mail/identity.ts';
import type { EventName, LogEvent } from '../programs/event.ts';
import { ACCEPTING } from './keys.ts';

/** In the place of a sender; no address. */
export const UNKNOWN_SENDER = '?';

/** Lines of accepted messages that name a recipient. */
export const ACCEPTED: readonly EventName[] = ['delivery', 'filter', 'header-check'];

/** Queue files that are open at one time; of more, the oldest are forgotten. */
const REMEMBERED = 50_000;

export class Envelopes {
  readonly #senders = new Map<string, { readonly host: string; readonly from: string }>();

  /** Calls `take` with both ends, as addressKey has them; '' is the null sender. */
  pass(event: LogEvent, take: (from: string, to: string) => void): void {
    const { event: name, queueId, reversePath, host } = event;
    if (queueId !== undefined) {
      if (reversePath !== undefined && ACCEPTING.includes(name))
        this.#remember(queueId, host, addressKey(reversePath));
      else if (name === 'removed') this.#senders.delete(queueId);
    }
    if (!ACCEPTED.includes(name)) return;
    const known = queueId === undefined ? undefined : this.#senders.get(queueId);
    const from =
      reversePath !== undefined
        ? addressKey(reversePath)
        : known?.host === host
          ? known.from
          : UNKNOWN_SENDER;
    const { forwardPath, originalRecipient } = event;
    if (typeof forwardPath === 'string') take(from, addressKey(forwardPath));
    else if (forwardPath !== undefined) for (const to of forwardPath) take(from, addressKey(to));
    if (originalRecipient !== undefined) take(from, addressKey(originalRecipient));
  }

  #remember(queueId: string, host: string, from: string): void {
    if (this.#senders.size >= REMEMBERED) {
      const [oldest] = this.#senders.keys();
      if (oldest !== undefined) this.#senders.delete(oldest);
    }
    // Copies: slices would keep the whole chunk of the log alive that they were cut from.
    this.#senders.set(Buffer.from(queueId).toString(), { host, from: Buffer.from(from).toString() });
  }
}
