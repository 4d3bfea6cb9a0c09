/**
 * Lines that name no key of a message and still say something of it: how a delivery's connection was encrypted (the same
 * process wrote it just before), and what an SPF policy service said of the client at that moment. They are needed as
 * they are and lead nowhere; which of them speak of the message is decided in `journey/`.
 */
import { handshakeTime } from '../journey/handshakes.ts';
import type { JourneyEvent } from '../journey/journey.ts';
import { isOwnFilter } from '../journey/message-legs.ts';
import { ASKED } from '../journey/sender-checks.ts';
import type { LineReader } from '../store/line-reader.ts';
import type { ProcessSpan, Selection, Span } from '../store/selection.ts';
import type { Found } from './gather.ts';

export class BesideTrail {
  readonly #reader: LineReader;

  constructor(reader: LineReader) {
    this.#reader = reader;
  }

  async from(fresh: readonly JourneyEvent[]): Promise<Found> {
    const processes: ProcessSpan[] = [];
    const asked: Required<Span>[] = [];
    for (const e of fresh) {
      const { host, program, pid, at } = e;
      if (e.event === 'client' && e.queueId !== undefined)
        asked.push({ since: at - ASKED, until: at + ASKED });
      if (e.event !== 'delivery' || e.status !== 'sent' || pid === '' || isOwnFilter(e.relay)) continue;
      if (program.endsWith('/smtp'))
        processes.push({ host, program, pid, since: at - handshakeTime(e), until: at });
    }
    const anyOf: Selection[] = [];
    if (processes.length > 0) anyOf.push({ processes, events: ['tls'] });
    if (asked.length > 0) anyOf.push({ events: ['authentication'], withoutQueueId: asked });
    if (anyOf.length === 0) return {};
    return { kept: await this.#reader.events({ anyOf }) };
  }
}
