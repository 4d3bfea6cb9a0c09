/**
 * How rows lie. Lines are kept in the order of time, where neighbours repeat each other's ids and pack best; they are
 * found by bloom filters over granules of 8,192 lines. `VERSION` grows when a table can no longer be read by an older
 * Waybill. A month is a partition, so that old ones can be dropped at once. Parts that were merged into larger ones are
 * removed within seconds, not minutes: they are most of the disk after an import.
 */
import { Failure } from '../failure.ts';
import type { Engine } from './engine.ts';
import { inText, keyColumns } from './keys.ts';

const VERSION = 2;

/** What stands before the text, put together again: see RowWriter. */
const HEAD =
  "concat(start, multiIf(tag = 2, concat(program, '[', pid, ']: '), tag = 1, concat(program, ': '), ''))";

/** Tells two lines of one time apart; the same for the same bytes on any machine. See line-id.ts. */
export const HASH = `bitAnd(cityHash64(${HEAD}, text, repeat), 0xfffffffffff)`;

/** Events that put a recipient off or refuse him, and name both ends: a message's tries are found by these. */
export const TRIES = ['reject', 'greylist', 'access', 'postscreen', 'milter', 'proxy'] as const;

/** Sender and recipient of a try in one value. The sender is the first address of a line, and the null sender is none. */
export function envelope(from: string, to: string): string {
  return `cityHash64(${from}, ${to})`;
}

const IS_TRY = `has([${TRIES.map((event) => `'${event}'`).join(', ')}], event)`;
/** What `by_envelope` is made of: of tries whose addresses stand in the text. (The engine finds no index made with `if`.) */
export const ENVELOPES = `arrayMap(a -> ${envelope(`(${inText('addresses')})[1]`, 'a')}, arrayFilter(a -> ${IS_TRY}, ${inText('addresses')}))`;

const CODEC = 'CODEC(ZSTD(3))';
const ROW_STRINGS = 'LowCardinality(String) CODEC(ZSTD(3))';
/** The text is most of the disk, and worth the work: see docs/performance.md. */
const TEXT_CODEC = 'CODEC(ZSTD(6))';

const LINES = `
CREATE TABLE IF NOT EXISTS lines (
  at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(3)),
  seq UInt64 CODEC(Delta, ZSTD(3)),
  repeat UInt32 ${CODEC},
  host ${ROW_STRINGS},
  program ${ROW_STRINGS},
  pid String CODEC(ZSTD(9)),
  kind ${ROW_STRINGS},
  event ${ROW_STRINGS},
  start String ${CODEC},
  tag UInt8 ${CODEC},
  text String ${TEXT_CODEC},
  ${keyColumns(CODEC)},
  head String ALIAS ${HEAD},
  raw String ALIAS concat(${HEAD}, text),
  INDEX by_event event TYPE set(0),
  INDEX by_envelope ${ENVELOPES} TYPE bloom_filter(0.001),
  PROJECTION by_hour (
    SELECT toStartOfHour(at) AS hour, host, program, count(), min(at), max(at) GROUP BY hour, host, program
  )
) ENGINE = MergeTree ORDER BY (at, seq) PARTITION BY toYYYYMM(at)
SETTINGS old_parts_lifetime = 1, cleanup_delay_period = 1, cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 2, merge_tree_clear_old_parts_interval_seconds = 1,
  lightweight_mutation_projection_mode = 'rebuild'`;

const SCHEMA_VERSION = `
CREATE TABLE IF NOT EXISTS schema_version (version UInt32) ENGINE = MergeTree ORDER BY version`;

/** Makes the tables where there are none. Throws `store-newer` or `store-older` where another Waybill made them. */
export async function prepare(engine: Engine): Promise<void> {
  await engine.run(SCHEMA_VERSION);
  const found = Number(await engine.text('SELECT max(version) FROM schema_version FORMAT TSV'));
  if (found > VERSION)
    throw new Failure('store-newer', 'The stored logs were written by a newer Waybill.', {
      reason: `The store has version ${found}, this Waybill knows ${VERSION}.`,
      advice: 'Use the newer Waybill, or import the logs into another directory with --data.',
    });
  if (found > 0 && found < VERSION)
    throw new Failure('store-older', 'The stored logs were written by an older Waybill.', {
      reason: `The store has version ${found}, this Waybill writes ${VERSION}.`,
      advice: 'Import the logs again, into another directory with --data.',
    });
  await engine.run(LINES);
  // SELECT, not VALUES: chDB takes a pipe on standard input for the data of VALUES.
  if (found < VERSION) await engine.run(`INSERT INTO schema_version SELECT ${VERSION}`);
}

const PATIENCE = 5000;

/** Waits until the parts that were merged into larger ones are gone from the disk; gives up after five seconds. */
export async function tidy(engine: Engine): Promise<void> {
  const outdated = "SELECT count() FROM system.parts WHERE table = 'lines' AND NOT active FORMAT TSV";
  for (const end = Date.now() + PATIENCE; Date.now() < end && (await engine.text(outdated)) !== '0'; )
    await new Promise((resolve) => setTimeout(resolve, 200));
}
