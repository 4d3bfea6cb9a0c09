import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importFiles } from '../intake/import-files.ts';
import { parse } from '../programs/parse.ts';
import { decode, encode } from '../syslog/bytes.ts';
import { Framer } from '../syslog/framer.ts';
import { Store } from './store.ts';
import { understand } from './understand.ts';

const said = fc.constantFrom(
  'postfix/qmgr[7]: 88BDC254536: removed',
  'postfix/smtpd[7]: message repeated 2 times: [ connect from mail.b.example[192.0.2.1]]',
  'dovecot: imap(jerry)<12><s>: expunge: box=INBOX, uid=1, msgid=<a@b.example>, size=9',
  'last message repeated 3 times',
);
const line = fc.oneof(
  said.map((text) => `Jul 03 16:39:25 mx1 ${text}`),
  said.map((text) => `2026-07-03T16:39:25+08:00 mx1 ${text}`),
  said.map((text) =>
    JSON.stringify({ log: `Jul 03 16:39:25 mx1 ${text}\n`, stream: 'stdout', time: '2026-07-03T16:39:25Z' }),
  ),
  fc.constantFrom(
    '1 2026-07-03T08:39:25Z mx1 postfix/qmgr 7 - [a@1 b="c"] 88BDC254536: removed',
    '<22>1 2026-07-03T08:39:25Z mx1 postfix/qmgr 7 - - 88BDC254536: removed',
    'Jul 03 16:39:25 imap(jerry)<12><s>: Info: expunge: box=INBOX, uid=1, msgid=<a@b.example>, size=9',
    'dovecot: Jul 03 16:39:25 Info: IMAP(jerry): deleted: uid=22, msgid=<a@b.example>',
    'deliver(jerry): Jul 03 16:39:25 Info: msgid=<a@b.example>: saved mail to INBOX',
    '2026-07-03 16:39:25 #12(normal) <ab>; lua; greylist.lua:331: greylisted until "x"',
    JSON.stringify({
      __REALTIME_TIMESTAMP: '1783067965000000',
      SYSLOG_IDENTIFIER: 'postfix/qmgr',
      MESSAGE: '88BDC254536: removed',
    }),
    '2026-07-03 16:39:25 a text without a header',
    'no header at all',
  ),
);
// Whatever bytes a stranger puts at the end.
const lines = fc
  .sample(
    fc
      .tuple(line, fc.string({ maxLength: 9 }))
      .map(([known, end]) => (known.endsWith('}') ? known : known + end)),
    500,
  )
  .map((text) => text.replaceAll(/[\r\n]/g, ' '));

test('whatever its form, a stored line comes back byte for byte and means what it meant', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-understand-'));
  const store = await Store.open({});
  try {
    const log = join(folder, 'mail.log');
    writeFileSync(log, `${lines.join('\n')}\n`);
    await importFiles(store, [log], { tz: 'UTC', year: 2026 });
    const stored = (await store.lines({ all: true })).toSorted((a, b) => a.seq - b.seq);
    const framer = new Framer({ tz: 'UTC', year: 2026 });
    const frames = lines.map((text) => framer.frame(encode(text)));
    expect(stored.map(({ head, text }) => decode(head + text))).toEqual(
      frames.map((frame, index) => decode(frame.written ?? encode(lines[index]!))),
    );
    const meant = stored.map(understand).map(({ id, seq, written, at, ...event }) => event);
    expect(meant).toEqual(frames.map(parse).map(({ at, ...event }) => event));
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
});
