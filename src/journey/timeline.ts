/**
 * The stops of one recipient with the lines that prove them, in the order of time; lines that lie close together are
 * put as the message went, whatever the order in which the programs wrote them.
 */
import type { JourneyEvent, Stop, StopName } from './journey.ts';

/** A program writes about its step at most this long after the next one has written about its own; microseconds. */
const STEP = 5_000_000;

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
    // Of two stops whose lines stand the wrong way round by little, the cause comes first.
    const times = this.#stops.map((stop) => stop.at);
    for (let i = times.length - 2; i >= 0; i--) {
      const next = times[i + 1] as number;
      const own = times[i] as number;
      if (own > next && own - next <= STEP) times[i] = next;
    }
    const placed = this.#stops.map((stop, i) => ({ stop, at: times[i] as number }));
    const evidence = [...this.#evidence.values()].sort((a, b) => a.at - b.at || a.seq - b.seq);
    return { stops: placed.sort((a, b) => a.at - b.at).map((p) => p.stop), evidence };
  }
}
