/**
 * What came over the network and cannot be asked for again: written into files of the data directory first, then read
 * like a log. So a slow store, a restart or a killed process loses nothing that was received; a power cut may cost the
 * last second. The files are one stream, each named after the place of its first byte; those that are read are removed.
 * Takes a bounded number of bytes and lets its writers wait beyond. Not: the protocol (syslog-listener.ts).
 */
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OnLine } from './batch-parser.ts';
import type { IntakeQueue } from './intake-queue.ts';
import { BEGINNING, CHUNK, type Place, Reading } from './reading.ts';
import type { Source, SourceState } from './source.ts';

export interface IncomingOptions {
  readonly name: string;
  /** Made where it is not there. */
  readonly folder: string;
  /** Bytes that may wait to be read. */
  readonly mostBytes?: number;
  readonly tz?: string | undefined;
  readonly onLine?: OnLine | undefined;
  /** When writing begins to fail, and (undefined) when it works again. */
  readonly onTrouble?: ((reason: string | undefined) => void) | undefined;
}

const SEGMENT = 16 << 20;
const MOST_BYTES = 1 << 30;
/** Milliseconds until it is tried again. */
const AGAIN = 1000;
/** Milliseconds between two times that what was received is forced onto the disk. */
const SYNC = 1000;

export class Incoming implements Source {
  readonly name: string;
  readonly #queue: IntakeQueue;
  readonly #options: IncomingOptions;
  #reading: Reading | undefined;
  /** Places where files begin, in order. */
  #segments: number[] = [];
  #written = 0;
  #file: FileHandle | undefined;
  #fileBegins = 0;
  #dirty = false;
  #writing: Promise<void> = Promise.resolve();
  #running: Promise<void> | undefined;
  #stopped = false;
  /** Why it cannot be written, or read. */
  #unwritable: string | undefined;
  #unreadable: string | undefined;
  #wake = () => {};
  #roomAgain: (() => void)[] = [];
  readonly #abort = new AbortController();
  readonly #syncing: NodeJS.Timeout;

  constructor(queue: IntakeQueue, options: IncomingOptions) {
    this.#queue = queue;
    this.#options = options;
    this.name = options.name;
    this.#syncing = setInterval(() => this.#sync(), SYNC);
    this.#syncing.unref();
  }

  async start(positions: ReadonlyMap<string, string>): Promise<void> {
    const saved = positions.get(this.name);
    await this.#open(saved === undefined || saved === '' ? undefined : (JSON.parse(saved) as Place));
    this.#running = this.#readOn();
  }

  /** Whole lines, each with its end. Resolves when they are written and there is room for more. */
  write(lines: Buffer): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      await this.#append(lines);
      this.#wake();
      while (!this.#stopped && this.#waiting >= (this.#options.mostBytes ?? MOST_BYTES))
        await new Promise<void>((resolve) => this.#roomAgain.push(resolve));
    });
    return this.#writing;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#letIn();
    this.#abort.abort();
    await this.#writing.catch(() => undefined);
    this.#wake();
    this.#letIn();
    clearInterval(this.#syncing);
    await this.#running;
    await this.#file?.datasync().catch(() => undefined);
    await this.#file?.close().catch(() => undefined);
  }

  async state(): Promise<SourceState> {
    const time = this.#reading?.time ?? 0;
    return {
      name: this.name,
      kind: 'syslog',
      state: this.trouble === undefined ? 'following' : 'failed',
      reason: this.trouble,
      behind: this.#waiting,
      newest: time === 0 ? undefined : time,
    };
  }

  get trouble(): string | undefined {
    return this.#unwritable ?? this.#unreadable;
  }

  get #waiting(): number {
    return this.#written - (this.#reading?.offset ?? this.#written);
  }

  #path(begin: number): string {
    return join(this.#options.folder, `${String(begin).padStart(16, '0')}.log`);
  }

  async #open(saved: Place | undefined): Promise<void> {
    const { folder, tz, onLine } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const names = (await readdir(folder)).filter((name) => /^\d{16}\.log$/.test(name)).sort();
    this.#segments = names.map((name) => Number.parseInt(name, 10));
    const first = this.#segments[0];
    const last = this.#segments.at(-1);
    this.#written = last === undefined ? 0 : last + (await stat(this.#path(last))).size;
    let place = saved ?? { ...BEGINNING, offset: first ?? 0, anchor: first ?? 0 };
    // After a power cut the disk may hold less than was stored.
    if (place.offset > this.#written || first === undefined || place.anchor < first) {
      place = {
        ...place,
        offset: Math.max(place.offset, first ?? 0),
        anchor: Math.max(place.offset, first ?? 0),
      };
      this.#written = Math.max(this.#written, place.offset);
    }
    const onStored = ({ anchor }: Place) => void this.#removeBefore(anchor);
    this.#reading = new Reading(
      this.#queue,
      { source: this.name, tz, onLine, onStored, signal: this.#abort.signal },
      place,
    );
  }

  async #readOn(): Promise<void> {
    const buffer = Buffer.allocUnsafeSlow(CHUNK);
    while (!this.#stopped) {
      try {
        await this.#read(buffer);
      } catch (error) {
        this.#tell(this.#unwritable, error instanceof Error ? error.message : String(error));
        await sleep(AGAIN, undefined, { signal: this.#abort.signal }).catch(() => undefined);
      }
    }
  }

  async #read(buffer: Buffer): Promise<void> {
    const reading = this.#reading!;
    while (!this.#stopped) {
      if (reading.next >= this.#written) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      await this.#queue.room(this.#abort.signal);
      if (this.#stopped) return;
      const begin = this.#segments.findLast((each) => each <= reading.next) ?? this.#segments[0]!;
      const next = this.#segments.find((each) => each > begin);
      const end = next ?? this.#written;
      const file = await open(this.#path(begin), 'r');
      let isShort = false;
      try {
        while (reading.next < end && !isShort && !this.#stopped) {
          const { bytesRead } = await file.read(
            buffer,
            0,
            Math.min(CHUNK, end - reading.next),
            reading.next - begin,
          );
          isShort = bytesRead === 0;
          if (!isShort) await reading.take(buffer.subarray(0, bytesRead));
        }
      } finally {
        await file.close();
      }
      if (this.#stopped) return;
      // After a power cut a file may hold less than its successor says; a line that was cut there ends there.
      if (isShort || reading.next === next) await reading.jump(end);
      this.#tell(this.#unwritable, undefined);
      this.#letIn();
    }
  }

  async #append(lines: Buffer): Promise<void> {
    for (let done = 0; done < lines.length; ) {
      try {
        if (this.#file === undefined || this.#written - this.#fileBegins >= SEGMENT) await this.#begin();
        const { bytesWritten } = await this.#file!.write(
          lines,
          done,
          lines.length - done,
          this.#written - this.#fileBegins,
        );
        done += bytesWritten;
        this.#written += bytesWritten;
        this.#dirty = true;
        this.#tell(undefined, this.#unreadable);
      } catch (error) {
        this.#tell(error instanceof Error ? error.message : String(error), this.#unreadable);
        if (this.#stopped) throw error;
        await sleep(AGAIN, undefined, { signal: this.#abort.signal }).catch(() => undefined);
      }
    }
  }

  /** A new file, at the place where the last one ends. */
  async #begin(): Promise<void> {
    const file = await open(this.#path(this.#written), 'w', 0o600);
    await this.#file?.datasync();
    await this.#file?.close();
    this.#file = file;
    this.#fileBegins = this.#written;
    if (this.#segments.at(-1) !== this.#written) this.#segments.push(this.#written);
  }

  async #removeBefore(anchor: number): Promise<void> {
    while (this.#segments.length > 1 && this.#segments[1]! <= anchor) {
      const begin = this.#segments.shift()!;
      await rm(this.#path(begin), { force: true }).catch(() => undefined);
    }
  }

  #sync(): void {
    if (!this.#dirty) return;
    this.#dirty = false;
    this.#file?.datasync().catch(() => undefined);
  }

  #tell(unwritable: string | undefined, unreadable: string | undefined): void {
    const before = this.trouble;
    this.#unwritable = unwritable;
    this.#unreadable = unreadable;
    if (before !== this.trouble) this.#options.onTrouble?.(this.trouble);
  }

  #letIn(): void {
    for (const resolve of this.#roomAgain.splice(0)) resolve();
  }
}
