/**
 * The stage of an SMTP session that a line names (Postfix src/smtpd/smtpd.h SMTPD_CMD_*, SMTPD_AFTER_*), in the
 * words of the `stage` field. What Postfix does not know as a command it calls UNKNOWN.
 */

const STAGES = new Map([
  ['EHLO', 'helo'],
  ['HELO', 'helo'],
  ['DATA content', 'data'],
  ['BDAT content', 'bdat'],
  ['END-OF-DATA', 'end-of-message'],
  ['.', 'end-of-message'],
]);

export function stageName(words: string): string {
  return STAGES.get(words) ?? words.toLowerCase();
}
