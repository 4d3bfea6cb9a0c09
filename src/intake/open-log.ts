/**
 * A log file, a pipe or standard input as a stream of bytes, unpacked where it is packed (see archive.ts). Memory stays
 * bounded: nothing is read before it is asked for. Does not know lines.
 */
import { accessSync, constants, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import { ArchiveError, type Damage, MAGIC_LENGTH, packingOf, unpack } from './archive.ts';
import type { Section } from './sections.ts';

export interface OpenLog {
  /**
   * The unpacked bytes; to be read once. Where reading fails, all bytes up to there come first, then a Failure:
   * `file-unreadable`, `archive-truncated`, `archive-corrupt` or `archive-unsupported`. A piece is valid until the next is
   * asked for.
   */
  readonly bytes: AsyncIterable<Buffer>;
  /** When the file was last written; now, for a pipe. */
  readonly modified: Date;
  /** Bytes on disk; undefined for a pipe. */
  readonly size: number | undefined;
  /** Bytes of the file (packed, where it is packed) that were read so far: for a progress bar. */
  position(): number;
}

const CHUNK = 256 << 10;

/** `path`: a file, a named pipe, or `-`; of a file that is not packed also a section. Throws Failure `file-not-found`, `file-unreadable` or `not-a-file`. */
export function openLog(path: string, section?: Section): OpenLog {
  const standardInput = path === '-';
  const name = standardInput ? 'standard input' : path;
  let modified = new Date();
  let size: number | undefined;
  if (!standardInput) {
    try {
      const stat = statSync(path);
      if (stat.isDirectory()) {
        throw new Failure('not-a-file', `${path} is a directory, not a log file.`, {
          advice: `Name the files in it, for example ${path.replace(/\/+$/, '')}/mail.log*.`,
        });
      }
      accessSync(path, constants.R_OK);
      if (stat.isFile()) {
        modified = stat.mtime;
        size = stat.size;
      }
    } catch (cause) {
      throw unreadable(name, cause);
    }
  }
  let position = 0;
  async function* read(): AsyncGenerator<Buffer> {
    try {
      for await (const piece of standardInput ? process.stdin : piecesOf(path, section)) {
        position += piece.length;
        yield piece;
      }
    } catch (cause) {
      throw unreadable(name, cause);
    }
  }

  async function* bytes(): AsyncGenerator<Buffer> {
    const { head, all } = await peek(read());
    const packing = section !== undefined && section.from > 0 ? undefined : packingOf(head);
    if (packing === undefined) {
      yield* all;
      return;
    }
    try {
      yield* unpack(packing, copies(all));
    } catch (cause) {
      throw cause instanceof ArchiveError ? damaged(name, packing, cause) : cause;
    }
  }

  return { bytes: bytes(), modified, size, position: () => position };
}

/** All in the same memory, since new memory costs more than reading it. */
async function* piecesOf(path: string, section: Section | undefined): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    const memory = Buffer.allocUnsafeSlow(CHUNK);
    // A pipe has no places.
    let at = section?.from ?? null;
    for (;;) {
      const wanted = section?.to === undefined ? CHUNK : Math.min(CHUNK, section.to - (at ?? 0));
      const { bytesRead } = await file.read(memory, 0, wanted, at);
      if (bytesRead === 0) return;
      if (at !== null) at += bytesRead;
      yield memory.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** For who still holds a piece when the next one comes. */
async function* copies(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of source) yield Buffer.from(piece);
}

/** The first bytes, and the stream as if they had not been looked at. */
async function peek(source: AsyncGenerator<Buffer>): Promise<{ head: Buffer; all: AsyncGenerator<Buffer> }> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < MAGIC_LENGTH) {
    const next = await source.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* all(): AsyncGenerator<Buffer> {
    try {
      if (head.length > 0) yield head;
      yield* source;
    } finally {
      await source.return(undefined);
    }
  }
  return { head, all: all() };
}

function unreadable(name: string, cause: unknown): unknown {
  if (cause instanceof Failure) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new Failure('file-not-found', `There is no file ${name}.`, { reason: message, cause });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new Failure('file-unreadable', `${name} may not be read by this user.`, {
      reason: message,
      advice: 'Run Waybill as root or as a member of the group that owns the file (on Debian: adm).',
      cause,
    });
  }
  return new Failure('file-unreadable', `${name} cannot be read.`, { reason: message, cause });
}

const DAMAGE: Readonly<Record<Damage, readonly [message: string, advice: string]>> = {
  truncated: [
    'is cut off before its end',
    'What could be read was used. Copy the file again if a whole one exists.',
  ],
  corrupt: ['is damaged', 'What could be read was used. Copy the file again if a sound one exists.'],
  unsupported: ['is packed in a way that Waybill cannot read', 'Unpack it with its own program first.'],
};

function damaged(name: string, packing: string, cause: ArchiveError): Failure {
  const [message, advice] = DAMAGE[cause.damage];
  return new Failure(`archive-${cause.damage}`, `The ${packing} archive ${name} ${message}.`, {
    reason: cause.message,
    advice,
    cause,
  });
}
