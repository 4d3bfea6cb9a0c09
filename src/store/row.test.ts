import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FRAGMENTS } from '../../test/strangers.ts';
import { parse } from '../programs/parse.ts';
import { encode } from '../syslog/bytes.ts';
import { Framer } from '../syslog/framer.ts';
import { toRow } from './row.ts';

/** The beginning of a line in every form that is known, whole and broken off. */
const heads = fc.constantFrom(
  '',
  'Jul  3 16:39:25 ',
  'Jul  3 16:39:25 mx1 dovecot:',
  'Jul  3 16:39:25 mx1 postfix/smtpd[77]: NOQUEUE: reject: RCPT from a.example[192.0.2.1]: ',
  'Jul 03 2026 16:39:25 mx1 postfix/cleanup[77]: 88BDC254536: message-id=',
  'Jul  3 16:39:25 mx1 mail.info dovecot: imap(jerry)<1><s>: expunge: box=INBOX, uid=1, msgid=',
  'Jul  3 16:39:25 mx1 postfix/smtpd[77]: [ID 197553 mail.info] ',
  'Jul  3 16:39:25 mx1 dovecot: Jul 03 16:39:25 Info: IMAP(jerry): ',
  'Jul 03 16:39:25 imap(jerry)<12><session>: Info: ',
  'dovecot: Jul 03 16:39:25 Info: IMAP(jerry): ',
  'deliver(jerry): Jul 03 16:39:25 Info: ',
  '<22>Jul  3 16:39:25 mx1 amavis[77]: (12025-03) Passed CLEAN, ',
  '2026-07-03T16:39:25.120331+08:00 mx1 postfix/qmgr[77]: 88BDC254536: ',
  '2026-07-03 16:39:25 ',
  '<22>1 2026-07-03T16:39:25Z mx1 rspamd 77 - [a b="',
  '<22>1 2026-07-03T16:39:25Z mx1 spamd 77 - - \xef\xbb\xbf',
  '{"__REALTIME_TIMESTAMP":"1783067965000000","SYSLOG_IDENTIFIER":"postfix/smtp","MESSAGE":"',
  '\0\0\0Jul  3 16:39:25 mx1 postgrey[77]: action=greylist, ',
);
const bytes = fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)), maxLength: 40 });
const tails = fc
  .array(fc.oneof(bytes, fc.constantFrom(...FRAGMENTS.map(encode), '"}', '\r', '[', ']: ')), { maxLength: 5 })
  .map((parts) => parts.join('').replaceAll('\n', ''));

test('head and text of a row are the line, byte for byte, whatever it is', () => {
  fc.assert(
    fc.property(heads, tails, (head, tail) => {
      const line = head + tail;
      const frame = new Framer({ tz: 'UTC', year: 2026 }).frame(line);
      const written = frame.written ?? line.replace(/\r$/, '');
      const row = toRow(frame, parse(frame), written, 0, 0, 0);
      expect(row.head + row.text).toBe(written);
      const { textAt, tagAt = textAt, program, pid } = frame;
      if (textAt === undefined || tagAt === undefined) return;
      const tag = frame.tagAt === undefined ? '' : `${program}${pid === '' ? '' : `[${pid}]`}: `;
      expect(textAt).toBeLessThanOrEqual(written.length);
      expect(written.slice(0, tagAt) + tag + frame.text).toBe(written);
      // One JSON object of the journal is stored as the line that a person would read.
      if (!head.startsWith('{')) expect(frame.written).toBeUndefined();
    }),
    { numRuns: 5_000 },
  );
});
