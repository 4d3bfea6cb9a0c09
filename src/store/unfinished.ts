/**
 * A file that is being written, or an archive that was cut, ends in the middle of a line. What is there of the line is
 * stored like any other; when the whole line comes with a later import, the beginning of it goes.
 */
import type { Engine } from './engine.ts';
import { HASH } from './schema.ts';

/** In the column `event` of a last line that had no end. */
export const UNFINISHED = 'unfinished';

export async function dropUnfinished(engine: Engine): Promise<void> {
  const open = await engine.text(
    `SELECT toUnixTimestamp64Micro(at), ${HASH}, hex(raw) FROM lines WHERE event = '${UNFINISHED}' FORMAT TSV`,
  );
  for (const row of open === '' ? [] : open.split('\n')) {
    const [at, hash, raw] = row.split('\t');
    const time = `at = fromUnixTimestamp64Micro(${at}, 'UTC')`;
    const whole = await engine.text(
      `SELECT count() FROM lines WHERE ${time} AND startsWith(raw, unhex('${raw}')) AND raw != unhex('${raw}') FORMAT TSV`,
    );
    if (whole !== '0')
      await engine.run(`DELETE FROM lines WHERE ${time} AND event = '${UNFINISHED}' AND ${HASH} = ${hash}`);
  }
}
