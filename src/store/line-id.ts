/**
 * The name of a stored line: 13 hexadecimal digits of its time (microseconds since the epoch) and 11 of a hash over its
 * bytes. The same line has the same name wherever and however often it is imported, and the time in it finds the line
 * without an index.
 */

/** `hash` as two numbers: its upper bits and its lower 32. */
export function lineId(at: number, hashHigh: number, hashLow: number): string {
  return (
    at.toString(16).padStart(13, '0') +
    hashHigh.toString(16).padStart(3, '0') +
    hashLow.toString(16).padStart(8, '0')
  );
}

/** Undefined where `id` is no line's name. */
export function readLineId(id: string): { at: number; hash: string } | undefined {
  if (id.length !== 24 || !/^[0-9a-f]+$/.test(id)) return undefined;
  return { at: Number.parseInt(id.slice(0, 13), 16), hash: `0x${id.slice(13)}` };
}
