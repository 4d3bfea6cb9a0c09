import { expect, test } from 'vitest';
import { halvesOf } from './amavis-halves.ts';

const LOG = 'corpora/pixelpark+postfix-logsums/mail.log';

test('the dots of a second part are put back where a pseudonym took them', () => {
  const restored = halvesOf(LOG);
  const first = 'Mar 14 17:20:58 mx1 amavis[9]: (9-06) Passed CLEAN, Message-ID: <a@b.example>, From: <a...';
  expect(restored(first)).toBe(first);
  const other = 'Mar 14 17:20:58 mx1 amavis[8]: (8-01) Passed CLEAN, 9 ms';
  expect(restored(other)).toBe(other);
  expect(restored('Mar 14 17:20:58 mx1 amavis[9]: (9-06) u1@b.example>, 669 ms')).toBe(
    'Mar 14 17:20:58 mx1 amavis[9]: (9-06) ...u1@b.example>, 669 ms',
  );
  expect(restored('Mar 14 17:20:59 mx1 amavis[9]: (9-07) u1@b.example')).toContain(') u1@');
});

test('dots that are there, and other logs, stay as they are', () => {
  const parts = ['Mar 14 17:20:58 mx1 amavis[9]: (9-06) a...', 'Mar 14 17:20:58 mx1 amavis[9]: (9-06) ...b'];
  expect(parts.map(halvesOf(LOG))).toEqual(parts);
  const lost = [parts[0]!, 'Mar 14 17:20:58 mx1 amavis[9]: (9-06) b'];
  expect(lost.map(halvesOf('corpora/other/mail.log'))).toEqual(lost);
});
