/**
 * One line of JSON. Readers that split at every line end of Unicode (Python's `splitlines`) meet none inside it: JSON
 * escapes those of ASCII itself, NEL and the line and paragraph separators are escaped here. The value stays the same.
 */
const lineEnds = /[\u0085\u2028\u2029]/g;

/** With its newline. */
export function jsonLine(value: unknown): string {
  const line = JSON.stringify(value);
  return `${line.replace(lineEnds, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
