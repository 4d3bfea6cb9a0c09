/**
 * Mail addresses as Postfix prints them between `<` and `>`: RFC 5321 paths without the brackets, in external form,
 * that is, with the local part quoted where it holds anything but a dot-string (Postfix src/global/quote_822_local.c,
 * `info_log_address_format = external`, the default since 3.5). Older releases print the bare internal form.
 * Does not unquote, normalize or validate: a log states an address, it does not promise that it is one.
 */

const QUOTE = 34;
const BACKSLASH = 92;
const AT = 64;
const CLOSE = 62;

/** 1 where a character cannot stand in an unquoted local part, 2 where it can stand in no domain either. */
const FORBIDDEN = new Uint8Array(128);
for (const char of '(),;:\\[]') FORBIDDEN[char.charCodeAt(0)] = 1;
for (const char of ' <"') FORBIDDEN[char.charCodeAt(0)] = 2;

/** Longer than any address in a line of Postfix, which cuts lines at 2,000 bytes; keeps hostile lines linear. */
const LIMIT = 2_100;
/** RFC 5321, section 4.5.3.1.2, and the brackets of a literal. */
const LONGEST_DOMAIN = 257;

/**
 * The index of the `>` that ends the address which begins at `start`, or -1 where no address in external form stands
 * there. What a stranger put between quotes never ends it.
 */
export function addressEnd(text: string, start: number): number {
  const stop = Math.min(text.length, start + LIMIT);
  let i = start;
  if (text.charCodeAt(i) === QUOTE) {
    i = quotedEnd(text, i + 1, stop);
    if (i < 0) return -1;
    if (text.charCodeAt(i) === CLOSE) return i;
    if (text.charCodeAt(i) !== AT) return -1;
  }
  for (let mask = 3; i < stop; i++) {
    const c = text.charCodeAt(i);
    if (c === CLOSE) return i;
    if (c === AT) {
      // A second @ would have made Postfix quote what stands before it.
      if (mask === 2) return -1;
      mask = 2;
      if (text.charCodeAt(i + 1) === 91) {
        const longest = Math.min(stop, i + LONGEST_DOMAIN);
        while (i < longest && text.charCodeAt(i) !== 93) i++;
      }
    } else if (c < 128 && (FORBIDDEN[c]! & mask) !== 0) {
      return -1;
    }
  }
  return -1;
}

/** The index after the quote that closes a quoted-string, or -1. */
function quotedEnd(text: string, start: number, stop: number): number {
  for (let i = start; i < stop; i++) {
    const c = text.charCodeAt(i);
    if (c === BACKSLASH) i++;
    else if (c === QUOTE) return i + 1;
  }
  return -1;
}
