/**
 * Makes the keys of some places (keys.ts) those of the lines that stay there, while others are about to go. Keys that are
 * missing are written before those of nobody are deleted, so that no line is without its keys at any time. An accepted
 * message whose sender stands at another place is found as one of an unknown sender from then on (envelopes.ts).
 */
import { BinaryWriter } from './binary-writer.ts';
import type { Engine } from './engine.ts';
import { placeOf } from './keys.ts';
import { inPlaces } from './line-condition.ts';
import { linesWhere, MANY } from './line-query.ts';
import { KEYS_STRUCTURE, RowWriter } from './row-writer.ts';
import * as sql from './sql.ts';
import type { StoredLine } from './stored-line.ts';
import { understand } from './understand.ts';

/** Places that are read at once: their lines are in memory. */
const PLACES = 200;
/** Pairs of one deletion. */
const PAIRS = 50_000;
/** As one number: of pairs, many thousand are parsed slowly, and several times for one deletion. */
const PAIR = 'bitOr(bitShiftLeft(toUInt64(hash), 32), place)';
/** Of a run of places, which are few lines. */
const CAPACITY = 1 << 12;

/** `place`: its hashes. */
type Hashes = Map<number, Set<number>>;

/** In ascending order, each once. */
export async function keepRemainingKeys(
  engine: Engine,
  places: readonly number[],
  isGoing: (line: StoredLine) => boolean,
): Promise<void> {
  const doomed: string[] = [];
  const deleteDoomed = async () => {
    for (let i = 0; i < doomed.length; i += PAIRS)
      await engine.run(
        `DELETE FROM keys WHERE ${within} AND ${PAIR} IN ${sql.list(doomed.slice(i, i + PAIRS))}`,
      );
    doomed.length = 0;
  };
  const within = `place >= ${places[0] ?? 0} AND place <= ${places.at(-1) ?? 0}`;
  for (let i = 0; i < places.length; i += PLACES) {
    const some = places.slice(i, i + PLACES);
    const lines = await linesWhere(engine, inPlaces(some), MANY);
    const wanted = keysOf(lines.filter((line) => !isGoing(line)));
    const stored = await storedAt(engine, some);
    await insertMissing(engine, wanted, stored);
    for (const [place, hashes] of stored)
      for (const hash of hashes)
        if (wanted.get(place)?.has(hash) !== true)
          doomed.push(((BigInt(hash) << 32n) | BigInt(place)).toString());
    if (doomed.length >= PAIRS) await deleteDoomed();
  }
  await deleteDoomed();
}

/** In the order of time. Who sent is remembered from one place to the next, but not over what was not read. */
function keysOf(lines: readonly StoredLine[]): Hashes {
  const found: Hashes = new Map();
  let writer: RowWriter | undefined;
  let last = Number.NaN;
  const end = () => {
    if (writer !== undefined) addPairs(found, Buffer.from(writer.take().keys.buffer));
  };
  for (const line of lines) {
    const place = placeOf(line.at);
    if (!(place - last <= 1)) {
      end();
      writer = new RowWriter(CAPACITY);
    }
    last = place;
    writer?.addKeys(understand(line), line.at);
  }
  end();
  return found;
}

async function storedAt(engine: Engine, places: readonly number[]): Promise<Hashes> {
  const stored: Hashes = new Map();
  const where = `place IN ${sql.list(places.map(String))}`;
  addPairs(stored, await engine.read(`SELECT hash, place FROM keys WHERE ${where} FORMAT RowBinary`));
  return stored;
}

/** As KEYS_STRUCTURE has them. */
function addPairs(hashes: Hashes, rows: Buffer): void {
  for (let i = 0; i < rows.length; i += 8) {
    const place = rows.readUInt32LE(i + 4);
    const known = hashes.get(place);
    if (known === undefined) hashes.set(place, new Set([rows.readUInt32LE(i)]));
    else known.add(rows.readUInt32LE(i));
  }
}

async function insertMissing(engine: Engine, wanted: Hashes, stored: Hashes): Promise<void> {
  const rows = new BinaryWriter(CAPACITY);
  let count = 0;
  for (const [place, hashes] of wanted)
    for (const hash of hashes) {
      if (stored.get(place)?.has(hash) === true) continue;
      rows.int32(hash);
      rows.int32(place);
      count++;
    }
  if (count === 0) return;
  await engine.insert({
    table: 'keys',
    structure: KEYS_STRUCTURE,
    rows: [rows.take()],
    count,
    where: undefined,
  });
}
