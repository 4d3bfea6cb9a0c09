/**
 * A text that is looked for in the bytes of lines, letter case aside: as a pattern of JavaScript over latin1 strings, and as
 * a condition of SQL. The condition holds for every line that has the pattern, and for some more. A letter is
 * itself, its lower and its upper case; these need not have one length (UTF-8). Not: letters that share no upper case.
 */
import { encode } from '../syslog/bytes.ts';
import * as sql from './sql.ts';

/** Without groups that capture. */
export function patternOf(text: string): string {
  return Array.from(text, (char) => `(?:${formsOf(char).map(escaped).join('|')})`).join('');
}

export function heldBy(column: string, text: string): string {
  const runs = text.match(/[\0-\x7f]+|[^\0-\x7f]/gu) ?? [];
  const parts = runs.map((run) =>
    run.charCodeAt(0) < 0x80
      ? `positionCaseInsensitive(${column}, ${sql.text(run)}) > 0`
      : sql.any(formsOf(run).map((form) => `position(${column}, ${sql.bytes(form)}) > 0`)),
  );
  return parts.length === 0 ? '1' : `(${parts.join(' AND ')})`;
}

/** Of one character, as bytes. */
function formsOf(char: string): string[] {
  const lower = char.toLowerCase();
  const upper = lower.toUpperCase();
  // Greek has two small sigmas.
  const same =
    upper === '\u03a3' ? ['\u03c3', '\u03c2', upper] : upper.toLowerCase() === lower ? [upper] : [];
  return [...new Set([char, lower, ...same])].map(encode);
}

/** Every byte by its number: no character means anything to the pattern. */
function escaped(latin1: string): string {
  return Array.from(latin1, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
}
