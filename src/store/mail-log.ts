/**
 * What each host's Dovecot tells of its mailboxes: the mail_log plugin writes `uid=`, a delivery agent's own
 * `saved mail to` does not. A host is asked by itself, oldest line first, so that the answer is there after a few lines.
 */
import type { Engine } from './engine.ts';
import { witnessCondition } from './witness-condition.ts';

/** When a host's mail_log plugin first wrote (microseconds since the epoch), and whether it logs copies: its default events hold save and copy, lists that people shorten drop both. */
export interface MailLog {
  readonly since: number;
  readonly copies: boolean;
}

const EVENTS = ['save', 'copy', 'delete', 'undelete', 'expunge', 'flag-change'];

export async function mailLogs(engine: Engine): Promise<Map<string, MailLog>> {
  const answer = await engine.text(
    `SELECT hex(host) FROM lines WHERE startsWith(program, 'dovecot') GROUP BY host FORMAT TSV`,
  );
  const logs = new Map<string, MailLog>();
  await Promise.all(
    (answer === '' ? [] : answer.split('\n')).map(async (hex) => {
      const first = (events: readonly string[]) =>
        engine.text(
          `SELECT toUnixTimestamp64Micro(at) FROM lines WHERE host = unhex('${hex}') AND ` +
            `${witnessCondition([{ events, holding: ['uid='] }])} ORDER BY at LIMIT 1 FORMAT TSV`,
        );
      const [since, copies] = await Promise.all([first(EVENTS), first(['copy', 'save'])]);
      if (since !== '')
        logs.set(Buffer.from(hex, 'hex').toString('utf8'), { since: Number(since), copies: copies !== '' });
    }),
  );
  return logs;
}
