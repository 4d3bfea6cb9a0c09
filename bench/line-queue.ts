/** Lines that are to be written at a later time, taken out in order of time: a binary heap. */
export interface LaterLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly order: number;
  readonly text: string;
}

export class LineQueue {
  private readonly heap: LaterLine[] = [];
  private order = 0;

  put(at: number, text: string): void {
    const heap = this.heap;
    const line = { at, order: this.order++, text };
    let i = heap.push(line) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (!before(line, heap[up]!)) break;
      heap[i] = heap[up]!;
      i = up;
    }
    heap[i] = line;
  }

  /** The earliest line that is due at `until`, or undefined. */
  take(until: number): LaterLine | undefined {
    const heap = this.heap;
    const first = heap[0];
    if (first === undefined || first.at > until) return undefined;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && before(heap[down + 1]!, heap[down]!)) down++;
      if (!before(heap[down]!, last)) break;
      heap[i] = heap[down]!;
      i = down;
    }
    heap[i] = last;
    return first;
  }
}

function before(a: LaterLine, b: LaterLine): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
