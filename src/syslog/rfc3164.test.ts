import { expect, test } from 'vitest';
import { Framer } from './framer.ts';

// postlogd writes what msg_logger.c made: `%b %d`, the first label of the host, the severity unless it is info.
test.each([
  ['postfix/smtpd[77]: warning: x', 'postfix/smtpd', '77', 'warning: x'],
  [
    'postfix/postlog[9]: starting the Postfix mail system',
    'postfix/postlog',
    '9',
    'starting the Postfix mail system',
  ],
  [
    'postfix-in/master[1]: daemon started -- version 3.9.1',
    'postfix-in/master',
    '1',
    'daemon started -- version 3.9.1',
  ],
])("Postfix' maillog_file: %s", (rest, ...expected) => {
  const { at, host, program, pid, text } = new Framer({ tz: 'UTC', year: 2026 }).frame(
    `Jul 03 16:39:25 mx1 ${rest}`,
  );
  expect([at, host, program, pid, text]).toEqual([
    Date.UTC(2026, 6, 3, 16, 39, 25) * 1000,
    'mx1',
    ...expected,
  ]);
});
