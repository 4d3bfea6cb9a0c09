/**
 * Amavis names the queue id late in its line. Where the line was broken before it (many recipients), the line is found
 * by the time of the hand-over: lines of a filter around it that name no queue id.
 */
import type { JourneyEvent } from '../journey/journey.ts';
import { isOwnFilter } from '../journey/message-legs.ts';
import type { LineReader } from '../store/line-reader.ts';
import type { Span } from '../store/selection.ts';
import type { Found } from './gather.ts';

const SECOND = 1_000_000;

export class FilterTrail {
  readonly #reader: LineReader;
  readonly #asked = new Set<string>();

  constructor(reader: LineReader) {
    this.#reader = reader;
  }

  async from(fresh: readonly JourneyEvent[]): Promise<Found> {
    for (const e of fresh) if (e.event === 'filter' && e.queueId !== undefined) this.#asked.add(e.queueId);
    const spans: Required<Span>[] = [];
    for (const { event, queueId, relay, at, delay = 0 } of fresh) {
      if (event !== 'delivery' || queueId === undefined || !isOwnFilter(relay) || this.#asked.has(queueId))
        continue;
      this.#asked.add(queueId);
      spans.push({ since: at - (delay + 2) * SECOND, until: at + 2 * SECOND });
    }
    if (spans.length === 0) return {};
    return {
      beside: await this.#reader.events({ events: ['filter', 'filter-detail'], withoutQueueId: spans }),
    };
  }
}
