/**
 * A content filter before the queue (smtpd_proxy_filter): the server hands its reply on, and neither names a queue id.
 * The filter's own line is found by the task id in its reply. Source: Postfix SMTPD_PROXY_README; Amavis' replies.
 */
import type { Attempt } from './attempt.ts';
import type { JourneyEvent } from './journey.ts';

/** The filter's line and the server's are written within this time; microseconds. */
const TOGETHER = 60_000_000;

/** Amavis names its task in the replies that it makes: `554 5.7.0 Reject, id=12094-05 - INFECTED: ...`. */
function task(event: JourneyEvent): string | undefined {
  return event.event === 'proxy'
    ? /[ ,]id=([A-Za-z0-9]+(?:-[A-Za-z0-9_-]+)+) - /.exec(event.reply ?? '')?.[1]
    : undefined;
}

export function addFilterLines(attempts: readonly Attempt[], events: readonly JourneyEvent[]): void {
  const byTask = new Map<string, JourneyEvent[]>();
  for (const e of events) {
    if (e.event !== 'filter' || e.queueId !== undefined || e.session === undefined) continue;
    byTask.set(e.session, [...(byTask.get(e.session) ?? []), e]);
  }
  if (byTask.size === 0) return;
  for (const attempt of attempts) {
    for (const refusal of attempt.refusals) {
      const id = task(refusal.event);
      const verdict =
        id === undefined ? undefined : byTask.get(id)?.find((e) => Math.abs(e.at - attempt.at) <= TOGETHER);
      if (verdict === undefined) continue;
      refusal.verdict = verdict;
      attempt.events.push(verdict);
      attempt.messageId ??= verdict.messageId || null;
    }
  }
}
