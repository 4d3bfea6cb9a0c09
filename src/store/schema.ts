/**
 * How rows lie. Lines are kept in the order of time, where neighbours repeat each other's ids and pack best. Keys lie
 * beside them in the order of their hashes, and name the seconds in which lines have them (keys.ts). `VERSION` grows when
 * a table can no longer be read by an older Waybill. A month is a partition, so that old ones can be dropped at once.
 * Parts that were merged into larger ones are removed within seconds, not minutes: they are most of the disk after an import.
 */
import { Failure } from '../failure.ts';
import type { Engine } from './engine.ts';
import { PLACE } from './keys.ts';

const VERSION = 3;

/** What stands before the text, put together again: see RowWriter. */
const HEAD =
  "concat(start, multiIf(tag = 2, concat(program, '[', pid, ']: '), tag = 1, concat(program, ': '), ''))";

/** Tells two lines of one time apart; the same for the same bytes on any machine. See line-id.ts. */
export const HASH = `bitAnd(cityHash64(${HEAD}, text, repeat), 0xfffffffffff)`;

const CODEC = 'CODEC(ZSTD(9))';
const ROW_STRINGS = `LowCardinality(String) ${CODEC}`;
const NUMBERS = 'CODEC(Delta, ZSTD(9))';
/** The text is most of the disk, and worth the work: see docs/performance.md. It packs best in large blocks. */
const TEXT = `CODEC(ZSTD(6)) SETTINGS (min_compress_block_size = 524288, max_compress_block_size = 524288)`;

const TIDY = `old_parts_lifetime = 1, cleanup_delay_period = 1, cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 2, merge_tree_clear_old_parts_interval_seconds = 1`;

/** Merging would be thrown away before it is worth it; so there may be many parts. Not STOP MERGES, which stops DELETE too. */
const UNMERGED = `max_bytes_to_merge_at_max_space_in_pool = 1, max_bytes_to_merge_at_min_space_in_pool = 1,
  parts_to_delay_insert = 10000000, parts_to_throw_insert = 10000000, max_parts_in_total = 10000000`;

/** What was acknowledged is on the disk, and stays there while parts are merged. Not for a store that is thrown away. */
const DURABLE =
  'fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, ';

const BY_HOUR = `,
  PROJECTION by_hour (
    SELECT toStartOfHour(at) AS hour, host, program, count(), min(at), max(at) GROUP BY hour, host, program
  )`;

/** Granules and compressed blocks are smaller than usual: a message's lines are few, and each costs a granule. */
const lines = (safety: string) => `
CREATE TABLE IF NOT EXISTS lines (
  at DateTime64(6, 'UTC') ${NUMBERS},
  seq UInt64 ${NUMBERS},
  repeat UInt32 ${CODEC},
  host ${ROW_STRINGS},
  program ${ROW_STRINGS},
  pid String ${CODEC},
  kind ${ROW_STRINGS},
  event ${ROW_STRINGS},
  start String ${CODEC},
  tag UInt8 ${CODEC},
  text String ${TEXT},
  head String ALIAS ${HEAD},
  raw String ALIAS concat(${HEAD}, text)${BY_HOUR}
) ENGINE = MergeTree ORDER BY (at, seq) PARTITION BY toYYYYMM(at)
SETTINGS index_granularity = 4096, min_compress_block_size = 65536, max_compress_block_size = 65536,
  ${safety}${TIDY}, lightweight_mutation_projection_mode = 'rebuild'`;

/** For a store that is thrown away when it has answered: packing well would take longer than all of its questions. */
function once(table: string): string {
  return table
    .replaceAll(/CODEC\((?:[A-Za-z0-9]+, )?ZSTD\(\d\)\)/g, 'CODEC(LZ4)')
    .replace(BY_HOUR, '')
    .replace(", lightweight_mutation_projection_mode = 'rebuild'", '')
    .replace(TIDY, `${TIDY}, ${UNMERGED}`);
}

/** Small blocks, since a look-up reads one row here and one there. Doubles do no harm and go when parts are merged. */
const keys = (safety: string) => `
CREATE TABLE IF NOT EXISTS keys (
  hash UInt32 CODEC(Delta, ZSTD(3)),
  place UInt32 CODEC(T64, ZSTD(1))
) ENGINE = ReplacingMergeTree ORDER BY (hash, place)
PARTITION BY toYYYYMM(toDateTime(place * ${PLACE / 1_000_000}, 'UTC'))
SETTINGS index_granularity = 1024, min_compress_block_size = 8192, max_compress_block_size = 16384, ${safety}${TIDY}`;

/** Every address of a month, for those that are much like one that was asked for. */
const addresses = (safety: string) => `
CREATE TABLE IF NOT EXISTS addresses (
  month Date,
  address String CODEC(ZSTD(6))
) ENGINE = ReplacingMergeTree ORDER BY address PARTITION BY toYYYYMM(month)
SETTINGS ${safety}${TIDY}`;

/** How far each followed source was read: see positions.ts. */
const POSITIONS = `
CREATE TABLE IF NOT EXISTS positions (
  source String,
  position String,
  version UInt64
) ENGINE = ReplacingMergeTree(version) ORDER BY source SETTINGS ${DURABLE}${TIDY}`;

const SCHEMA_VERSION = `
CREATE TABLE IF NOT EXISTS schema_version (version UInt32) ENGINE = MergeTree ORDER BY version`;

/** Makes the tables where there are none. Throws `store-newer` or `store-older` where another Waybill made them. */
export async function prepare(engine: Engine, throwAway: boolean): Promise<void> {
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
  const safety = throwAway ? '' : DURABLE;
  const tables = [lines(safety), keys(safety), addresses(safety)];
  for (const table of throwAway ? tables.map(once) : [...tables, POSITIONS]) await engine.run(table);
  // SELECT, not VALUES: chDB takes a pipe on standard input for the data of VALUES.
  if (found < VERSION) await engine.run(`INSERT INTO schema_version SELECT ${VERSION}`);
}

const PATIENCE = 5000;

/** Waits until the parts that were merged into larger ones are gone from the disk; gives up after five seconds. */
export async function tidy(engine: Engine): Promise<void> {
  const outdated =
    "SELECT count() FROM system.parts WHERE table IN ('lines', 'keys', 'addresses') AND NOT active FORMAT TSV";
  for (const end = Date.now() + PATIENCE; Date.now() < end && (await engine.text(outdated)) !== '0'; )
    await new Promise((resolve) => setTimeout(resolve, 200));
}
