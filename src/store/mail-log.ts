/**
 * What each host's Dovecot tells of its mailboxes: the mail_log plugin writes `uid=`, a delivery agent's own
 * `saved mail to` does not. A host is asked by itself, oldest line first, so that the answer is there after a few lines.
 */
import type { Engine } from './engine.ts';
import { linesWithin } from './lines-within.ts';
import { understand } from './understand.ts';
import { witnessCondition } from './witness-condition.ts';

/** When a host's mail_log plugin first wrote (microseconds since the epoch), and whether it logs copies: its default events hold save and copy, lists that people shorten drop both. */
export interface MailLog {
  readonly since: number;
  readonly copies: boolean;
}

const EVENTS: readonly string[] = ['save', 'copy', 'delete', 'undelete', 'expunge', 'flag-change'];
const COPIES: readonly string[] = ['copy', 'save'];
/** Lines that are looked at together: the first is mostly one. */
const AT_ONCE = 64;

/** `unread`: nobody wrote down what the lines are, so the text is looked at. */
export async function mailLogs(engine: Engine, unread = false): Promise<Map<string, MailLog>> {
  const answer = await engine.text(
    `SELECT hex(host) FROM lines WHERE startsWith(program, 'dovecot') GROUP BY host FORMAT TSV`,
  );
  const logs = new Map<string, MailLog>();
  await Promise.all(
    (answer === '' ? [] : answer.split('\n')).map(async (hex) => {
      const host = `host = unhex('${hex}')`;
      const first = unread ? firstOf : firstStored;
      const [since, copies] = await Promise.all([first(engine, host, EVENTS), first(engine, host, COPIES)]);
      if (since !== undefined)
        logs.set(Buffer.from(hex, 'hex').toString('utf8'), { since, copies: copies !== undefined });
    }),
  );
  return logs;
}

/** When the first line of these events was written that names a uid. */
async function firstStored(
  engine: Engine,
  host: string,
  events: readonly string[],
): Promise<number | undefined> {
  const found = await engine.text(
    `SELECT toUnixTimestamp64Micro(at) FROM lines WHERE ${host} AND ` +
      `${witnessCondition([{ events, holding: ['uid='] }])} ORDER BY at LIMIT 1 FORMAT TSV`,
  );
  return found === '' ? undefined : Number(found);
}

/** The same, by the text of the lines. */
async function firstOf(engine: Engine, host: string, events: readonly string[]): Promise<number | undefined> {
  const words = events === COPIES ? " AND (position(text, 'save') > 0 OR position(text, 'copy') > 0)" : '';
  const condition = `${host} AND startsWith(program, 'dovecot') AND position(text, 'uid=') > 0${words}`;
  for await (const lines of linesWithin(engine, `(${condition})`, AT_ONCE)) {
    const first = lines
      .map(understand)
      .find(({ event, text }) => events.includes(event) && text.includes('uid='));
    if (first !== undefined) return first.at;
  }
  return undefined;
}
