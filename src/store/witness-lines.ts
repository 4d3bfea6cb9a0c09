/** Lines that witness something about messages (a fate, a sender), newest first, in slices that grow. */
import type { JourneyEvent } from '../journey/journey.ts';
import type { Engine } from './engine.ts';
import { HASH } from './schema.ts';
import type { Span, Witness } from './selection.ts';
import * as sql from './sql.ts';
import { LINE_COLUMNS, readLines } from './stored-line.ts';
import { understand } from './understand.ts';
import { witnessCondition } from './witness-condition.ts';

/** Lines that are handed out at once. */
const MOST_AT_ONCE = 20_000;

/** `first` of them, then twice as many each time. */
export async function* witnessLines(
  engine: Engine,
  witnesses: readonly Witness[],
  span: Span,
  first: number,
): AsyncGenerator<JourneyEvent[]> {
  const wanted = witnessCondition(witnesses, span);
  let size = Math.min(first, MOST_AT_ONCE);
  for (let before = ''; ; size = Math.min(size * 2, MOST_AT_ONCE)) {
    const lines = readLines(
      await engine.read(
        `SELECT ${LINE_COLUMNS} FROM lines WHERE ${before}${wanted} ORDER BY at DESC, seq DESC, ${HASH} DESC LIMIT ${size} FORMAT RowBinary`,
      ),
    );
    const last = lines.at(-1);
    if (last === undefined) return;
    yield lines.map(understand);
    if (lines.length < size) return;
    const at = sql.time(last.at);
    before = `at <= ${at} AND (at, seq, ${HASH}) < (${at}, ${last.seq}, 0x${last.id.slice(13)}) AND `;
  }
}
