/**
 * Conditions for some thousand lines that were read before, and no others. The engine parses a condition several times for
 * one deletion, and plain numbers are all that it parses fast: time and hash become one. Also for lines before 1970, which
 * line-id.ts cannot name.
 */
import { HASH } from './schema.ts';
import * as sql from './sql.ts';
import type { StoredLine } from './stored-line.ts';

/** Odd, so that no two times fall together. */
const SPREAD = 0x9e3779b97f4a7c15n;
const TIME = 'toUnixTimestamp64Micro(at)';
const NAME = `bitXor(toUInt64(${TIME}) * toUInt64(${SPREAD}), ${HASH})`;

/** Of the line's bytes: see HASH. */
export function hashOf({ id }: StoredLine): string {
  return `0x${id.slice(-11)}`;
}

/** A number as `NAME_OF_ROW` has it. */
export function nameOf(line: StoredLine): string {
  return (BigInt.asUintN(64, BigInt(line.at) * SPREAD) ^ BigInt(hashOf(line))).toString();
}

export const NAME_OF_ROW = `toString(${NAME})`;

/** At least one of `lines`, in the order of time. */
export function atTimesOf(lines: readonly StoredLine[]): string {
  const times = [...new Set(lines.map(({ at }) => at))];
  const [first = 0] = times;
  const span = `at >= ${sql.time(first)} AND at <= ${sql.time(times.at(-1) ?? first)}`;
  return `${span} AND ${TIME} IN ${sql.list(times.map(String))}`;
}

/** As atTimesOf. */
export function exactly(lines: readonly StoredLine[]): string {
  return `${atTimesOf(lines)} AND ${NAME} IN ${sql.list(lines.map(nameOf))}`;
}
