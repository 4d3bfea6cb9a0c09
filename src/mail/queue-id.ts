/**
 * Queue ids of Postfix, Exim and Sendmail.
 * Postfix (src/global/mail_queue.h), short: five hexadecimal digits of microseconds and the inode number in
 * upper-case hexadecimal; comes back for later messages. Long (`enable_long_queue_ids`): ten or more characters of time
 * in an alphabet without vowels, `z`, and the inode number without `z`; does not come back.
 * Exim (src/receive.c, "Create the message id"): time, process id and fraction of a second in base 62, `1abcDE-0001Ab-CD`,
 * since 4.97 `1abcDE-00000001AbC-DEfG`. Sendmail (sendmail/queue.c, assign_queueid()): eight characters of time and count, and
 * the process id; before 8.10 three capital letters and the process id. Neither comes back.
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

/** One for each of year, month, day, hour, minute, second and the two of the count: the largest digit it can be. */
const SENDMAIL_TIME = [59, 11, 31, 23, 59, 60, 59, 59];
const PID_MIN = 5;

/** The index after the Sendmail queue id that begins at `start`, or -1. `6AODVqqW000266`, `QAA12345`. */
export function sendmailIdEnd(text: string, start = 0): number {
  for (let i = 0; i < SENDMAIL_TIME.length; i++) {
    const digit = sendmailDigit(text.charCodeAt(start + i));
    if (digit < 0 || digit > (SENDMAIL_TIME[i] as number)) return oldIdEnd(text, start);
  }
  const end = pidEnd(text, start + SENDMAIL_TIME.length, PID_MIN + 1);
  return end < 0 ? oldIdEnd(text, start) : end;
}

/** In the alphabet 0-9 A-Z a-x. */
function sendmailDigit(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  if (c >= 65 && c <= 90) return c - 55;
  return c >= 97 && c <= 120 ? c - 61 : -1;
}

function oldIdEnd(text: string, start: number): number {
  for (let i = start; i < start + 3; i++) {
    const c = text.charCodeAt(i);
    if (!(c >= 65 && c <= 90)) return -1;
  }
  return pidEnd(text, start + 3, PID_MIN);
}

function pidEnd(text: string, start: number, least: number): number {
  let i = start;
  while (text.charCodeAt(i) >= 48 && text.charCodeAt(i) <= 57) i++;
  return i - start < least || isWordAt(text, i) ? -1 : i;
}

/** Of any of these programs. */
export function isQueueId(text: string): boolean {
  const { length } = text;
  return (
    length > 0 &&
    (queueIdEnd(text) === length || eximIdEnd(text) === length || sendmailIdEnd(text) === length)
  );
}

/** The lengths of the three parts. */
const EXIM_PARTS = [
  [6, 6, 2],
  [6, 11, 4],
] as const;

/** The index after Exim's id that begins at `start`, or -1 where none does. */
export function eximIdEnd(text: string, start = 0): number {
  for (const parts of EXIM_PARTS) {
    let i = start;
    for (const [n, length] of parts.entries()) {
      if (n > 0 && text.charCodeAt(i++) !== 45) break;
      const end = i + length;
      while (i < end && isWordAt(text, i)) i++;
      if (i < end) break;
      if (n === 2) return isWordAt(text, i) ? -1 : i;
    }
  }
  return -1;
}

function isWordAt(text: string, i: number): boolean {
  const c = text.charCodeAt(i);
  return (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
}
