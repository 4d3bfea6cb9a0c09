/**
 * What programs say of themselves and of what they lack: `reload -- version 3.7.2`, `Killed with signal 15`. A table
 * gives each wording the name of what happened, which becomes the event's `action`; `reason` is the text as it stands.
 * Readers ask it last, before they settle for a line without a name. It reads no field and decides nothing.
 * In a wording `*` stands for one word without a blank, which ends where the words behind it first fit. Mostly that is a
 * number, a path or a name of the administrator's; whatever it is, it is passed over and not read.
 */
import type { Fields } from './event.ts';

/** Name of what happened -> how texts that say so begin. */
export type Table = Readonly<Record<string, readonly string[]>>;

interface Wording {
  readonly name: string;
  /** What stands before, between and behind the `*`. */
  readonly pieces: readonly string[];
}

/** Wordings by the code of their first character; under 0 those that begin with `*`. */
export type Notices = ReadonlyMap<number, readonly Wording[]>;

const ANY = 0;

export function notices(table: Table): Notices {
  const found = new Map<number, Wording[]>();
  for (const [name, wordings] of Object.entries(table)) {
    for (const wording of wordings) {
      const first = wording.startsWith('*') ? ANY : wording.charCodeAt(0);
      const list = found.get(first) ?? [];
      list.push({ name, pieces: wording.split('*') });
      found.set(first, list);
    }
  }
  return found;
}

/** What the text at `at` says that happened. */
export function noticeName(text: string, known: Notices, at = 0): string | undefined {
  return nameOf(text, at, known.get(text.charCodeAt(at))) ?? nameOf(text, at, known.get(ANY));
}

/** `event` is `session` or `warning`; `reason` is the text from `at`. */
export function readNotice(
  text: string,
  known: Notices,
  event: 'session' | 'warning',
  at = 0,
): Fields | undefined {
  const action = noticeName(text, known, at);
  return action === undefined ? undefined : { event, action, reason: text.slice(at) };
}

function nameOf(text: string, at: number, wordings: readonly Wording[] | undefined): string | undefined {
  return wordings?.find(({ pieces }) => fits(text, at, pieces))?.name;
}

function fits(text: string, at: number, pieces: readonly string[]): boolean {
  const first = pieces[0]!;
  if (!text.startsWith(first, at)) return false;
  let end = at + first.length;
  for (let i = 1; i < pieces.length; i++) {
    const piece = pieces[i]!;
    let next = end + 1;
    while (!text.startsWith(piece, next)) {
      if (next >= text.length || text.charCodeAt(next) === 32) return false;
      next++;
    }
    // The gap's own first character.
    if (next > text.length || text.charCodeAt(end) === 32) return false;
    end = next + piece.length;
  }
  return true;
}
