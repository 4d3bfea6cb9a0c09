/**
 * A file that is being written, or an archive that was cut, ends in the middle of a line. What is there of the line is
 * stored like any other; when the whole line comes with a later import, the beginning of it goes.
 */
import type { Engine } from './engine.ts';
import { HASH } from './schema.ts';

/** In the column `kind` of a last line that had no end. */
export const UNFINISHED = 'unfinished';

const DAY = 86_400_000_000;

export async function dropUnfinished(engine: Engine): Promise<void> {
  const open = await engine.text(
    `SELECT toUnixTimestamp64Micro(at), ${HASH}, hex(raw) FROM lines WHERE kind = '${UNFINISHED}' FORMAT TSV`,
  );
  for (const row of open === '' ? [] : open.split('\n')) {
    const [at, hash, raw] = row.split('\t');
    const time = `at = fromUnixTimestamp64Micro(${at}, 'UTC')`;
    // A half that was cut in its date has the time of the line before it.
    const later = `at >= fromUnixTimestamp64Micro(${at}, 'UTC') AND at < fromUnixTimestamp64Micro(${Number(at) + DAY}, 'UTC')`;
    const whole = await engine.text(
      `SELECT count() FROM lines WHERE ${later} AND startsWith(raw, unhex('${raw}')) AND raw != unhex('${raw}') FORMAT TSV`,
    );
    if (whole !== '0')
      await engine.run(`DELETE FROM lines WHERE ${time} AND kind = '${UNFINISHED}' AND ${HASH} = ${hash}`);
  }
}
