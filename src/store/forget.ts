/**
 * Takes a person out of the store, or puts a pseudonym in the place of his address: his lines, their keys, and his rows of
 * the table of addresses. What is new is written first, then keys go, then lines: where it is broken off, nothing is lost,
 * and doing it again completes it. Not: files that the lines came from; who imports them again has the lines again.
 */

import type { Engine } from './engine.ts';
import { atTimesOf, exactly, NAME_OF_ROW, nameOf } from './exact-lines.ts';
import { FoundLine } from './found-lines.ts';
import { placeOf } from './keys.ts';
import { dropDeleted } from './leftovers.ts';
import { linesWithin } from './lines-within.ts';
import { Person } from './person.ts';
import { newPseudonym, PSEUDONYM, underPseudonym } from './pseudonym.ts';
import { keepRemainingKeys } from './remaining-keys.ts';
import { ADDRESSES_STRUCTURE, KEYS_STRUCTURE, LINES_STRUCTURE, RowWriter } from './row-writer.ts';
import { HASH } from './schema.ts';
import * as sql from './sql.ts';
import { LINE_COLUMNS, readLines, type StoredLine } from './stored-line.ts';
import { understand } from './understand.ts';
import { UNFINISHED } from './unfinished.ts';

export interface ForgetRequest {
  /** With an `@` that is neither the first nor the last character. */
  readonly address: string;
  /** Sign-in names of the same person. */
  readonly users: readonly string[];
  readonly pseudonymise: boolean;
  /** Only counts. */
  readonly dryRun: boolean;
}

export interface Forgotten {
  readonly lines: number;
  /** Of these lines, microseconds since the epoch. */
  readonly from?: number;
  readonly to?: number;
  /** What stands in the place of the local part now. */
  readonly pseudonym?: string;
  /** Sign-in names that these lines connect with the address and whose other lines were not meant. */
  readonly userNamesLeft: readonly string[];
}

/** Lines that are looked at, rewritten and deleted at once. */
const AT_ONCE = 10_000;

/** Nothing may be inserted meanwhile. */
export async function forget(engine: Engine, request: ForgetRequest): Promise<Forgotten> {
  const { pseudonymise, dryRun } = request;
  const person = new Person(request.address, request.users);
  const names = new Set<string>();
  let lines = 0;
  let from: number | undefined;
  let to: number | undefined;
  let pseudonym: string | undefined;
  const repeats = new DistinctRepeats();
  if (!dryRun) await forgetAddresses(engine, person);
  for await (const some of linesWithin(engine, person.lineCondition(), AT_ONCE)) {
    const his = some.map((line) => new FoundLine(line)).filter((found) => person.has(found));
    if (his.length === 0) continue;
    lines += his.length;
    from ??= his[0]!.line.at;
    to = his[his.length - 1]!.line.at;
    for (const { event } of his) for (const name of person.namesLeft(event)) names.add(name);
    if (dryRun) continue;
    const going = his.map(({ line }) => line);
    if (pseudonymise) {
      pseudonym ??= (await earlierPseudonym(engine, going, person)) ?? newPseudonym();
      await insertUnderPseudonym(engine, going, person, pseudonym, repeats);
    }
    const goingNames = new Set(going.map(nameOf));
    const places = [...new Set(going.map(({ at }) => placeOf(at)))].sort((a, b) => a - b);
    await keepRemainingKeys(engine, places, (line) => goingNames.has(nameOf(line)));
    await engine.run(`DELETE FROM lines WHERE ${exactly(going)}`);
  }
  // Also where no line was left: an earlier run may have been broken off here.
  if (!dryRun) for (const table of ['lines', 'keys', 'addresses'] as const) await dropDeleted(engine, table);
  return {
    lines,
    ...(from === undefined || to === undefined ? {} : { from, to }),
    ...(pseudonym === undefined ? {} : { pseudonym }),
    userNamesLeft: [...names].sort(),
  };
}

/** First of all: as long as lines of his are there, it will be done again. */
async function forgetAddresses(engine: Engine, person: Person): Promise<void> {
  const answer = await engine.text(
    `SELECT DISTINCT hex(address) FROM addresses WHERE ${person.addressCondition()} FORMAT TSV`,
  );
  const found = answer === '' ? [] : answer.split('\n').map((hex) => Buffer.from(hex, 'hex'));
  const his = found.filter((bytes) => person.isAddress(bytes.toString('utf8')));
  for (let i = 0; i < his.length; i += AT_ONCE) {
    const some = his.slice(i, i + AT_ONCE).map((bytes) => sql.bytes(bytes.toString('latin1')));
    await engine.run(`DELETE FROM addresses WHERE address IN ${sql.list(some)}`);
  }
}

/** That of a run that was broken off between writing and deleting: some of these lines are there under it already. */
async function earlierPseudonym(
  engine: Engine,
  lines: readonly StoredLine[],
  person: Person,
): Promise<string | undefined> {
  const beside = readLines(
    await engine.read(
      `SELECT ${LINE_COLUMNS} FROM lines WHERE ${atTimesOf(lines)} AND position(raw, 'forgotten-') > 0 FORMAT RowBinary`,
    ),
  );
  if (beside.length === 0) return undefined;
  const written = ({ at, head, text }: StoredLine) => `${at} ${head}${text}`;
  const there = new Set(beside.map(written));
  for (const pseudonym of new Set(beside.flatMap(({ head, text }) => (head + text).match(PSEUDONYM) ?? [])))
    if (lines.some((line) => there.has(written(underPseudonym(line, person, pseudonym))))) return pseudonym;
  return undefined;
}

/** Those that are there already are not inserted again. */
async function insertUnderPseudonym(
  engine: Engine,
  lines: readonly StoredLine[],
  person: Person,
  pseudonym: string,
  repeats: DistinctRepeats,
): Promise<void> {
  const stored = await repeatsOf(engine, lines);
  const writer = new RowWriter();
  for (const line of lines) {
    const made = underPseudonym(line, person, pseudonym);
    const event = understand(made);
    const { repeat: before, kind } = stored.get(nameOf(line)) ?? { repeat: 0, kind: event.kind };
    const repeat = repeats.next(made, before);
    writer.add({ ...made, repeat, kind: kind === UNFINISHED ? kind : event.kind, event: event.event });
    writer.addKeys(event, line.at);
  }
  const rows = writer.take();
  const count = lines.length;
  const known = `(at, ${HASH}) NOT IN (SELECT at, ${HASH} FROM lines WHERE ${atTimesOf(lines)})`;
  const insert = (table: keyof typeof rows, structure: string, where?: string) =>
    rows[table].length === 0
      ? Promise.resolve(0)
      : engine.insert({ table, structure, rows: [rows[table]], count, where });
  await insert('keys', KEYS_STRUCTURE);
  await insert('addresses', ADDRESSES_STRUCTURE);
  await insert('lines', LINES_STRUCTURE, known);
}

/** Lines that told two spellings of an address apart may be equal now: `repeat` keeps them two. In the order of time. */
class DistinctRepeats {
  #at = Number.NaN;
  readonly #used = new Set<string>();

  next({ at, head, text }: StoredLine, repeat: number): number {
    if (at !== this.#at) this.#used.clear();
    this.#at = at;
    let free = repeat;
    while (this.#used.has(`${free} ${head}${text}`)) free++;
    this.#used.add(`${free} ${head}${text}`);
    return free;
  }
}

/** What a line that was read does not tell of its row. */
async function repeatsOf(
  engine: Engine,
  lines: readonly StoredLine[],
): Promise<Map<string, { repeat: number; kind: string }>> {
  const answer = await engine.text(
    `SELECT ${NAME_OF_ROW}, repeat, kind FROM lines WHERE ${exactly(lines)} FORMAT TSV`,
  );
  return new Map(
    answer.split('\n').map((row) => {
      const [name = '', repeat, kind = ''] = row.split('\t');
      return [name, { repeat: Number(repeat), kind }];
    }),
  );
}
