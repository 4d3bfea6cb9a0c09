/**
 * Where a large log can be cut so that its sections are parsed at once and mean what they mean in one. What the reader of
 * a line learns from the lines before it (the year, which pass of a repeated hour, how many equal lines of that second
 * came already) must not reach over the cut: it lies where the second changes, no line nearby is out of order, no year
 * turns and no clock is set back. Where there is no such place the log stays whole.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { MAGIC_LENGTH, packingOf } from './archive.ts';

/** Bytes of the file: `from` inclusive, `to` exclusive; a last section has no end, since the file may grow. */
export interface Section {
  readonly from: number;
  readonly to: number | undefined;
}

const WHOLE: readonly undefined[] = [undefined];
/** Smaller logs are read before another thread has warmed up. */
const LEAST_BYTES = 32 << 20;
/** More sections than these would wait for the store. */
const MOST_SECTIONS = 3;
/** What is looked at around a cut, some thousand lines. */
const WINDOW = 512 << 10;
/** How far from an even share a cut may lie, in shares. */
const SHIFTS = [0, 0.1, -0.1, 0.2, -0.2];

const DATED = /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)/;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** Undefined: all of it. */
export function sectionsOf(path: string): readonly (Section | undefined)[] {
  const stat = path === '-' ? undefined : statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true || stat.size < LEAST_BYTES) return WHOLE;
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    // Whoever reads it says why.
    return WHOLE;
  }
  try {
    const read = (from: number, length: number) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, from));
    };
    const first = read(0, WINDOW);
    if (packingOf(first.subarray(0, MAGIC_LENGTH)) !== undefined) return WHOLE;
    const opening = linesOf(first).find(({ date }) => date !== undefined)?.date;
    const count = Math.min(availableParallelism(), MOST_SECTIONS);
    if (opening === undefined || count < 2) return WHOLE;
    const share = stat.size / count;
    const cuts: number[] = [];
    for (let i = 1; i < count; i++)
      for (const shift of SHIFTS) {
        const from = Math.floor((i + shift) * share);
        const cut = cutWithin(read(from, WINDOW), opening);
        if (cut === undefined) continue;
        cuts.push(from + cut);
        break;
      }
    return [0, ...cuts].map((from, i) => ({ from, to: cuts[i] }));
  } finally {
    closeSync(file);
  }
}

interface DatedLine {
  readonly start: number;
  readonly date: string | undefined;
}

/** From the first line's beginning. */
function linesOf(bytes: Buffer): DatedLine[] {
  const text = bytes.toString('latin1');
  const lines: DatedLine[] = [];
  for (let start = 0; start < text.length; ) {
    lines.push({ start, date: DATED.exec(text.slice(start, start + 19))?.[0] });
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  return lines;
}

/** The place in the middle of `bytes` (which begin inside a line) where a section may begin. */
function cutWithin(bytes: Buffer, opening: string): number | undefined {
  const lines = linesOf(bytes).slice(1, -1);
  const middle = lines[lines.length >> 1]?.date;
  if (middle === undefined || !isPlain(opening, middle)) return undefined;
  const cut = lines.findIndex(({ date }) => date !== undefined && date > middle);
  const begin = lines[cut];
  if (begin?.date === undefined || lines.some(({ date }) => date === undefined || !isAlike(date, middle)))
    return undefined;
  const { date } = begin;
  const ordered = lines.every((line, i) => (i < cut ? line.date! < date : line.date! >= date));
  return ordered ? begin.start : undefined;
}

/** Of one form, and of one day, so that their order is that of their characters. */
function isAlike(date: string, other: string): boolean {
  return date.length === other.length && date.slice(0, -8) === other.slice(0, -8);
}

/** Does nothing before `date` decide which instant it is? Clocks are set back at night, between eleven and four. */
function isPlain(opening: string, date: string): boolean {
  if (date.includes('T')) return true;
  const hour = Number(date.slice(-8, -6));
  return month(opening) >= 0 && month(opening) <= month(date) && hour >= 4 && hour < 23;
}

function month(date: string): number {
  return MONTHS.indexOf(date.slice(0, 3));
}
