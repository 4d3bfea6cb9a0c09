/**
 * A file that is open while it grows: gives the bytes behind those that were read, and notices when it was cut or written
 * anew meanwhile, by the bytes before them. Its name does not matter here.
 */
import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { CHUNK, type Reading } from './reading.ts';

/** Bytes that are read again, to see that they are still the same. */
const OVERLAP = 64;

export class OpenFile {
  readonly reading: Reading;
  readonly #handle: FileHandle;
  readonly #inode: number;
  readonly #device: number;
  readonly #buffer = Buffer.allocUnsafeSlow(OVERLAP + CHUNK);
  #before: Buffer = Buffer.alloc(0);

  private constructor(handle: FileHandle, reading: Reading, { ino, dev }: Stats) {
    this.#handle = handle;
    this.reading = reading;
    this.#inode = ino;
    this.#device = dev;
  }

  /** Owns the handle from now on. */
  static async of(handle: FileHandle, reading: Reading): Promise<OpenFile> {
    return new OpenFile(handle, reading, await handle.stat());
  }

  isFile({ ino, dev }: Stats): boolean {
    return ino === this.#inode && dev === this.#device;
  }

  /** When somebody last wrote into it, milliseconds. */
  async modified(): Promise<number> {
    return (await this.#handle.stat()).mtimeMs;
  }

  /** Bytes that are there and were not read. */
  async behind(): Promise<number> {
    try {
      return Math.max(0, (await this.#handle.stat()).size - this.reading.next);
    } catch {
      return 0; // closed
    }
  }

  /** The next bytes, valid until the next call; none at the end. `cut`: what was read is no longer there. */
  async read(): Promise<Buffer | 'cut'> {
    const { next } = this.reading;
    const { size } = await this.#handle.stat();
    if (size === next) return Buffer.alloc(0);
    if (size < next) return 'cut';
    const known = this.#before.length;
    const { bytesRead } = await this.#handle.read(this.#buffer, 0, known + CHUNK, next - known);
    const all = this.#buffer.subarray(0, bytesRead);
    if (bytesRead < known || !all.subarray(0, known).equals(this.#before)) return 'cut';
    this.#before = Buffer.from(bytesRead >= OVERLAP ? all.subarray(-OVERLAP) : all);
    return all.subarray(known);
  }

  async close(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
  }
}
