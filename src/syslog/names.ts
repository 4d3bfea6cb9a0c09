/**
 * The few hosts and programs of a log, each as one string for all its lines: no memory for each line, and no slice
 * that would keep a whole chunk of the file alive. Bounded; a name that is crowded out is only made anew.
 */
const SLOTS = 1024;

export class Names {
  readonly #slots: (string | undefined)[] = new Array(SLOTS).fill(undefined);

  /** The string that stands at `from` up to `to` in `line`. */
  get(line: string, from: number, to: number): string {
    let hash = 0;
    for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + line.charCodeAt(i)) | 0;
    const slot = (hash ^ (hash >>> 10)) & (SLOTS - 1);
    const known = this.#slots[slot];
    if (known !== undefined && known.length === to - from && line.startsWith(known, from)) return known;
    // Through bytes: a plain slice would point into the line.
    const name = Buffer.from(line.slice(from, to), 'latin1').toString('latin1');
    this.#slots[slot] = name;
    return name;
  }
}
