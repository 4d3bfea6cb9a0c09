/**
 * Bytes into lines. A line ends at `\n` and nowhere else: U+2028, NUL, a lone `\r` and bytes that are not UTF-8 occur
 * inside lines. Does not decode: a line is a latin1 string, one char a byte.
 */

const NEWLINE = 0x0a;
/**
 * A line without an end is cut after this many bytes, so that a file of zeros does not fill the memory, and no regular
 * expression that meets the line later exhausts its stack (V8's holds 64 MB, up to 12 bytes a character).
 */
export const LONGEST_LINE = 4 << 20;

/** Memory for at least so many bytes, which nobody else uses. */
export type Memory = (bytes: number) => Buffer;

/**
 * Regroups bytes into buffers of about `targetBytes` that end with a line end. Only the last one may end without,
 * and one that holds nothing but the beginning of a line longer than LONGEST_LINE, whose rest then counts as a new line.
 * When `bytes` fails, what was read before is given out first. Pieces of `bytes` are copied before the next is asked for;
 * a batch is its receiver's, with all of the memory that it lies in.
 */
export async function* batches(
  bytes: AsyncIterable<Buffer>,
  targetBytes = 1 << 20,
  memory: Memory = Buffer.allocUnsafeSlow,
): AsyncGenerator<Buffer> {
  let held = memory(0);
  let size = 0;
  /** How many of `size` bytes lie before or at the last line end. */
  let whole = 0;
  let failure: { readonly cause: unknown } | undefined;
  const source = bytes[Symbol.asyncIterator]();
  try {
    for (;;) {
      let next: IteratorResult<Buffer>;
      try {
        next = await source.next();
      } catch (cause) {
        failure = { cause };
        break;
      }
      if (next.done === true) break;
      const newline = next.value.lastIndexOf(NEWLINE);
      if (newline >= 0) whole = size + newline + 1;
      if (size + next.value.length > held.length) {
        const larger = memory(Math.max(size + next.value.length, Math.min(2 * held.length, LONGEST_LINE)));
        held.copy(larger, 0, 0, size);
        held = larger;
      }
      next.value.copy(held, size);
      size += next.value.length;
      while (size >= targetBytes && (whole > 0 || size >= LONGEST_LINE)) {
        const end = whole > 0 ? whole : LONGEST_LINE;
        const batch = held.subarray(0, end);
        const rest = held.subarray(end, size);
        held = memory(rest.length);
        rest.copy(held);
        yield batch;
        size -= end;
        whole = 0;
      }
    }
    if (size > 0) yield held.subarray(0, size);
    if (failure !== undefined) throw failure.cause;
  } finally {
    if (failure === undefined) await source.return?.();
  }
}

/** Calls `each` with every line of a batch, without its `\n`; with the last one too, where it has none. */
export function forEachLine(chunk: string, each: (line: string) => void): void {
  let from = 0;
  while (from < chunk.length) {
    const newline = chunk.indexOf('\n', from);
    const end = newline < 0 ? chunk.length : newline;
    each(chunk.slice(from, end));
    from = end + 1;
  }
}
