/**
 * Where lines that came over the network go, and the count of what went there. Whoever writes waits for the answer
 * before it reads on, so that a slow store slows down the senders and does not fill the memory.
 */

export interface LineSink {
  /** Takes whole lines, each with its `\n`. Resolves when there is room for more; several calls may wait at once. */
  write(lines: Buffer): Promise<void>;
}

export class CountedSink {
  /** What the sink took. */
  lines = 0;
  bytes = 0;
  /** Lines that the sink refused. */
  dropped = 0;
  readonly #sink: LineSink;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  /** False when the sink refused: whose business that is knows the sink, and the reader only has to stop. */
  async write(lines: Buffer): Promise<boolean> {
    if (lines.length === 0) return true;
    const count = countOf(lines);
    try {
      await this.#sink.write(lines);
    } catch {
      this.dropped += count;
      return false;
    }
    this.lines += count;
    this.bytes += lines.length;
    return true;
  }
}

function countOf(lines: Buffer): number {
  let count = 0;
  for (let at = lines.indexOf(0x0a); at >= 0; at = lines.indexOf(0x0a, at + 1)) count++;
  return count;
}
