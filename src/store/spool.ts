/**
 * Rows on their way into the embedded engine: it reads files five times as fast as it takes rows inside a query
 * (measured: 1.1 and 0.24 million rows per CPU second). A file lives as long as its insert.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from './sql.ts';

export class Spool {
  private readonly folder: string;
  private next = 0;

  /** Call it when the directory is locked: what an earlier process left behind is removed. */
  constructor(directory: string) {
    // The engine would read these as a pattern of file names.
    if (/[*?{}]/.test(directory)) this.folder = mkdtempSync(join(tmpdir(), 'waybill-spool-'));
    else {
      this.folder = join(directory, 'spool');
      rmSync(this.folder, { recursive: true, force: true });
      mkdirSync(this.folder, { mode: 0o700 });
    }
  }

  /** Hands the file's path to `use` as SQL text. */
  async with<T>(rows: readonly Uint8Array[], use: (path: string) => Promise<T>): Promise<T> {
    const path = join(this.folder, `${this.next++}.rows`);
    const file = await open(path, 'wx', 0o600);
    try {
      const { bytesWritten } = await file.writev(rows);
      if (bytesWritten < rows.reduce((sum, { length }) => sum + length, 0))
        throw new Error('no space left on the device for rows on their way');
      await file.close();
      return await use(text(path));
    } finally {
      await rm(path, { force: true });
    }
  }

  /** What stays (on a disk that became read-only) is removed by the next process. */
  remove(): void {
    try {
      rmSync(this.folder, { recursive: true, force: true });
    } catch {}
  }
}
