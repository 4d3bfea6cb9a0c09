/**
 * Between bytes and text. Log lines travel as latin1 strings, one char a byte, since logs hold bytes that are not
 * UTF-8 and every byte has to be given back. Text for people is decoded from them here, at the end.
 * Decoding is the WHATWG one: each maximal invalid part becomes one U+FFFD.
 */

/** Measured on a line of 180 characters: 80 ns, a loop over charCodeAt 200 ns. */
const NOT_ASCII = /[\u0080-\uffff]/;

function isAscii(text: string): boolean {
  return !NOT_ASCII.test(text);
}

/** Bytes, one a char, read as UTF-8; invalid ones become U+FFFD. ASCII is returned as it is. */
export function decode(latin1: string): string {
  return isAscii(latin1) ? latin1 : Buffer.from(latin1, 'latin1').toString('utf8');
}

/** The UTF-8 bytes of a text, one a char. An unpaired surrogate becomes U+FFFD. ASCII is returned as it is. */
export function encode(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}
