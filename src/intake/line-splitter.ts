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

/**
 * Regroups bytes into buffers of about `targetBytes` that end with a line end. Only the last one may end without,
 * and one that holds nothing but the beginning of a line longer than LONGEST_LINE, whose rest then counts as a new line.
 * When `bytes` fails, what was read before is given out first.
 */
export async function* batches(bytes: AsyncIterable<Buffer>, targetBytes = 1 << 20): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
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
      parts.push(next.value);
      size += next.value.length;
      while (size >= targetBytes && (whole > 0 || size >= LONGEST_LINE)) {
        const all = parts.length === 1 ? parts[0]! : Buffer.concat(parts, size);
        const end = whole > 0 ? whole : LONGEST_LINE;
        yield all.subarray(0, end);
        parts = end < size ? [all.subarray(end)] : [];
        size -= end;
        whole = 0;
      }
    }
    if (size > 0) yield Buffer.concat(parts, size);
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
