/** What the stored lines can show at all. */
import type { Seen } from '../journey/journey.ts';
import type { Store } from '../store/store.ts';

const MAIL_LOG = ['save', 'copy', 'delete', 'expunge', 'flag-change'];

export async function seenOf(store: Store): Promise<Seen> {
  const coverage = await store.coverage();
  return {
    mailboxLines: coverage.programs.some((p) => p.startsWith('dovecot')),
    mailLog: await store.hasEvents(MAIL_LOG),
    filterLines: await store.hasEvents(['filter']),
    from: coverage.from ?? 0,
    to: coverage.to ?? 0,
  };
}
