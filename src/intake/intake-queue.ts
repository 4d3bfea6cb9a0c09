/**
 * Between the sources of a running server and its store: parsed lines wait here for the next insert, which takes what all
 * sources brought, and then the position of each. Holds a bounded number of bytes. While the store refuses (a full or
 * read-only disk, a server that is away) the same lines are offered again until it takes them; meanwhile nothing more
 * is read. Not: where lines come from.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../store/store.ts';
import type { ParsedBatch } from './batch-parser.ts';

/** Lines of one source, and how far it was read when they end. */
export interface Delivery {
  readonly source: string;
  readonly parsed: ParsedBatch;
  /** JSON of the source's own; undefined where it has no place to come back to. */
  readonly position?: string | undefined;
}

export interface Trouble {
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** In the words of the system or engine. */
  readonly reason: string;
}

export interface QueueEvents {
  /** After lines are in the store: how many were read, and how many of them it did not have. */
  onStored?(lines: number, added: number): void;
  /** When the store begins to refuse, with each new reason, and (undefined) when it takes lines again. */
  onTrouble?(trouble: Trouble | undefined): void;
}

/** Bytes of rows that may wait. Beyond, sources stop reading and agents are told to come back. */
const MOST_BYTES = 24 << 20;
/** What one insert takes. */
const BYTES_AN_INSERT = 24 << 20;
/** Milliseconds from one insert to the next: fewer inserts make fewer parts to merge. */
const PAUSE = 500;
/** Whoever waits for these bytes does not wait for the pause. */
const ENOUGH = 4 << 20;
const RETRY_FIRST = 500;
const RETRY_LATEST = 10_000;

interface Waiting extends Delivery {
  readonly bytes: number;
  readonly stored: () => void;
  readonly failed: (error: unknown) => void;
}

export class IntakeQueue {
  trouble: Trouble | undefined;
  readonly #store: Store;
  readonly #events: QueueEvents;
  #waiting: Waiting[] = [];
  #bytes = 0;
  #last: Promise<void> = Promise.resolve();
  #roomAgain: (() => void)[] = [];
  #wake: () => void = () => {};
  #closing = false;
  readonly #abort = new AbortController();
  readonly #working: Promise<void>;

  constructor(store: Store, events: QueueEvents = {}) {
    this.#store = store;
    this.#events = events;
    this.#working = this.#work();
  }

  /** Bytes of rows that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  get isFull(): boolean {
    return this.trouble !== undefined || this.#bytes >= MOST_BYTES;
  }

  /** Resolves when the lines are in the store, rejects when the queue was closed before. */
  put(delivery: Delivery): Promise<void> {
    const { lines, keys, addresses } = delivery.parsed.rows;
    const bytes = lines.length + keys.length + addresses.length + 64;
    const stored = new Promise<void>((resolve, reject) => {
      if (this.#closing) reject(new Error('the server is stopping'));
      else this.#waiting.push({ ...delivery, bytes, stored: resolve, failed: reject });
    });
    // Whoever does not wait for it reads its position again from the store at the next start.
    this.#last = stored.catch(() => undefined);
    if (!this.#closing) this.#bytes += bytes;
    this.#wake();
    return stored;
  }

  /** Resolves when the next lines may be read, or when nobody waits for it any more. */
  async room(signal?: AbortSignal): Promise<void> {
    while (this.isFull && !this.#closing && signal?.aborted !== true)
      await new Promise<void>((resolve) => {
        this.#roomAgain.push(resolve);
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
  }

  /** Resolves when everything that was put so far is stored, and at once while the store refuses. */
  async settled(): Promise<void> {
    let isStored = false;
    const last = this.#last.then(() => {
      isStored = true;
    });
    while (!isStored && this.trouble === undefined) await Promise.race([last, sleep(50)]);
  }

  /** Tries once more to store what waits. What the store does not take stays where it was read from. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#abort.abort();
    this.#wake();
    this.#letIn();
    await this.#working;
  }

  async #work(): Promise<void> {
    for (;;) {
      if (this.#waiting.length === 0) {
        if (this.#closing) return;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      const before = performance.now();
      await this.#storeWaiting();
      while (!this.#closing && this.#bytes < ENOUGH) {
        const rest = PAUSE - (performance.now() - before);
        if (rest <= 0) break;
        await this.#orMore(rest);
      }
    }
  }

  /** Waits, but not when more comes. */
  async #orMore(milliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
      this.#wake = resolve;
    });
    clearTimeout(timer);
  }

  async #storeWaiting(): Promise<void> {
    const taken: Waiting[] = [];
    let bytes = 0;
    while (this.#waiting.length > 0 && bytes < BYTES_AN_INSERT) {
      const next = this.#waiting.shift()!;
      bytes += next.bytes;
      taken.push(next);
    }
    const count = taken.reduce((sum, { parsed }) => sum + parsed.count, 0);
    const batch = {
      rows: taken.map(({ parsed }) => parsed.rows),
      count,
      spans: taken.flatMap(({ parsed }) => parsed.spans),
      mixed: true,
    };
    const positions = new Map(
      taken.flatMap(({ source, position }) => (position === undefined ? [] : [[source, position] as const])),
    );
    for (let wait = RETRY_FIRST; ; wait = Math.min(wait * 2, RETRY_LATEST)) {
      try {
        // Every try is a source of its own, since the one before may have stored a part.
        const added = await this.#store.insert(batch, this.#store.newSource());
        await this.#store.keepPositions(positions);
        this.#setTrouble(undefined);
        this.#bytes -= bytes;
        this.#events.onStored?.(count, added);
        for (const { stored } of taken) stored();
        this.#letIn();
        return;
      } catch (error) {
        this.#setTrouble(error instanceof Error ? firstLine(error.message) : String(error));
        if (this.#closing) {
          this.#bytes -= bytes;
          // Not the ones behind it either: their positions lie behind these lines.
          for (const { failed } of [...taken, ...this.#waiting.splice(0)]) failed(error);
          return;
        }
        await sleep(wait, undefined, { signal: this.#abort.signal }).catch(() => undefined);
      }
    }
  }

  #setTrouble(reason: string | undefined): void {
    if (withoutNumbers(reason) === withoutNumbers(this.trouble?.reason)) return;
    this.trouble = reason === undefined ? undefined : { since: this.trouble?.since ?? Date.now(), reason };
    this.#events.onTrouble?.(this.trouble);
  }

  #letIn(): void {
    if (this.isFull && !this.#closing) return;
    for (const resolve of this.#roomAgain.splice(0)) resolve();
  }
}

/** Names of files and sizes differ with every try. */
function withoutNumbers(reason: string | undefined): string | undefined {
  return reason?.replace(/[\d.]+/g, '');
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return (end < 0 ? text : text.slice(0, end)).trim();
}
