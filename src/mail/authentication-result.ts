/**
 * What SPF, DKIM and DMARC can come to, in the words of RFC 8601, section 2.7. Programs write them in lower case or with a
 * capital; other words are none of theirs.
 */
const RESULTS: ReadonlySet<string> = new Set([
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'temperror',
  'permerror',
]);

export function isAuthenticationResult(word: string): boolean {
  return RESULTS.has(word);
}

/** The domain of an address, or a domain that stands alone. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
