/** Lines that a reader has in its hands, each understood once, and what they name. */
import type { JourneyEvent } from '../journey/journey.ts';
import { isShort, namedKeys } from './key-places.ts';
import { eachKey, type KeyKind } from './keys.ts';
import type { Selection } from './selection.ts';
import type { StoredLine } from './stored-line.ts';
import { understand } from './understand.ts';

/** A line, understood by whoever asks first. */
export class FoundLine {
  readonly line: StoredLine;
  #event: JourneyEvent | undefined;

  constructor(line: StoredLine) {
    this.line = line;
  }

  get event(): JourneyEvent {
    this.#event ??= understand(this.line);
    return this.#event;
  }
}

export class KeyIndex {
  readonly #byKey = new Map<string, FoundLine[]>();

  add(one: FoundLine): void {
    eachKey(one.event, (kind, key) => {
      const name = kind + key;
      const known = this.#byKey.get(name);
      if (known === undefined) this.#byKey.set(name, [one]);
      else if (known[known.length - 1] !== one) known.push(one);
    });
  }

  /** Those that have one of the keys which all lines of the selection have; undefined where these are not to be told by keys. */
  with(selection: Selection): FoundLine[] | undefined {
    const keys = keysWithin(selection);
    if (keys === undefined) return undefined;
    const found = new Set<FoundLine>();
    for (const [kind, key] of keys) for (const one of this.#byKey.get(kind + key) ?? []) found.add(one);
    return [...found].sort(inOrder);
  }
}

/** The order of (at, seq). */
export function inOrder(a: FoundLine, b: FoundLine): number {
  return a.line.at - b.line.at || a.line.seq - b.line.seq;
}

/** Undefined where lines are meant that name none of them. */
function keysWithin(selection: Selection): (readonly [KeyKind, string])[] | undefined {
  if ('keys' in selection) {
    const { acceptedEnvelopes, messageIdPrefixes = [] } = selection.keys;
    const isByWords = acceptedEnvelopes !== undefined || messageIdPrefixes.some(isShort);
    return isByWords ? undefined : namedKeys(selection.keys);
  }
  if (!('anyOf' in selection)) return undefined;
  const all: (readonly [KeyKind, string])[] = [];
  for (const each of selection.anyOf) {
    const keys = keysWithin(each);
    if (keys === undefined) return undefined;
    for (const key of keys) all.push(key);
  }
  return all;
}
