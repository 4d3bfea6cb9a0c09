/**
 * What the engine has marked as deleted but still has on the disk until it happens to merge the part: this writes those
 * parts anew without it. Not: which rows are deleted.
 */
import type { Engine } from './engine.ts';

export type Table = 'lines' | 'keys' | 'addresses';

/** Of these months (as toYYYYMM has them), or of all. The old parts are gone from the disk some seconds later (schema.ts). */
export async function dropDeleted(engine: Engine, table: Table, months?: readonly number[]): Promise<void> {
  const found = await engine.text(
    `SELECT DISTINCT partition_id FROM system.parts WHERE database = currentDatabase() AND table = '${table}' AND active AND has_lightweight_delete FORMAT TSV`,
  );
  for (const month of found === '' ? [] : found.split('\n'))
    if (months === undefined || months.includes(Number(month)))
      await engine.run(
        `ALTER TABLE ${table} APPLY DELETED MASK IN PARTITION ID '${month}' SETTINGS mutations_sync = 2`,
      );
}
