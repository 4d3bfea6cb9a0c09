/**
 * Packed logs, recognized by their first bytes and never by their names, and unpacked as they are read: gzip (RFC
 * 1952) by Node's zlib, bzip2 by unbzip2-stream, xz by xz-decompress (XZ Embedded), Zstandard (RFC 8878) by fzstd.
 * Several archives in one file, one behind the other, are read through. Whatever could be unpacked is given out
 * before the error (of a damaged gzip archive up to 16 KiB before the damage may be missing: zlib keeps them). fzstd does
 * not compare checksums: a flipped bit in a zstd archive may go unnoticed. Not: which file it is, nor zip and tar, which hold files rather than a stream.
 */
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import unbzip2 from 'unbzip2-stream';
import xz from 'xz-decompress';

export type Packing = 'gzip' | 'bzip2' | 'xz' | 'zstd';

/** `unsupported`: sound, as far as one can tell, but packed in a way that the library does not know. */
export type Damage = 'truncated' | 'corrupt' | 'unsupported';

export class ArchiveError extends Error {
  readonly damage: Damage;

  constructor(damage: Damage, reason: string, cause: unknown) {
    super(reason, { cause });
    this.damage = damage;
  }
}

/** As many bytes as `packingOf` wants to see. */
export const MAGIC_LENGTH = 6;

/** What a file that begins with these bytes is packed with, or undefined where it is plain. */
export function packingOf(head: Buffer): Packing | undefined {
  const magic = head.toString('latin1', 0, MAGIC_LENGTH);
  if (magic.startsWith('\x1f\x8b')) return 'gzip';
  // `BZh`, the block size, then pi (a block) or the square root of pi (the end of an empty archive).
  if (/^BZh[1-9](?:1A|\x17r)/.test(magic)) return 'bzip2';
  if (magic.startsWith('\xfd7zXZ\0')) return 'xz';
  // A frame, or a skippable frame, with which pzstd begins.
  if (/^(?:\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18)/.test(magic)) return 'zstd';
  return undefined;
}

type Packed = AsyncIterable<Buffer>;

/** Throws ArchiveError, or what `packed` throws. */
export function unpack(packing: Packing, packed: Packed): AsyncGenerator<Buffer> {
  switch (packing) {
    case 'gzip':
      return gunzip(packed);
    case 'bzip2':
      return bunzip2(packed);
    case 'xz':
      return unxz(packed);
    case 'zstd':
      return unzstd(packed);
  }
}

/** Small pieces, since each is unpacked as a whole before its bytes are given out, and may grow a thousandfold. */
async function* pieces(packed: Packed, size: number): AsyncGenerator<Buffer> {
  for await (const chunk of packed) {
    for (let from = 0; from < chunk.length; from += size) yield chunk.subarray(from, from + size);
  }
}

async function* gunzip(packed: Packed): AsyncGenerator<Buffer> {
  const engine = createGunzip();
  const unpacked: Buffer[] = [];
  let error: NodeJS.ErrnoException | undefined;
  // Not: reading the stream by `for await`, which drops on an error what was unpacked and not yet read.
  engine.on('data', (chunk: Buffer) => unpacked.push(chunk));
  engine.on('error', (cause) => {
    error = cause;
  });
  /** Ends the waiting: after a piece is worked off, or when the engine has closed (on an error, or at the end). */
  let settle = () => {};
  engine.on('close', () => settle());
  try {
    for await (const piece of pieces(packed, 32 << 10)) {
      await new Promise<void>((resolve) => {
        settle = resolve;
        engine.write(piece, () => resolve());
      });
      yield* unpacked.splice(0);
      if (error !== undefined || engine.readableEnded) break;
    }
    if (error === undefined && !engine.readableEnded) {
      await new Promise<void>((resolve) => {
        settle = resolve;
        engine.end();
      });
      yield* unpacked.splice(0);
    }
    if (error !== undefined) {
      throw new ArchiveError(error.code === 'Z_BUF_ERROR' ? 'truncated' : 'corrupt', error.message, error);
    }
  } finally {
    engine.destroy();
  }
}

async function* bunzip2(packed: Packed): AsyncGenerator<Buffer> {
  const engine = unbzip2();
  const unpacked: Buffer[] = [];
  let error: Error | undefined;
  let ended = false;
  // The engine works inside write() and end().
  engine.on('data', (chunk: Buffer) => unpacked.push(chunk));
  engine.on('error', (cause: Error) => {
    error ??= cause;
  });
  for await (const piece of pieces(packed, 64 << 10)) {
    engine.write(piece);
    yield* unpacked.splice(0);
    if (error !== undefined) break;
  }
  if (error === undefined) {
    ended = true;
    engine.end();
    yield* unpacked.splice(0);
  }
  if (error === undefined) return;
  // Where its input has run out, the engine trips over the missing bytes instead of finding something wrong in them.
  if (ended && error.name !== 'Bzip2Error')
    throw new ArchiveError('truncated', 'unexpected end of file', error);
  throw new ArchiveError('corrupt', error.message, error);
}

/** XZ Embedded's `enum xz_ret`, as far as it can come out of an archive. */
const XZ_ERRORS: Readonly<Record<string, readonly [Damage, reason: string]>> = {
  '2': ['unsupported', 'it has a check that is not known'],
  '3': ['unsupported', 'its dictionary is too large'],
  '4': ['unsupported', 'its dictionary is too large'],
  '5': ['corrupt', 'it goes on with something that is not xz'],
  '6': ['unsupported', 'it has a filter or check that is not known'],
  '7': ['corrupt', 'its data are damaged'],
  '8': ['truncated', 'unexpected end of file'],
};

async function* unxz(packed: Packed): AsyncGenerator<Buffer> {
  const source = packed[Symbol.asyncIterator]();
  const stream = new xz.XzReadableStream(
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        const next = await source.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await source.return?.();
      },
    }),
  );
  const reader = stream.getReader();
  let open = true;
  try {
    for (;;) {
      const next = await reader.read();
      if (next.done) break;
      if (next.value.length > 0)
        yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    }
    open = false;
  } catch (cause) {
    open = false;
    const code = /^get_next_output failed with error code (\d+)$/.exec(String((cause as Error).message))?.[1];
    const known = XZ_ERRORS[code ?? ''];
    if (known === undefined) throw cause;
    throw new ArchiveError(known[0], known[1], cause);
  } finally {
    // The library unpacks one archive at a time: one that is left open would block every later one.
    if (open) await reader.cancel();
    else await source.return?.();
  }
}

async function* unzstd(packed: Packed): AsyncGenerator<Buffer> {
  const unpacked: Buffer[] = [];
  const engine = new Decompress((chunk) => {
    if (chunk.length > 0) unpacked.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  });
  let error: unknown;
  const push = (piece: Uint8Array, last: boolean) => {
    try {
      engine.push(piece, last);
    } catch (cause) {
      error = cause;
    }
  };
  for await (const piece of pieces(packed, 4 << 10)) {
    push(piece, false);
    yield* unpacked.splice(0);
    if (error !== undefined) break;
  }
  if (error === undefined) push(new Uint8Array(0), true);
  yield* unpacked.splice(0);
  if (error === undefined) return;
  // fzstd's ZstdErrorCode: WindowSizeTooLarge 1, UnexpectedEOF 5.
  const code = (error as { readonly code?: unknown }).code;
  throw new ArchiveError(
    code === 5 ? 'truncated' : code === 1 ? 'unsupported' : 'corrupt',
    String((error as Error).message),
    error,
  );
}
