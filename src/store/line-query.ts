/** The query for lines here and there, as a message has them: planning it is most of its work (docs/performance.md). */
import type { Engine } from './engine.ts';
import { LINE_COLUMNS, readLines, type StoredLine } from './stored-line.ts';

/** One thread, and no search for projections. */
export const FEW = 'SETTINGS max_threads = 1, optimize_use_projections = 0';
/** The engine would begin a second thread for long stretches only, and one for what it reads in order. */
export const MANY =
  'SETTINGS optimize_use_projections = 0, optimize_read_in_order = 0, ' +
  'merge_tree_min_rows_for_concurrent_read = 8192, merge_tree_min_bytes_for_concurrent_read = 1000000';

/** In the order of (at, seq). */
export async function linesWhere(
  engine: Engine,
  condition: string,
  settings: typeof FEW | typeof MANY,
): Promise<StoredLine[]> {
  return readLines(
    await engine.read(
      `SELECT ${LINE_COLUMNS} FROM lines WHERE ${condition} ORDER BY at, seq ${settings} FORMAT RowBinary`,
    ),
  );
}
