/** What the stored lines can show at all. */
import type { Seen } from '../journey/journey.ts';
import type { Store } from '../store/store.ts';

/** Lines that only the mail_log plugin writes; a delivery agent's own `saved mail to` has no uid. */
const MAIL_LOG = { events: ['save', 'copy', 'delete', 'undelete', 'expunge', 'flag-change'], text: 'uid=' };

export async function seenOf(store: Store): Promise<Seen> {
  const coverage = await store.coverage();
  return {
    mailboxLines: coverage.programs.some((p) => p.startsWith('dovecot')),
    mailLog: await store.firstByHost(MAIL_LOG.events, MAIL_LOG.text),
  };
}
