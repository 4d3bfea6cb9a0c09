import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { TraceAnswer } from '../ask/answer.ts';
import { trace } from '../ask/trace.ts';
import { importFiles } from '../intake/import-files.ts';
import { Store } from './store.ts';

const refused = (to: string, client = '192.0.2.1') =>
  `NOQUEUE: reject: RCPT from unknown[${client}]: 550 5.1.1 <${to}>: Recipient address rejected: unknown; ` +
  `from=<ann@b.example> to=<${to}> proto=ESMTP helo=<b.example>`;
/** Where text is not the end of its line, where a key has no piece to look for, where the piece stands everywhere. */
const LOG = [
  `Jul  3 16:39:20 mx1 postfix/smtpd[7]: message repeated 2 times: [ ${refused('jerri@corp.example')}]`,
  `Jul  3 16:39:21 mx1 postfix/smtpd[7]: ${refused('用戶@例.example')}`,
  `Jul  3 16:39:22 mx1 postfix/smtpd[8]: ${refused('a@corp.example', '::2')}`,
  `Jul  3 16:39:23 mx1 postfix/smtpd[8]: ${refused('Otto@CORP.example')}`,
  'Jul  3 16:39:24 mx1 dovecot:',
  'Jul 03 16:39:25 imap(jerry)<12><session>: Info: expunge: box=INBOX, uid=1, msgid=<m1@b.example>, size=10',
];
const QUESTIONS = [
  'to:jerry@corp.example',
  'to:jerri@corp.example',
  'to:用戶@例.example',
  'to:a@corp.example',
  'to:otto@corp.example',
  'from:ann@b.example',
  'client:::2',
  'id:<m1',
  'id:<m1@b.example>',
  'user:jerry',
];

it('what is found in the text of all lines is what is found by keys', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-test-'));
  try {
    const log = join(folder, 'mail.log');
    writeFileSync(log, `${LOG.join('\n')}\n`);
    const answers = async (unread: boolean): Promise<TraceAnswer[]> => {
      const store = await Store.open({ unread });
      try {
        await importFiles(store, [log], { tz: 'UTC', year: 2026 });
        expect(await store.countLines({ terms: [] })).toBe(LOG.length);
        const all: TraceAnswer[] = [];
        for (const question of QUESTIONS) all.push(await trace(store, question, {}));
        return all;
      } finally {
        await store.close();
      }
    };
    const kept = await answers(false);
    const looked = await answers(true);
    for (const [i, question] of QUESTIONS.entries()) expect(looked[i], question).toEqual(kept[i]);
    expect(kept[0]?.absence?.nearMisses.map(({ address }) => address)).toContain('jerri@corp.example');
    for (const found of kept.slice(1, 6)) expect(found.journeys).not.toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
