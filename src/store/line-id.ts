/**
 * The name of a stored line: 13 hexadecimal digits of its time (microseconds since the epoch) and 11 of a hash over its
 * bytes. The same line has the same name wherever and however often it is imported, and the time in it finds the line
 * without an index.
 */

const hex = (count: number, digits: number) =>
  Array.from({ length: count }, (_, i) => i.toString(16).padStart(digits, '0'));
const TWO = hex(256, 2);
const THREE = hex(4096, 3);

/** 32 bits as eight digits; a table is several times faster than toString and padStart, and every line has a name. */
function eight(bits: number): string {
  return TWO[bits >>> 24]! + THREE[(bits >>> 12) & 4095]! + THREE[bits & 4095]!;
}

/** `hash` as two numbers: its upper 12 bits and its lower 32. */
export function lineId(at: number, hashHigh: number, hashLow: number): string {
  const high = Math.floor(at / 4294967296);
  return TWO[high >>> 12]! + THREE[high & 4095]! + eight(at >>> 0) + THREE[hashHigh]! + eight(hashLow);
}

/** Undefined where `id` is no line's name. */
export function readLineId(id: string): { at: number; hash: string } | undefined {
  if (id.length !== 24 || !/^[0-9a-f]+$/.test(id)) return undefined;
  return { at: Number.parseInt(id.slice(0, 13), 16), hash: `0x${id.slice(13)}` };
}
