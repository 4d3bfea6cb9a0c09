/**
 * The earlier parts of a log that logrotate (or its like) renames, copies or packs in the same folder: `mail.log.1`,
 * `mail.log-20260703.gz`, `mail-20260703.log`, `mail.log.old`. Which of them holds a place is told by content (fingerprint.ts), never by name or number.
 */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { holds } from './fingerprint.ts';
import { openLog } from './open-log.ts';
import type { Place } from './reading.ts';

export interface LogPart {
  readonly path: string;
  /** Milliseconds since the epoch: when the last line was written into it. Packing keeps it. */
  readonly modified: number;
}

/** Oldest first, without the log itself. */
export async function rotatedParts(path: string): Promise<LogPart[]> {
  const folder = dirname(path);
  const name = basename(path);
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  const names = await readdir(folder).catch(() => []);
  const parts: LogPart[] = [];
  for (const other of names) {
    const rest = other.startsWith(name)
      ? other.slice(name.length)
      : other.startsWith(stem) && other.includes(extension, stem.length)
        ? other.slice(stem.length)
        : '';
    if (!/^[.-](?:\d|old\b)/.test(rest)) continue;
    const found = await stat(join(folder, other)).catch(() => undefined);
    if (found?.isFile() === true) parts.push({ path: join(folder, other), modified: found.mtimeMs });
  }
  return parts.sort((a, b) => a.modified - b.modified);
}

/** Of these parts the one that holds the place; the newest where several do. */
export async function partWith(parts: readonly LogPart[], place: Place): Promise<LogPart | undefined> {
  for (const part of [...parts].reverse()) if (await partHolds(part.path, place)) return part;
  return undefined;
}

export async function partHolds(path: string, { offset, prints }: Place): Promise<boolean> {
  try {
    return await holds(openLog(path).bytes, offset, prints);
  } catch {
    // Gone, or being packed at this moment.
    return false;
  }
}

/** The unpacked bytes from a place on. Throws what reading it throws. */
export async function* bytesFrom(path: string, begin: number): AsyncGenerator<Buffer> {
  let skip = begin;
  for await (const chunk of openLog(path).bytes) {
    if (chunk.length > skip) yield skip === 0 ? chunk : chunk.subarray(skip);
    skip = Math.max(0, skip - chunk.length);
  }
}
