/**
 * Sees to it that a line is stored once, however often and in whatever file it is imported: a line is itself by its
 * time, its bytes, and how many equal ones came before it in its source. Which hours already have lines of another
 * source is remembered, so that a first import asks nothing. Nothing has to be written down about positions in files:
 * an import that was killed is simply done again.
 */
import type { Engine } from './engine.ts';
import { HASH } from './schema.ts';
import * as sql from './sql.ts';

/** The first and last time of a batch's lines within one hour; microseconds since the epoch. */
export interface SpanOfHour {
  readonly from: number;
  readonly to: number;
}

const HOUR = 3_600_000_000;
/** The condition is part of a query, which a server may take as an address of limited length. */
const MOST_SPANS = 200;
const MINUTE = 60_000_000;

/** Few spans that hold these: those that lie close together become one. */
function joined(spans: readonly SpanOfHour[]): SpanOfHour[] {
  const sorted = spans.toSorted((a, b) => a.from - b.from);
  for (let gap = MINUTE; ; gap *= 2) {
    const few: { from: number; to: number }[] = [];
    for (const { from, to } of sorted) {
      const last = few.at(-1);
      if (last !== undefined && from - last.to <= gap) last.to = Math.max(last.to, to);
      else few.push({ from, to });
    }
    if (few.length <= MOST_SPANS) return few;
  }
}

/** Lines of this hour came from several sources, or from an earlier process. */
const SEVERAL = -1;

export class Newness {
  private readonly engine: Engine;
  private hours: Promise<Map<number, number>> | undefined;
  private lastSource = 0;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  newSource(): number {
    return ++this.lastSource;
  }

  /** The condition that holds for new rows only, or undefined where all must be new. */
  async conditionFor(spans: readonly SpanOfHour[], source: number): Promise<string | undefined> {
    this.hours ??= this.storedHours();
    this.hours.catch(() => {
      this.hours = undefined;
    });
    const hours = await this.hours;
    const shared: SpanOfHour[] = [];
    for (const { from, to } of spans) {
      const hour = Math.floor(from / HOUR);
      const owner = hours.get(hour);
      if (owner === source) continue;
      hours.set(hour, owner === undefined ? source : SEVERAL);
      if (owner !== undefined) shared.push({ from, to });
    }
    if (shared.length === 0) return undefined;
    const times = joined(shared).map(({ from, to }) => `(at >= ${sql.time(from)} AND at <= ${sql.time(to)})`);
    return `(at, ${HASH}) NOT IN (SELECT at, ${HASH} FROM lines WHERE ${sql.any(times)})`;
  }

  private async storedHours(): Promise<Map<number, number>> {
    const found = await this.engine.text(
      `SELECT DISTINCT floor(toUnixTimestamp64Micro(at) / ${HOUR}) FROM lines FORMAT TSV`,
    );
    const hours = new Map<number, number>();
    for (const hour of found.split('\n')) if (hour !== '') hours.set(Number(hour), SEVERAL);
    return hours;
  }
}
