/**
 * Follows systemd's journal through `journalctl -o json --follow`, entry by entry behind the cursor that was stored last. When
 * journalctl ends (the journal was rotated away, systemd was restarted), it is started again. Reads binary journals itself: no.
 * Source: journalctl(1), systemd.journal-fields(7).
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchParser, type OnLine } from './batch-parser.ts';
import type { IntakeQueue } from './intake-queue.ts';
import { batches } from './line-splitter.ts';
import type { Source, SourceState } from './source.ts';

export interface JournalOptions {
  /** Matches of journalctl, of which one holds for each entry: by default everything of the syslog facility mail. */
  readonly match?: readonly string[] | undefined;
  /** Where the journal lies, unless it is the system's. */
  readonly directory?: string | undefined;
  readonly onLine?: OnLine | undefined;
  readonly onNotice?: ((state: SourceState['state'], reason: string | undefined) => void) | undefined;
}

/** What the mail programs write to, and those that log by their unit only. */
const MAIL = ['SYSLOG_FACILITY=2', '_SYSTEMD_UNIT=rspamd.service', '_SYSTEMD_UNIT=dovecot.service'];
const FIELDS = 'MESSAGE,SYSLOG_IDENTIFIER,SYSLOG_PID,_PID,_COMM,_HOSTNAME,_SOURCE_REALTIME_TIMESTAMP';
const AGAIN = [1000, 2000, 5000, 10_000];

export class JournalFollower implements Source {
  readonly name = 'journal';
  readonly #queue: IntakeQueue;
  readonly #options: JournalOptions;
  #cursor: string | undefined;
  #state: SourceState['state'] = 'starting';
  #reason: string | undefined;
  #newest = 0;
  #child: ChildProcessByStdio<null, Readable, Readable> | undefined;
  #stopped = false;
  #running: Promise<void> | undefined;
  readonly #abort = new AbortController();

  constructor(queue: IntakeQueue, options: JournalOptions) {
    this.#queue = queue;
    this.#options = options;
  }

  async start(positions: ReadonlyMap<string, string>): Promise<void> {
    this.#cursor = positions.get(this.name) || undefined;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#abort.abort();
    this.#child?.kill();
    await this.#running;
  }

  async state(): Promise<SourceState> {
    const newest = this.#newest === 0 ? undefined : this.#newest;
    return { name: this.name, kind: 'journal', state: this.#state, reason: this.#reason, behind: 0, newest };
  }

  async #run(): Promise<void> {
    for (let tries = 0; !this.#stopped; tries++) {
      const before = this.#cursor;
      try {
        await this.#follow();
      } catch (error) {
        this.#set('failed', error instanceof Error ? error.message : String(error));
        // A cursor whose journal is gone: everything that is there is read, since a line is stored once.
        if (before === this.#cursor && /seek|cursor/i.test(this.#reason ?? '')) this.#cursor = undefined;
      }
      if (before !== this.#cursor) tries = 0;
      const wait = AGAIN[Math.min(tries, AGAIN.length - 1)];
      await sleep(wait, undefined, { signal: this.#abort.signal }).catch(() => undefined);
    }
  }

  async #follow(): Promise<void> {
    const { directory, match = MAIL, onLine } = this.#options;
    const where = directory === undefined ? ['--merge'] : ['--directory', directory];
    const from = this.#cursor === undefined ? [] : ['--after-cursor', this.#cursor];
    const matches = match.flatMap((one, i) => (i === 0 ? [one] : ['+', one]));
    // --no-tail, since --follow would begin with the last ten entries only.
    const output = ['-o', 'json', '--follow', '--no-tail', '--quiet', `--output-fields=${FIELDS}`];
    const command = [...output, ...where, ...from, ...matches];
    const child = spawn('journalctl', command, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString('utf8')).slice(-2000);
    });
    const ended = new Promise<string | undefined>((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('close', (code) =>
        resolve(complaint.trim().split('\n').at(-1) || `journalctl ended with ${code}`),
      );
    });
    const parser = new BatchParser({ tz: 'UTC' }, onLine, 64 << 10);
    child.once('spawn', () => this.#set('following'));
    // A pipe gives what is there at once, up to 64 KiB.
    for await (const batch of batches(child.stdout, 1)) {
      await this.#queue.room();
      if (this.#stopped) return;
      const parsed = parser.parse(batch);
      for (const { to } of parsed.spans) if (to > this.#newest) this.#newest = to;
      this.#cursor = cursorOf(batch) ?? this.#cursor;
      void this.#queue.put({ source: this.name, parsed, position: this.#cursor });
    }
    const why = await ended;
    if (!this.#stopped) throw new Error(why);
  }

  #set(state: SourceState['state'], reason?: string): void {
    if (state === this.#state && reason === this.#reason) return;
    this.#state = state;
    this.#reason = reason;
    this.#options.onNotice?.(state, reason);
  }
}

/** Of the last entry of whole lines. */
function cursorOf(batch: Buffer): string | undefined {
  const end = batch.length - 1;
  const line = batch.toString('utf8', batch.lastIndexOf(0x0a, end - 1) + 1, end);
  try {
    const { __CURSOR: cursor } = JSON.parse(line) as { __CURSOR?: unknown };
    return typeof cursor === 'string' ? cursor : undefined;
  } catch {
    return undefined;
  }
}
