/**
 * The keys of a line (queue ids, Message-ID, sessions, addresses, client) as columns. Nearly every key stands in the text
 * as it is asked for, so only its place there is stored: start (from 1) and length, 16 bits each. Where one does not
 * (letter case, a decoded address, a text of more than 65,535 bytes), all of its kind are kept beside, each behind a
 * letter that names the kind. Measured in docs/performance.md: a third of the room that the strings took.
 * A place says where equal bytes are, not what they mean there: a key was read by the program's own reader.
 */
import * as sql from './sql.ts';

/** A Message-ID that a log cut short, at 80 characters or earlier, shares this much with the whole one. */
export const MESSAGE_ID_STEM = 32;

/** In the order of the columns. */
export const KINDS = {
  queueIds: { places: 'queueIdPlaces', letter: 'q' },
  messageIds: { places: 'messageIdPlaces', letter: 'm' },
  sessions: { places: 'sessionPlaces', letter: 's' },
  addresses: { places: 'addressPlaces', letter: 'a' },
  clientIps: { places: 'clientIpPlaces', letter: 'c' },
} as const;

export type KeyColumn = keyof typeof KINDS;

const NAMES = Object.keys(KINDS) as KeyColumn[];

/** Behind the places; empty for nearly every line. */
export const OTHER_KEYS = 'otherKeys';

const MOST = 65_535;

/** Where `key` stands in `text`; 0 where it does not, or too far behind. */
export function placeOf(key: string, text: string): number {
  const at = text.indexOf(key) + 1;
  return at === 0 || at > MOST || key.length > MOST ? 0 : at * 65_536 + key.length;
}

/** What of a kind's keys stands in the text, as SQL. */
export function inText(column: KeyColumn): string {
  return `arrayMap(p -> substring(text, bitShiftRight(p, 16), bitAnd(p, ${MOST})), ${KINDS[column].places})`;
}

/** All keys of a kind, as SQL over the stored columns. */
function whole(column: KeyColumn): string {
  const { letter } = KINDS[column];
  const others = `arrayMap(x -> substring(x, 2), arrayFilter(x -> startsWith(x, '${letter}'), ${OTHER_KEYS}))`;
  return `arrayConcat(${inText(column)}, ${others})`;
}

/** What the bloom filter of a column is made of. The engine uses it only where the very same expression is asked for. */
function indexed(column: KeyColumn): string {
  return column === 'messageIds'
    ? `arrayMap(m -> substring(m, 1, ${MESSAGE_ID_STEM}), ${inText(column)})`
    : inText(column);
}

/** The stored columns, the keys as they are asked for, and their indexes, for CREATE TABLE. */
export function keyColumns(codec: string): string {
  return [
    ...NAMES.map((name) => `${KINDS[name].places} Array(UInt32) ${codec}`),
    `${OTHER_KEYS} Array(String) ${codec}`,
    ...NAMES.map((name) => `${name} Array(String) ALIAS ${whole(name)}`),
    `messageId String ALIAS (${whole('messageIds')})[1]`,
    `clientIp String ALIAS (${whole('clientIps')})[1]`,
    ...NAMES.map((name) => `INDEX by_${name} ${indexed(name)} TYPE bloom_filter(0.001)`),
    `INDEX by_${OTHER_KEYS} ${OTHER_KEYS} TYPE bloom_filter(0.001)`,
  ].join(',\n  ');
}

/** More than these are looked up in a set, row by row; fewer are compared. */
const FEW = 16;

/** Rows that have one of these keys, of a Message-ID the stem. Latin1; never empty. */
export function hasOneOf(column: KeyColumn, values: readonly string[]): string {
  const { letter } = KINDS[column];
  const others = `hasAny(${OTHER_KEYS}, ${sql.array(values.map((value) => letter + value))})`;
  const near = `hasAny(${indexed(column)}, ${sql.array(values)})`;
  if (values.length <= FEW) return `(${near} OR ${others})`;
  const exact = `arrayExists(k -> k IN ${sql.list(values.map(sql.bytes))}, ${indexed(column)}) OR ${others}`;
  return `(indexHint(${near} OR ${others}) AND (${exact}))`;
}

/** Rows that may have it: the indexed arrays hold one of `values` (SQL), or one of `others` is among the other keys. */
export function mayHaveAny(expression: string, values: string, others: readonly string[]): string {
  return `indexHint(hasAny(${expression}, ${values}) OR hasAny(${OTHER_KEYS}, ${sql.array(others)}))`;
}
