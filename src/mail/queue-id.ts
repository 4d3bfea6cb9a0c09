/**
 * Postfix queue ids (src/global/mail_queue.h). Short: five hexadecimal digits of microseconds and the inode number in
 * upper-case hexadecimal; comes back for later messages. Long (`enable_long_queue_ids`): ten or more characters of time
 * in an alphabet without vowels, `z`, and the inode number without `z`; does not come back.
 * Does not know where in a line an id stands.
 */

const HEX = 1;
const SAFE = 2;
const CLASS = new Uint8Array(128);
for (const char of '0123456789BCDF') CLASS[char.charCodeAt(0)] = HEX | SAFE;
for (const char of 'AE') CLASS[char.charCodeAt(0)] = HEX;
for (const char of 'GHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz') CLASS[char.charCodeAt(0)] = SAFE;

const SHORT_MIN = 6;
const LONG_TIME = 10;
const LONGEST_JOB = 32;

/** The index after the queue id that begins at `start`, or -1 where none does. */
export function queueIdEnd(text: string, start = 0): number {
  let kind = HEX | SAFE;
  let separator = -1;
  let i = start;
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i);
    const both = c < 128 ? kind & CLASS[c]! : 0;
    if (both === 0) break;
    kind = both;
    if (c === 122) separator = i;
  }
  if ((kind & HEX) !== 0 && i - start >= SHORT_MIN) return isWordAt(text, i) ? -1 : i;
  if (separator - start >= LONG_TIME) return isWordAt(text, i) ? -1 : i;
  return -1;
}

/** The same for the id by which any server names a message to its filters: Sendmail's are letters and digits too. */
export function jobIdEnd(text: string, start = 0): number {
  let digits = 0;
  let i = start;
  for (; isWordAt(text, i); i++) if (text.charCodeAt(i) < 58) digits++;
  return digits > 0 && i - start >= SHORT_MIN && i - start <= LONGEST_JOB ? i : -1;
}

export function isQueueId(text: string): boolean {
  return queueIdEnd(text) === text.length && text.length > 0;
}

function isWordAt(text: string, i: number): boolean {
  const c = text.charCodeAt(i);
  return (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
}
