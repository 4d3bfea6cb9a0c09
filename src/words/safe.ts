/**
 * Strangers' text made fit for a terminal and for a sentence. Control characters, bidirectional marks, line and
 * paragraph separators and lone surrogates become visible escapes, so that no HELO name or subject can move the cursor,
 * hide a word or end a quotation. Not an escape for HTML or a shell. Unicode UAX #9 lists the marks.
 */
import type { Language } from './language.ts';

const unsafe =
  /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The hole of a log that was emptied under its writer: as long as the log was. */
const hole = /\0{9,}/g;

/** One line of text that a terminal shows as it is. A run of zeros is told by its length: `\x00{4096}`. */
export function safe(text: string): string {
  return text
    .replace(hole, (zeros) => `\0{${zeros.length}}`)
    .replace(unsafe, (c) => {
      const code = c.charCodeAt(0);
      return code < 0x100
        ? `\\x${code.toString(16).padStart(2, '0')}`
        : `\\u${code.toString(16).padStart(4, '0')}`;
    });
}

/** `safe`, and cut at `max` characters with an ellipsis. */
export function short(text: string, max: number): string {
  // What lies far beyond the cut is not looked at: a line may be a megabyte long.
  const characters = Array.from(text.length > max * 2 ? text.slice(0, max * 2) : text);
  const cut = characters.length > max || text.length > max * 2;
  return safe(cut ? `${characters.slice(0, max - 1).join('')}…` : text);
}

/** Text to stand between the language's quotation marks: its own marks cannot close them. */
export function quotable(text: string, max: number, language: Language): string {
  const line = short(text.trim(), max);
  return language === 'en' ? line.replaceAll('"', "'") : line.replaceAll('「', '『').replaceAll('」', '』');
}

/** Between quotation marks. */
export function quoted(text: string, max: number, language: Language): string {
  const line = quotable(text, max, language);
  return language === 'en' ? `"${line}"` : `「${line}」`;
}

const ordinary = /^[\p{L}\p{N}\p{M}.!#$%&'*+/=?^_`{|}~@:[\]-]+$/u;

/** An address, user, host or relay: bare where it looks like one, in quotation marks where a stranger put a text there. */
export function named(text: string, language: Language): string {
  return ordinary.test(text) && text.length <= 120 ? text : quoted(text, 120, language);
}
