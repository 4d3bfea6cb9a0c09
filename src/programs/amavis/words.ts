/**
 * Of which characters the words of Amavis' lines consist: ids, the names of flags and policy banks, addresses of hosts.
 * Not: what they mean.
 */

const ALPHANUMERIC = 1;
const WORD = 2;
const ADDRESS = 4;
const CLASS = new Uint8Array(128);
for (const char of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
  CLASS[char.charCodeAt(0)] = ALPHANUMERIC | WORD | ADDRESS;
for (const char of '_.+/:-') CLASS[char.charCodeAt(0)]! |= WORD;
for (const char of '.:%') CLASS[char.charCodeAt(0)]! |= ADDRESS;

export function isAlphanumeric(word: string): boolean {
  return consistsOf(word, ALPHANUMERIC);
}

/** A flag, a policy bank, a protocol. */
export function isWord(word: string): boolean {
  return consistsOf(word, WORD);
}

export function isAddress(word: string): boolean {
  return consistsOf(word, ADDRESS);
}

function consistsOf(word: string, kind: number): boolean {
  for (let i = 0; i < word.length; i++) {
    const c = word.charCodeAt(i);
    if (c >= 128 || (CLASS[c]! & kind) === 0) return false;
  }
  return word.length > 0;
}
