/**
 * The tags of the lines before, as they are written: `postfix/smtpd[`, `dovecot: `. A log has few of them, and to compare
 * a line with the one that it probably has takes a third of the time of walking through its characters. Bounded; a tag
 * that is crowded out is only read anew. Not: what a tag is (header.ts).
 */

/** With `[` at its end, or with a colon and a blank. */
export interface Tag {
  readonly written: string;
  readonly program: string;
}

const SLOTS = 256;

export class Tags {
  readonly #slots: (Tag | undefined)[] = new Array(SLOTS).fill(undefined);

  /** The tag that stands at `from`, if it is one of those remembered. */
  find(line: string, from: number): Tag | undefined {
    const tag = this.#slots[slotOf(line, from)];
    return tag !== undefined && line.startsWith(tag.written, from) ? tag : undefined;
  }

  remember(line: string, from: number, tag: Tag): void {
    this.#slots[slotOf(line, from)] = tag;
  }
}

/** By a character behind `postfix/`, and one that tells `smtpd[` from `smtp[`. */
function slotOf(line: string, from: number): number {
  return ((line.charCodeAt(from + 8) * 5) ^ line.charCodeAt(from + 12)) & (SLOTS - 1);
}
