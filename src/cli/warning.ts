/** What went wrong, in one line on standard error: what, why, and what to do. */
import type { Failure } from '../failure.ts';
import { safe } from '../words/safe.ts';

export function warn(failure: Failure): void {
  process.stderr.write(`waybill: ${sentences(failure)}\n`);
}

export function sentences({ message, reason, advice }: Failure): string {
  const because =
    reason === undefined ? message : `${message.replace(/[.:]$/, '')}: ${reason.replace(/\.$/, '')}.`;
  return safe(advice === undefined ? because : `${because} ${advice}`);
}
