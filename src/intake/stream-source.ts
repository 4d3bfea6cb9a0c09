/** Standard input of a running server as a source: read once, until it ends. Nobody can come back to a place in it. */
import type { OnLine } from './batch-parser.ts';
import type { IntakeQueue } from './intake-queue.ts';
import { openLog } from './open-log.ts';
import { BEGINNING, Reading } from './reading.ts';
import type { Source, SourceState } from './source.ts';

export interface StreamOptions {
  readonly tz?: string | undefined;
  readonly year?: number | undefined;
  readonly onLine?: OnLine | undefined;
  readonly onNotice?: ((state: SourceState['state'], reason: string | undefined) => void) | undefined;
}

export class StandardInput implements Source {
  readonly name = 'standard input';
  readonly #reading: Reading;
  readonly #onNotice: StreamOptions['onNotice'];
  #state: SourceState['state'] = 'starting';
  #reason: string | undefined;
  #stopped = false;

  constructor(queue: IntakeQueue, { onNotice, ...options }: StreamOptions) {
    this.#reading = new Reading(queue, { ...options, source: undefined }, BEGINNING);
    this.#onNotice = onNotice;
  }

  async start(): Promise<void> {
    void this.#run().then(
      () => this.#set('ended'),
      (error: unknown) => this.#set('failed', error instanceof Error ? error.message : String(error)),
    );
  }

  /** Not: waiting for its end, which may never come. */
  async stop(): Promise<void> {
    this.#stopped = true;
    process.stdin.destroy();
  }

  async state(): Promise<SourceState> {
    const newest = this.#reading.time === 0 ? undefined : this.#reading.time;
    return {
      name: this.name,
      kind: 'standard-input',
      state: this.#state,
      reason: this.#reason,
      behind: 0,
      newest,
    };
  }

  async #run(): Promise<void> {
    this.#set('following');
    for await (const bytes of openLog('-').bytes) {
      if (this.#stopped) return;
      await this.#reading.take(bytes);
    }
    await this.#reading.end();
  }

  #set(state: SourceState['state'], reason?: string): void {
    this.#state = state;
    this.#reason = reason;
    this.#onNotice?.(state, reason);
  }
}
