/**
 * The list in the DNS that a refusal names: `Service unavailable; Client host [192.0.2.1] blocked using list.example; why`
 * (Postfix' default_rbl_reply, postscreen's refusal). An administrator's own text of another form is not read. The name in
 * the brackets can be a stranger's address and the words at the end are the list's own, so the mark must stand once.
 */
const BEGINNING = 'Service unavailable; ';
const MARK = '] blocked using ';
// What SMTPD_NAME_* of src/smtpd/smtpd_check.c say; before 2.1 there was no word.
const KINDS = [
  'Client host [',
  'client [',
  'Unverified Client host [',
  'Helo command [',
  'Sender address [',
  'Recipient address [',
  '[',
];

/** `reason`: a refusal's text behind its codes. */
export function blocklist(reason: string): string | undefined {
  if (!reason.startsWith(BEGINNING)) return undefined;
  if (!KINDS.some((kind) => reason.startsWith(kind, BEGINNING.length))) return undefined;
  const mark = reason.indexOf(MARK);
  if (mark < 0 || reason.indexOf(MARK, mark + 1) >= 0) return undefined;
  const start = mark + MARK.length;
  let end = start;
  while (end < reason.length && !';, '.includes(reason.charAt(end))) end++;
  return end > start ? reason.slice(start, end) : undefined;
}
