/** Lines of a greylister (Postgrey and kin), which run beside the server that puts the client off. */
import { type Attempt, envelopeKey, startAttempt } from './attempt.ts';
import type { JourneyEvent } from './journey.ts';
import { list } from './message-legs.ts';

/** A greylister's own line and the server's refusal are written within this time, in microseconds. */
const TOGETHER = 10_000_000;

/** Lines of a greylister by `envelopeKey`. */
export function byEnvelope(lines: readonly JourneyEvent[]): Map<string, JourneyEvent[]> {
  const found = new Map<string, JourneyEvent[]>();
  for (const e of lines) {
    for (const to of list(e.forwardPath)) {
      const key = envelopeKey(e.reversePath, to);
      const same = found.get(key);
      if (same === undefined) found.set(key, [e]);
      else same.push(e);
    }
  }
  return found;
}

/** A greylister's line belongs to the refusal that it caused; where there is none it is an attempt by itself. */
export function addGreylisters(attempts: Attempt[], lines: readonly JourneyEvent[]): void {
  const byEnvelope = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    for (const { forwardPath } of attempt.refusals) {
      if (forwardPath === null) continue;
      const k = envelopeKey(attempt.reversePath, forwardPath);
      const same = byEnvelope.get(k);
      if (same === undefined) byEnvelope.set(k, [attempt]);
      else same.push(attempt);
    }
  }
  for (const line of lines) {
    if (line.action !== 'greylist' || line.queueId !== undefined) continue;
    for (const to of list(line.forwardPath)) {
      const near = byEnvelope
        .get(envelopeKey(line.reversePath, to))
        ?.find((a) => Math.abs(a.at - line.at) <= TOGETHER);
      if (near !== undefined) {
        near.events.push(line);
        continue;
      }
      const attempt = startAttempt(line, null, []);
      attempt.refusals.push({ event: line, forwardPath: to, kind: 'greylisted', of: attempt });
      attempt.events.push(line);
      attempts.push(attempt);
    }
  }
}
