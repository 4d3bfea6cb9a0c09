/**
 * Values as SQL. Log text is bytes that strangers chose, so every string goes in as hexadecimal digits: nothing in it
 * can end a literal, and bytes that are not UTF-8 arrive as they are, through chDB and over HTTP alike.
 */

/** A latin1 string, one character a byte. */
export function bytes(latin1: string): string {
  return `unhex('${Buffer.from(latin1, 'latin1').toString('hex')}')`;
}

/** Text of our own or of the person who asks. */
export function text(value: string): string {
  return `unhex('${Buffer.from(value, 'utf8').toString('hex')}')`;
}

/** `(a, b)`, for IN; never empty. */
export function list(values: readonly string[]): string {
  return `(${values.join(', ')})`;
}

/** `[a, b]`, for hasAny. */
export function array(values: readonly string[]): string {
  return `[${values.map(bytes).join(', ')}]`;
}

/** Microseconds since the epoch as a DateTime64. */
export function time(at: number): string {
  return `fromUnixTimestamp64Micro(${Math.trunc(at)}, 'UTC')`;
}

/** Any one of the conditions; nothing at all where there are none. */
export function any(conditions: readonly string[]): string {
  return conditions.length === 0 ? '0' : `(${conditions.join(' OR ')})`;
}
