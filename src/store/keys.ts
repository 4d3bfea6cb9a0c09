/**
 * The keys of a line (queue ids, Message-ID, sessions, addresses, client) as columns. Nearly every key stands in the text
 * as it is asked for, so only its place there is stored: start (from 1) and length as 16 bits each. Where one does not
 * (letter case, a decoded address, a text of more than 65,535 bytes), all of its kind are kept beside, each behind a
 * letter that names the kind. Measured in docs/performance.md: a third of the room that the strings took.
 * A place says where equal bytes are, not what they mean there: a key was read by the program's own reader.
 */

interface Kind {
  /** Which column holds the places: one number, or several. */
  readonly places: string;
  readonly many: boolean;
  readonly letter: string;
}

/** In the order of the columns. */
export const KINDS = {
  queueIds: { places: 'queueIdPlaces', many: true, letter: 'q' },
  messageId: { places: 'messageIdPlace', many: false, letter: 'm' },
  sessions: { places: 'sessionPlaces', many: true, letter: 's' },
  addresses: { places: 'addressPlaces', many: true, letter: 'a' },
  clientIp: { places: 'clientIpPlace', many: false, letter: 'c' },
} as const satisfies Record<string, Kind>;

export type KeyColumn = keyof typeof KINDS;

/** Behind the places; empty for nearly every line. */
export const OTHER_KEYS = 'otherKeys';

const MOST = 65_535;

/** Where `key` stands in `text`; 0 where it does not, or too far behind. */
export function placeOf(key: string, text: string): number {
  const at = text.indexOf(key) + 1;
  return at === 0 || at > MOST || key.length > MOST ? 0 : at * 65_536 + key.length;
}

/** The key column as SQL over the stored ones. An index is only used where the very same expression is asked for. */
export function keyExpression(column: KeyColumn): string {
  const { places, many, letter } = KINDS[column];
  const cut = (place: string) => `substring(text, bitShiftRight(${place}, 16), bitAnd(${place}, ${MOST}))`;
  const own = `startsWith(x, '${letter}')`;
  if (!many) return `concat(${cut(places)}, substring(arrayFirst(x -> ${own}, ${OTHER_KEYS}), 2))`;
  const others = `arrayMap(x -> substring(x, 2), arrayFilter(x -> ${own}, ${OTHER_KEYS}))`;
  return `arrayConcat(arrayMap(p -> ${cut('p')}, ${places}), ${others})`;
}

/** The stored columns and the keys as they are asked for, for CREATE TABLE. */
export function keyColumns(codec: string): string {
  const names = Object.keys(KINDS) as KeyColumn[];
  return [
    ...names.map((name) => `${KINDS[name].places} ${KINDS[name].many ? 'Array(UInt32)' : 'UInt32'} ${codec}`),
    `${OTHER_KEYS} Array(String) ${codec}`,
    ...names.map(
      (name) => `${name} ${KINDS[name].many ? 'Array(String)' : 'String'} ALIAS ${keyExpression(name)}`,
    ),
  ].join(',\n  ');
}
