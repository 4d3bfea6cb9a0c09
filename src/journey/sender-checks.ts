/**
 * What SPF, DKIM and DMARC said of who sent a message. A milter names the queue id. A policy service mostly names none: its
 * SPF result depends on the client and the reverse path, so the lines of the same host about both, from the same moment,
 * say it of this message, whichever they were written for; where they do not agree, none is told.
 */
import { addressKey } from '../mail/identity.ts';
import { grouped } from './grouping.ts';
import type { JourneyEvent } from './journey.ts';
import type { Leg } from './leg.ts';
import { otherLines } from './leg-index.ts';
import type { Timeline } from './timeline.ts';

/** The policy service is asked at RCPT, just before the queue file is opened; lines of one second have no order. Microseconds. */
export const ASKED = 10_000_000;

/** SPF results that name no queue id, by `checkKey`. */
export type SpfChecks = ReadonlyMap<string, readonly JourneyEvent[]>;

export function spfChecks(events: readonly JourneyEvent[]): SpfChecks {
  return grouped(events, (e) =>
    e.event === 'authentication' &&
    e.queueId === undefined &&
    e.client?.ip !== undefined &&
    e.reversePath !== undefined
      ? checkKey(e.host, e.client.ip, e.reversePath)
      : undefined,
  );
}

function checkKey(host: string, ip: string, from: string): string {
  return `${host}\0${ip}\0${addressKey(from)}`;
}

/** Adds the stops of one queue file. */
export function senderStops(t: Timeline, leg: Leg, spf: SpfChecks): void {
  const own = otherLines(leg).filter((e) => e.event === 'authentication' || e.event === 'signed');
  const asked = own.some((e) => e.method === 'spf') ? undefined : spfOf(leg, spf);
  if (asked !== undefined) senderStop(t, asked);
  for (const e of own) senderStop(t, e);
}

function senderStop(t: Timeline, e: JourneyEvent): void {
  const { method, result, domain, selector } = e;
  if (e.event === 'signed') return t.add('signed', e, { method, domain, selector });
  // A line that names no result proves none.
  if (result === undefined) return t.line(e);
  t.add('sender-checked', e, { method, result, domain, selector });
}

function spfOf(leg: Leg, spf: SpfChecks): JourneyEvent | undefined {
  const ip = leg.client?.ip;
  if (ip === undefined || leg.reversePath === null || spf.size === 0) return undefined;
  const near = (spf.get(checkKey(leg.host, ip, leg.reversePath)) ?? []).filter(
    (e) => Math.abs(e.at - leg.first) <= ASKED,
  );
  const last = near.at(-1);
  return near.every((e) => e.result === last?.result && e.domain === last?.domain) ? last : undefined;
}
