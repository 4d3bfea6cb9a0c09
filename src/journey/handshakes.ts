/**
 * How the connection was encrypted over which a copy left. Postfix' SMTP client writes it without a queue id, but a process
 * delivers one message at a time: its line about the same relay, written while this delivery ran, is about this
 * delivery's connection. A connection that was kept from an earlier delivery has no line here. Logs in whole seconds
 * leave a second open, in which the process can have made two connections to the same relay.
 */

import { grouped } from './grouping.ts';
import type { JourneyEvent } from './journey.ts';
import { daemonOf, processOf } from './program.ts';

const SECOND = 1_000_000;

/** By process. */
export type Handshakes = ReadonlyMap<string, readonly JourneyEvent[]>;

export function handshakes(events: readonly JourneyEvent[]): Handshakes {
  return grouped(events, (e) =>
    e.event === 'tls' && e.tls !== undefined && e.relay !== undefined && daemonOf(e.program) === 'smtp'
      ? processOf(e)
      : undefined,
  );
}

/** Connection set-up and transmission of a delivery, and what the log and the delays round off; microseconds. */
export function handshakeTime({ at, delays }: JourneyEvent): number {
  const rounded = at % SECOND === 0 ? SECOND : SECOND / 10;
  const [, , setUp = 0, transmission = 0] = delays ?? [];
  return rounded + (setUp + transmission || 0) * SECOND;
}

export function handshakeOf(delivery: JourneyEvent, all: Handshakes): JourneyEvent | undefined {
  return all
    .get(processOf(delivery))
    ?.findLast(
      ({ at, relay }) =>
        relay === delivery.relay && at <= delivery.at && at >= delivery.at - handshakeTime(delivery),
    );
}
