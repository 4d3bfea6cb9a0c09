/**
 * Where the local part of an address stands in a line, in the shapes in which servers write addresses: as it is, with a
 * sub-address (RFC 5233), behind BATV's tag (`prvs=tag=local@domain`), and rewritten by forwarders and lists: SRS
 * (`SRS0=hash=tt=domain=local@forwarder`) and VERP (`list+local=domain@lists`). Never as a part of a longer address. Lines are
 * latin1 strings. Not: `local_domain` and other spellings that nobody can tell from words.
 */
import { patternOf } from './any-case.ts';

/** From `start` up to `end`, exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Longer sub-addresses and tags are none: the search for their end must end. */
const TAG = String.raw`[\w.!#$%&*+=?^~'/{|}\x80-\xff-]{0,255}`;
const TAG_IN_VERP = String.raw`[\w.!#$%&*+?^~'/{|}\x80-\xff-]{0,255}`;
/**
 * No address goes on before this. `/`, `{` and `|` may be in one, but mostly end a path or open an object; an apostrophe
 * is one of a name only behind a letter.
 */
const START = String.raw`(?<![\w.!#$%&*+=?^~\x80-\xff-]|[\w\x80-\xff]')`;
/** `to=` and its like, then BATV. */
const BEFORE = String.raw`(?:[A-Za-z_][\w-]{0,40}=)?(?:[pP][rR][vV][sS]=[^=\s<>@]{0,64}=)?`;
/** No domain goes on behind this. */
const END = String.raw`(?!\.?-*[\w\x80-\xff])`;
/** In VERP a hyphen may be the recipient's own, unless it ends what ezmlm and large senders put before him. */
const VERP_START = String.raw`(?<=[<"(+=]|\+\d{1,20}-[0-9a-f]{4}-|\+[0-9a-f]{4,40}\.[0-9a-f]{4,40}-|-return-\d{1,20}-|\bbounces?-)`;

export class AddressShapes {
  readonly #pattern: RegExp;

  /** With an `@` that is neither the first nor the last character. */
  constructor(address: string) {
    const at = address.lastIndexOf('@');
    const local = patternOf(address.slice(0, at));
    const domain = patternOf(address.slice(at + 1));
    this.#pattern = new RegExp(
      `${START}(${BEFORE})(${local}(?:\\+${TAG})?)(?=@${domain}${END})` +
        `|${VERP_START}()(${local}(?:\\+${TAG_IN_VERP})?)(?==${domain}@)` +
        `|(?<==)(${domain}=)(${local}(?:\\+${TAG})?)(?=@)`,
      'g',
    );
  }

  /** In ascending order. */
  in(line: string): Range[] {
    return Array.from(line.matchAll(this.#pattern), (match) => {
      const [, ...groups] = match;
      const [before = '', local = ''] = groups.filter((group) => group !== undefined);
      const start = match.index + before.length;
      return { start, end: start + local.length };
    });
  }
}
