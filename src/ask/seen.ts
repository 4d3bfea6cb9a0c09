/** What the stored lines can show at all. */
import type { Seen } from '../journey/journey.ts';
import type { Store } from '../store/store.ts';

export async function seenOf(store: Store): Promise<Seen> {
  const [coverage, mailLog] = await Promise.all([store.coverage(), store.mailLogs()]);
  return { mailboxLines: coverage.programs.some((p) => p.startsWith('dovecot')), mailLog };
}
