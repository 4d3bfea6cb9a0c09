/** Where the keys of selections lie: one question to the table of keys for all of them. */
import type { Engine } from './engine.ts';
import { UNKNOWN_SENDER } from './envelopes.ts';
import {
  baseSession,
  envelopeKey,
  type KeyKind,
  KINDS,
  keyHash,
  MESSAGE_ID_STEM,
  placeOf,
  stemOf,
} from './keys.ts';
import { FEW } from './line-query.ts';
import type { Keys, Selection, Span } from './selection.ts';
import * as sql from './sql.ts';

export type NamedKey = readonly [KeyKind, string];

/** Of the column's type. */
const LAST_PLACE = 2 ** 32;

export interface FoundPlaces {
  /** In ascending order, each once; within the span. */
  of(keys: Keys, span: Span): readonly number[];
  /** Beginnings of Message-IDs that are too short to be found by a key. */
  scanned(keys: Keys): readonly string[];
}

/** `known`: places of hashes that were asked for before, at whatever time; what is learned is added. */
export async function findPlaces(
  engine: Engine,
  selections: readonly Selection[],
  known: Map<number, readonly number[]> = new Map(),
): Promise<FoundPlaces> {
  const hashes = new Set<number>();
  for (const each of selections) collect(each, hashes);
  const unknown = [...hashes].filter((hash) => !known.has(hash));
  const first = Math.min(...selections.map(({ since = 0 }) => placeOf(since)));
  const last = Math.max(...selections.map(({ until = Number.POSITIVE_INFINITY }) => placeOf(until)));
  const asked = unknown.length === 0 ? new Map<number, number[]>() : await read(engine, unknown, first, last);
  if (first === 0 && last === Number.POSITIVE_INFINITY)
    for (const hash of unknown) known.set(hash, asked.get(hash) ?? []);
  return {
    of(keys, { since, until }) {
      const first = since === undefined ? 0 : placeOf(since);
      const last = until === undefined ? Number.POSITIVE_INFINITY : placeOf(until);
      const found = new Set<number>();
      for (const hash of hashesOf(keys))
        for (const place of known.get(hash) ?? asked.get(hash) ?? [])
          if (place >= first && place <= last) found.add(place);
      return [...found].sort((a, b) => a - b);
    },
    scanned: ({ messageIdPrefixes = [] }) => messageIdPrefixes.filter(isShort),
  };
}

async function read(
  engine: Engine,
  hashes: readonly number[],
  first: number,
  last: number,
): Promise<Map<number, number[]>> {
  const span = [
    ...(first > 0 ? [`place >= ${first}`] : []),
    ...(last < LAST_PLACE ? [`place <= ${last}`] : []),
  ];
  const wanted = [`hash IN ${sql.list(hashes.map(String))}`, ...span].join(' AND ');
  const rows = await engine.read(`SELECT hash, place FROM keys WHERE ${wanted} ${FEW} FORMAT RowBinary`);
  const places = new Map<number, number[]>();
  for (let i = 0; i < rows.length; i += 8) {
    const hash = rows.readUInt32LE(i);
    const place = rows.readUInt32LE(i + 4);
    const known = places.get(hash);
    if (known === undefined) places.set(hash, [place]);
    else known.push(place);
  }
  return places;
}

function collect(selection: Selection, hashes: Set<number>): void {
  if ('keys' in selection) for (const hash of hashesOf(selection.keys)) hashes.add(hash);
  if ('anyOf' in selection) for (const each of selection.anyOf) collect(each, hashes);
}

function hashesOf(keys: Keys): number[] {
  return namedKeys(keys).map(([kind, key]) => keyHash(kind, key));
}

/** Too short a beginning of a Message-ID to be a key. */
export function isShort(prefix: string): boolean {
  return prefix !== '' && prefix.length < MESSAGE_ID_STEM;
}

/** As a line's reader gives them (eachKey). */
export function namedKeys(keys: Keys): NamedKey[] {
  const all: NamedKey[] = [];
  const add = (kind: KeyKind, names: readonly string[] = []) => {
    for (const name of names) all.push([kind, name]);
  };
  add(KINDS.queueIds, keys.queueIds);
  add(KINDS.messageIds, keys.messageIdsLike?.map(stemOf));
  add(
    KINDS.messageIds,
    keys.messageIdPrefixes?.filter((prefix) => prefix.length >= MESSAGE_ID_STEM).map(stemOf),
  );
  add(KINDS.sessions, keys.sessions?.map(baseSession));
  add(KINDS.addresses, keys.addresses);
  add(KINDS.clientIps, keys.clientIps);
  add(
    KINDS.envelopes,
    keys.envelopes?.map(({ from, to }) => envelopeKey(from, to)),
  );
  add(
    KINDS.acceptedEnvelopes,
    keys.acceptedEnvelopes?.flatMap(({ from, to }) => [
      envelopeKey(from, to),
      envelopeKey(UNKNOWN_SENDER, to),
    ]),
  );
  add(KINDS.folderUsers, keys.folderUsers);
  return all;
}
