/**
 * Between bytes and text. Log lines travel as latin1 strings, one char a byte, since logs hold bytes that are not
 * UTF-8 and every byte has to be given back. Text for people is decoded from them here, at the end.
 * Decoding is the WHATWG one: each maximal invalid part becomes one U+FFFD.
 */

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** Bytes, one a char, read as UTF-8; invalid ones become U+FFFD. ASCII is returned as it is. */
export function decode(latin1: string): string {
  return isAscii(latin1) ? latin1 : Buffer.from(latin1, 'latin1').toString('utf8');
}

/** The UTF-8 bytes of a text, one a char. An unpaired surrogate becomes U+FFFD. ASCII is returned as it is. */
export function encode(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}
