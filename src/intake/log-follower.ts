/**
 * Follows one log file as it grows, through renaming, copying and truncation, packing, and through times when nobody followed it. Looks at the
 * file a few times a second, since notices of changes do not come from every file system. Reads as fast as the queue takes it.
 * Where the place that was read last is not found again, everything that may be new is read: a line is stored once.
 */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OnLine } from './batch-parser.ts';
import type { IntakeQueue } from './intake-queue.ts';
import { OpenFile } from './open-file.ts';
import { BEGINNING, type Place, Reading } from './reading.ts';
import { bytesFrom, partHolds, partWith, rotatedParts } from './rotated-logs.ts';
import type { Source, SourceState } from './source.ts';

export interface FollowOptions {
  readonly path: string;
  /** For lines that do not say. */
  readonly tz?: string | undefined;
  readonly year?: number | undefined;
  readonly onLine?: OnLine | undefined;
  /** Told when something about the source changes that an administrator may want to know. */
  readonly onNotice?: ((notice: FollowNotice) => void) | undefined;
}

export interface FollowNotice {
  readonly what: 'state' | 'rotated' | 'truncated' | 'place-lost' | 'caught-up' | 'unreadable-part';
  readonly detail?: string | undefined;
}

/** Milliseconds between two looks. */
const LOOK = 200;
/** How long a renamed file must be quiet, once its successor is there, until nobody is expected to write into it. */
const QUIET = 60_000;
/** logrotate may be packing the very part that is looked for. */
const PATIENCE = [0, 500, 1000, 2000, 4000];

export class LogFollower implements Source {
  readonly name: string;
  readonly #queue: IntakeQueue;
  readonly #options: FollowOptions;
  #state: SourceState['state'] = 'starting';
  #reason: string | undefined;
  #current: OpenFile | undefined;
  /** The file before the last rotation, into which its writer may still write. */
  #earlier: { readonly file: OpenFile; quietSince: number } | undefined;
  #stopped = false;
  #running: Promise<void> | undefined;
  readonly #abort = new AbortController();

  constructor(queue: IntakeQueue, options: FollowOptions) {
    this.#queue = queue;
    this.#options = options;
    this.name = options.path;
  }

  /** Positions are kept under these names: of the log, and of its earlier part until it is read. */
  get #key(): string {
    return `file ${this.#options.path}`;
  }

  get #earlierKey(): string {
    return `${this.#key} (earlier)`;
  }

  async start(positions: ReadonlyMap<string, string>): Promise<void> {
    this.#running = this.#run(positions).catch((error: unknown) => this.#set('failed', String(error)));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#abort.abort();
    await this.#running;
    await this.#current?.close();
    await this.#earlier?.file.close();
  }

  async state(): Promise<SourceState> {
    const { path } = this.#options;
    return {
      name: this.name,
      kind: 'file',
      state: this.#state,
      reason: this.#reason,
      behind: (await this.#current?.behind()) ?? 0,
      newest:
        this.#current === undefined || this.#current.reading.time === 0
          ? undefined
          : this.#current.reading.time,
      modified: (await stat(path).catch(() => undefined))?.mtimeMs,
    };
  }

  async #run(positions: ReadonlyMap<string, string>): Promise<void> {
    const saved = read(positions.get(this.#key));
    const earlier = read(positions.get(this.#earlierKey));
    if (earlier !== undefined) await this.#readPartFrom(earlier, this.#earlierKey, false);
    if (saved !== undefined) await this.#resume(saved);
    for (; !this.#stopped; await this.#pause(LOOK)) {
      try {
        await this.#look();
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (code === undefined) throw error;
        this.#set(code === 'EACCES' || code === 'EPERM' ? 'unreadable' : 'failed', message);
        await this.#pause(1000);
      }
    }
  }

  async #look(): Promise<void> {
    await this.#readEarlier();
    if (this.#current !== undefined && (await this.#readCurrent(this.#current)) === 'cut')
      await this.#truncated();
    const { path } = this.#options;
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw error;
    });
    if (found === undefined) return this.#set('missing');
    if (found.isDirectory()) return this.#set('directory');
    if (!found.isFile()) return this.#set('failed', 'it is no regular file');
    if (this.#current?.isFile(found) === true) return this.#set('following');
    const handle = await open(path, 'r');
    if (this.#current !== undefined) await this.#rotated(this.#current, handle);
    const opened = await this.#open(handle, BEGINNING);
    this.#set('following');
    await this.#readCurrent(opened);
  }

  /** Reads until the end of the file, or until it turns out that it is no longer the file that was read. */
  async #readCurrent(file: OpenFile): Promise<'end' | 'cut'> {
    for (;;) {
      if (this.#stopped) return 'end';
      await this.#queue.room(this.#abort.signal);
      const chunk = await file.read();
      if (chunk === 'cut') return 'cut';
      if (chunk.length === 0) return 'end';
      await file.reading.take(chunk);
    }
  }

  async #readEarlier(): Promise<void> {
    const earlier = this.#earlier;
    if (earlier === undefined) return;
    const before = earlier.file.reading.next;
    await this.#readCurrent(earlier.file);
    if (earlier.file.reading.next > before) earlier.quietSince = Date.now();
    if (Date.now() - earlier.quietSince >= QUIET) await this.#finishEarlier();
  }

  async #finishEarlier(): Promise<void> {
    const earlier = this.#earlier;
    if (earlier === undefined) return;
    await earlier.file.reading.end();
    await earlier.file.close();
    this.#earlier = undefined;
    this.#keep(this.#earlierKey, undefined);
  }

  /** Another file bears the name now: `next`. There may have been others between the two, while nothing could be read. */
  async #rotated(current: OpenFile, next: FileHandle): Promise<void> {
    this.#notice('rotated');
    await this.#finishEarlier();
    this.#current = undefined;
    const place = current.reading.place();
    current.reading.source = this.#earlierKey;
    this.#earlier = { file: current, quietSince: Date.now() };
    this.#keep(this.#earlierKey, place);
    const since = await current.modified();
    const ours = [await next.stat()];
    for (const part of await rotatedParts(this.#options.path)) {
      const found = await stat(part.path).catch(() => undefined);
      if (found === undefined || part.modified <= since || current.isFile(found)) continue;
      if (ours.some(({ ino, dev }) => ino === found.ino && dev === found.dev)) continue;
      await this.#readPart(part.path, BEGINNING, this.#key);
    }
  }

  /** The file begins anew (copytruncate). What was written since the last look is in the copy. */
  async #truncated(): Promise<void> {
    const current = this.#current!;
    this.#notice('truncated');
    this.#current = undefined;
    const place = current.reading.place();
    await current.close();
    await this.#readPartFrom(place, this.#key, true);
    const handle = await open(this.#options.path, 'r');
    await this.#open(handle, BEGINNING);
  }

  async #open(handle: FileHandle, place: Place): Promise<OpenFile> {
    const { tz, year, onLine } = this.#options;
    const { mtime } = await handle.stat();
    const { signal } = this.#abort;
    const options = { source: this.#key, tz, year, modified: mtime, onLine, signal };
    const reading = new Reading(this.#queue, options, place);
    const file = await OpenFile.of(handle, reading);
    this.#current = file;
    this.#keep(this.#key, place);
    return file;
  }

  /** At the start: goes on in the file that holds the place, wherever it lies now. */
  async #resume(saved: Place): Promise<void> {
    const { path } = this.#options;
    // Not: opening a pipe, which waits for its writer.
    const isFile = (await stat(path).catch(() => undefined))?.isFile() === true;
    if (isFile && saved.offset > 0 && (await partHolds(path, saved))) {
      const handle = await open(path, 'r').catch(() => undefined);
      if (handle !== undefined) {
        await this.#open(handle, saved);
        return;
      }
    }
    await this.#readPartFrom(saved, this.#key, false);
  }

  /** Reads the part that holds the place from there on, and every part that was written to after it. */
  async #readPartFrom(place: Place, key: string, now: boolean): Promise<void> {
    let parts = await rotatedParts(this.#options.path);
    let found = place.offset === 0 ? undefined : await partWith(parts, place);
    if (found === undefined && place.offset > 0 && (now || parts.length > 0))
      for (const wait of PATIENCE) {
        await this.#pause(wait);
        if (this.#stopped) return;
        parts = await rotatedParts(this.#options.path);
        found = await partWith(parts, place);
        if (found !== undefined) break;
      }
    if (found === undefined && place.offset > 0) this.#notice('place-lost');
    const kept = place.kept ?? Date.now();
    // A clock that ran ahead says nothing.
    const since = found?.modified ?? (kept > Date.now() ? 0 : kept);
    if (found !== undefined) await this.#readPart(found.path, place, key);
    for (const part of parts)
      if (part.path !== found?.path && part.modified > since && !this.#stopped)
        await this.#readPart(part.path, BEGINNING, key);
    if (key === this.#earlierKey && !this.#stopped) this.#keep(key, undefined);
  }

  async #readPart(path: string, place: Place, key: string): Promise<void> {
    const { tz, year, onLine } = this.#options;
    const modified = (await stat(path).catch(() => undefined))?.mtime;
    const { signal } = this.#abort;
    const reading = new Reading(this.#queue, { source: key, tz, year, modified, onLine, signal }, place);
    try {
      for await (const bytes of bytesFrom(path, place.anchor)) {
        await reading.take(bytes);
        if (this.#stopped) return;
      }
      await reading.end();
      this.#notice('caught-up', path);
    } catch (error) {
      this.#notice('unreadable-part', `${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Undefined: nothing is left to be read there. */
  #keep(key: string, place: Place | undefined): void {
    const position =
      place === undefined ? '' : JSON.stringify({ ...place, kept: Date.now() } satisfies Place);
    void this.#queue.put({ source: key, parsed: NOTHING, position });
  }

  #set(state: SourceState['state'], reason?: string): void {
    if (state === this.#state && reason === this.#reason) return;
    this.#state = state;
    this.#reason = reason;
    this.#notice('state', reason === undefined ? state : `${state}: ${reason}`);
  }

  #notice(what: FollowNotice['what'], detail?: string): void {
    this.#options.onNotice?.({ what, detail });
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#abort.signal }).catch(() => undefined);
  }
}

const EMPTY = new Uint8Array(0);
const NOTHING = {
  rows: { lines: EMPTY, keys: EMPTY, addresses: EMPTY },
  count: 0,
  kinds: { event: 0, unrecognized: 0, malformed: 0 },
  spans: [],
};

function read(position: string | undefined): Place | undefined {
  return position === undefined || position === '' ? undefined : (JSON.parse(position) as Place);
}
