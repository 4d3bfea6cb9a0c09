/**
 * Tells equal lines of one time apart by counting them: two refusals within a second are often the same bytes. Counts
 * from the source's beginning, so an import that is repeated counts the same. Dated lines are remembered while lines
 * of their time come, in a table of fixed size: a hash of the whole line costs more than everything else about it.
 */
import { createHash } from 'node:crypto';

const SLOTS = 1 << 14;
const PROBES = 8;
/** Undated lines share the time of the line before them, or of the whole file, so equal ones can be far apart. */
const UNDATED_LIMIT = 100_000;
const UNDATED_TIMES = 1_000;

/** Longer lines are remembered by their hash. */
const LONG = 1024;

function hashOf(line: string): string {
  return createHash('sha256').update(line, 'latin1').digest('base64');
}

export class Repeats {
  private readonly times = new Float64Array(SLOTS).fill(Number.NaN);
  private readonly counts = new Uint32Array(SLOTS);
  private readonly lines: (string | undefined)[] = new Array(SLOTS).fill(undefined);
  /** By their time, so that who begins in the middle of a source counts the same. */
  private readonly undated = new Map<number, Map<string, number>>();

  /** How many lines with this time (microseconds) and these bytes came before. */
  dated(at: number, written: string): number {
    const line = written.length > LONG ? hashOf(written) : written;
    const home = sample(line);
    for (let probe = 0; probe < PROBES; probe++) {
      const slot = (home + probe) & (SLOTS - 1);
      if (this.times[slot] !== at) return this.remember(slot, at, line);
      if (this.lines[slot] === line) return ++this.counts[slot]!;
    }
    return this.remember(home, at, line);
  }

  /**
   * For a line without a time of its own, which takes that of the line before; `seq` is its number in the source. Beyond the
   * limit none counts as equal.
   */
  undatedLine(at: number, written: string, seq: number): number {
    const line = written.length > LONG ? hashOf(written) : written;
    let lines = this.undated.get(at);
    if (lines === undefined) {
      if (this.undated.size >= UNDATED_TIMES) this.undated.clear();
      lines = new Map();
      this.undated.set(at, lines);
    }
    const seen = lines.get(line);
    if (seen === undefined && lines.size >= UNDATED_LIMIT) return seq;
    const count = seen === undefined ? 0 : seen + 1;
    // A copy: a slice would keep the whole chunk of the log alive that it was cut from.
    lines.set(seen === undefined ? Buffer.from(line, 'latin1').toString('latin1') : line, count);
    return count;
  }

  private remember(slot: number, at: number, line: string): number {
    this.times[slot] = at;
    this.counts[slot] = 0;
    this.lines[slot] = line;
    return 0;
  }
}

/** Neighbours differ in their process, queue id, address or reply: some characters of each part are enough to spread. */
function sample(line: string): number {
  const { length } = line;
  let hash = length;
  const step = (length >> 4) | 1;
  for (let i = length - 1; i >= 0; i -= step) hash = Math.imul(hash ^ line.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}
