/**
 * What every line with one of these keys holds as text. Where hundreds of lines are written in a second, the engine leaves out
 * the others by it, so that they are not understood in vain. A piece of the key, since programs put an address or a
 * Message-ID down in more than one way. What has the key is still told by the line's reader (fitting.ts).
 */
import { localPart } from '../mail/identity.ts';
import { encode } from '../syslog/bytes.ts';
import { isShort, namedKeys } from './key-places.ts';
import { type KeyKind, KINDS } from './keys.ts';
import type { Keys, Selection } from './selection.ts';
import * as sql from './sql.ts';

/** What multiSearchAny takes at once. */
const AT_ONCE = 255;
/** Beyond, looking for them costs more than it leaves out. */
const MOST = 2000;

/** A condition that holds for every line with one of the keys; undefined where there is none that helps. */
export function holdingKeys(keys: Keys): string | undefined {
  const needles = needlesOf(keys);
  return needles === undefined || needles.size === 0 || needles.size > MOST
    ? undefined
    : holding([...needles]);
}

/** Bytes, of which every line that is meant holds one; undefined where it need not. */
export function piecesOf(selection: Selection): ReadonlySet<string> | undefined {
  if ('holding' in selection) return new Set(selection.holding.map((text) => encode(text.toLowerCase())));
  if (!('keys' in selection)) return undefined;
  const { messageIdPrefixes = [] } = selection.keys;
  const pieces = needlesOf(selection.keys);
  for (const prefix of messageIdPrefixes.filter(isShort)) pieces?.add(encode(prefix));
  return pieces;
}

function needlesOf(keys: Keys): Set<string> | undefined {
  const needles = new Set<string>();
  for (const [kind, key] of namedKeys(keys)) {
    const needle = needleOf(kind, key);
    if (needle === '') return undefined;
    needles.add(needle);
  }
  return needles;
}

/** A condition: the line holds one of these, letter case of ASCII aside. */
export function holding(needles: readonly string[]): string {
  const pieces: string[] = [];
  for (let i = 0; i < needles.length; i += AT_ONCE) pieces.push(sql.array(needles.slice(i, i + AT_ONCE)));
  const holds = (column: string) =>
    sql.any(pieces.map((some) => `multiSearchAnyCaseInsensitive(${column}, ${some})`));
  // Where a line wraps its text (Dovecot's own files), all of it stands before.
  return `(${holds('text')} OR (text = '' AND ${holds('start')}))`;
}

/** '' where the key is not written down in a way that one can look for. */
export function needleOf(kind: KeyKind, key: string): string {
  switch (kind) {
    case KINDS.addresses:
    case KINDS.folderUsers:
      return plainPiece(localPart(key));
    case KINDS.envelopes:
    case KINDS.acceptedEnvelopes: {
      const [from = '', to = ''] = key.split('\0');
      return plainPiece(localPart(to === '' ? from : to));
    }
    default:
      return plainPiece(key);
  }
}

/** The longest piece that no program quotes, escapes or decodes. */
function plainPiece(text: string): string {
  let longest = '';
  for (const [piece] of text.matchAll(/[A-Za-z0-9._-]+/g)) if (piece.length > longest.length) longest = piece;
  return longest;
}
