/**
 * How long lines are kept, by their kind of data: the store takes out what is older. Whole months go at once where every
 * kind has its limit; the rest is deleted line by line. Cutoffs are days of UTC, so that a daily run finds little to do. Doing
 * it again does nothing. Not: who decides on the limits, or when it is done.
 */
import { type DataKind, dataKindOf } from '../programs/data-kind.ts';
import type { Engine } from './engine.ts';
import { PLACE } from './keys.ts';
import { dropDeleted } from './leftovers.ts';
import * as sql from './sql.ts';

/** Days. A kind without a limit is kept for ever. */
export type RetentionLimits = { readonly [kind in DataKind]?: number };

interface Kept {
  /** Microseconds since the epoch. */
  readonly cutoff: number;
  readonly kind: DataKind;
}

const KINDS: readonly DataKind[] = ['smtp', 'mailbox', 'filter', 'other'];
/** Never empty: `named` reads it. */
const PROGRAM = "concat('x', hex(toString(program)))";
const DAY = 86_400_000_000;
/** Months that a Date can name: see RowWriter. */
const FIRST_MONTH = 197_001;
const LAST_MONTH = 214_906;

/** `now` in microseconds since the epoch. Gives how many lines went. Nothing may be inserted meanwhile. */
export async function applyRetention(
  engine: Engine,
  limits: RetentionLimits,
  now: number,
): Promise<{ readonly lines: number }> {
  const kept = KINDS.flatMap((kind): Kept[] => {
    const days = limits[kind];
    return days === undefined ? [] : [{ kind, cutoff: Math.floor((now - days * DAY) / DAY) * DAY }];
  });
  if (kept.length === 0) return { lines: 0 };
  let lines = kept.length === KINDS.length ? await dropOldMonths(engine, kept) : 0;
  const condition = await outlived(engine, kept);
  const gone = await countGone(engine, condition);
  for (const { count } of gone) lines += count;
  if (gone.length > 0) await engine.run(`DELETE FROM lines WHERE ${condition}`);
  await dropEmptyMonths(engine, monthOf(Math.max(...kept.map(({ cutoff }) => cutoff))));
  // A month is written anew when the last lines of a kind went, not every day.
  const ends = new Map(kept.map(({ kind, cutoff }) => [kind, monthOf(cutoff)]));
  const over = gone.filter(({ month, kind }) => month < (ends.get(kind) ?? 0));
  await dropDeleted(
    engine,
    'lines',
    over.map(({ month }) => month),
  );
  return { lines };
}

/** Lines of each kind that are older than its limit; `0` where there can be none. */
async function outlived(engine: Engine, kept: readonly Kept[]): Promise<string> {
  const programs = (await rowsOf(engine, `SELECT DISTINCT ${PROGRAM} FROM lines`)).map(([name]) =>
    named(name),
  );
  return sql.any(
    kept.flatMap(({ kind, cutoff }) => {
      const names = programs.filter((program) => dataKindOf(program) === kind);
      return names.length === 0
        ? []
        : [`(at < ${sql.time(cutoff)} AND program IN ${sql.list(names.map(sql.bytes))})`];
    }),
  );
}

interface Gone {
  readonly month: number;
  readonly kind: DataKind;
  readonly count: number;
}

async function countGone(engine: Engine, condition: string): Promise<Gone[]> {
  if (condition === '0') return [];
  const query = `SELECT toYYYYMM(at), ${PROGRAM}, count() FROM lines WHERE ${condition} GROUP BY 1, 2`;
  return (await rowsOf(engine, query)).map(([month, program, count]) => ({
    month: Number(month),
    kind: dataKindOf(named(program)),
    count: Number(count),
  }));
}

async function dropOldMonths(engine: Engine, kept: readonly Kept[]): Promise<number> {
  const oldest = monthOf(Math.min(...kept.map(({ cutoff }) => cutoff)));
  let lines = 0;
  for (const [month, count] of await rowsOf(engine, 'SELECT toYYYYMM(at), count() FROM lines GROUP BY 1')) {
    if (Number(month) >= oldest) continue;
    await dropMonth(engine, 'lines', Number(month));
    lines += Number(count);
  }
  return lines;
}

/** Months before `end` that have no lines any more. Keys and addresses of lines outside of their type's range lie in others. */
async function dropEmptyMonths(engine: Engine, end: number): Promise<void> {
  const months = async (expression: string) =>
    new Set(
      (await rowsOf(engine, `SELECT DISTINCT ${expression} FROM lines`)).map(([month]) => Number(month)),
    );
  const place = `greatest(0, intDiv(toUnixTimestamp64Micro(at), ${PLACE}))`;
  const ofLines = await months('toYYYYMM(at)');
  const left = {
    lines: ofLines,
    keys: await months(`toYYYYMM(toDateTime(toUInt32(${place}) * ${PLACE / 1_000_000}, 'UTC'))`),
    addresses: new Set([...ofLines].map((month) => Math.min(Math.max(month, FIRST_MONTH), LAST_MONTH))),
  };
  for (const [table, full] of Object.entries(left)) {
    const partitions = await rowsOf(
      engine,
      `SELECT DISTINCT partition_id FROM system.parts WHERE database = currentDatabase() AND table = '${table}' AND active`,
    );
    for (const [month] of partitions)
      if (Number(month) < end && !full.has(Number(month))) await dropMonth(engine, table, Number(month));
  }
}

function dropMonth(engine: Engine, table: string, month: number): Promise<void> {
  return engine.run(`ALTER TABLE ${table} DROP PARTITION ID '${month}'`);
}

/** As toYYYYMM has it. */
function monthOf(at: number): number {
  const date = new Date(at / 1000);
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
}

async function rowsOf(engine: Engine, query: string): Promise<string[][]> {
  const answer = await engine.text(`${query} FORMAT TSV`);
  return answer === '' ? [] : answer.split('\n').map((row) => row.split('\t'));
}

function named(program = ''): string {
  return Buffer.from(program.slice(1), 'hex').toString('latin1');
}
