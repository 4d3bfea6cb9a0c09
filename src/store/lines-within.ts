/** Lines of a condition, some thousand at a time, so that there may be any number of them. */
import type { Engine } from './engine.ts';
import { hashOf } from './exact-lines.ts';
import { HASH } from './schema.ts';
import * as sql from './sql.ts';
import { LINE_COLUMNS, readLines, type StoredLine } from './stored-line.ts';

/** In the order of time; lines that were looked at may be deleted meanwhile. `condition` stands in brackets where it is several. */
export async function* linesWithin(
  engine: Engine,
  condition: string,
  atOnce: number,
): AsyncGenerator<StoredLine[]> {
  for (let behind = ''; ; ) {
    const query = `SELECT ${LINE_COLUMNS} FROM lines WHERE ${behind}${condition} ORDER BY at, seq, ${HASH} LIMIT ${atOnce}`;
    const lines = readLines(await engine.read(`${query} FORMAT RowBinary`));
    const last = lines.at(-1);
    if (last === undefined) return;
    yield lines;
    if (lines.length < atOnce) return;
    const at = sql.time(last.at);
    behind = `at >= ${at} AND (at, seq, ${HASH}) > (${at}, ${last.seq}, ${hashOf(last)}) AND `;
  }
}
