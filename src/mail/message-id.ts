/**
 * Message-IDs (RFC 5322, section 3.6.4) as programs print them. What a sender wrote there can be anything, so nothing
 * is validated: the value is kept as written, and only told apart from what stands around it.
 */

/**
 * The Message-ID in a header value: the first bracketed one, brackets included; the whole value where it has no
 * brackets or was cut short; '' for `<>`.
 */
export function messageIdIn(value: string): string {
  if (value.charCodeAt(0) !== 60) return value;
  const close = value.indexOf('>');
  if (close === 1) return '';
  return close < 0 ? value : value.slice(0, close + 1);
}
