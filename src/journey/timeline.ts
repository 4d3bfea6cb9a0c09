/**
 * The stops of one recipient with the lines that prove them, in the order of cause: lines of one second are put as
 * the message went, whatever the order in which the programs wrote them.
 */
import type { JourneyEvent, Stop, StopName } from './journey.ts';

/** Programs write about one step within this time; microseconds. */
const STEP = 1_000_000;

export interface Told {
  readonly stops: readonly Stop[];
  /** In the order of time. */
  readonly evidence: readonly JourneyEvent[];
}

export class Timeline {
  readonly #stops: Stop[] = [];
  readonly #evidence = new Map<string, JourneyEvent>();

  /** Stops are added in the order of cause. */
  add(stop: StopName, event: JourneyEvent, detail: Stop['detail'], ...more: readonly JourneyEvent[]): void {
    this.line(event, ...more);
    const { at, host, program } = event;
    this.#stops.push({ at, stop, host, program, detail, evidence: [event, ...more].map((e) => e.id) });
  }

  /** Evidence without a stop of its own. */
  line(...events: readonly JourneyEvent[]): void {
    for (const e of events) this.#evidence.set(e.id, e);
  }

  told(): Told {
    const placed = this.#stops.map((stop, i) => ({ stop, second: Math.floor(stop.at / STEP), i }));
    placed.sort((a, b) => a.second - b.second || a.i - b.i);
    const evidence = [...this.#evidence.values()].sort((a, b) => a.at - b.at || a.seq - b.seq);
    return { stops: placed.map((p) => p.stop), evidence };
  }
}
