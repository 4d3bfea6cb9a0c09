import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sectionsOf } from './sections.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-sections-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const REST = ` mx1 postfix/qmgr[9]: 88BDC254536: from=<a@b.example>, size=1, nrcpt=1 (queue active) ${'x'.repeat(90)}`;
/** Seconds of a day; 300,000 lines of some 200 bytes are 60 MB. */
function day(date: (time: string) => string, begin: number, seconds: number): string {
  return Array.from({ length: 300_000 }, (_, i) => {
    const second = begin + Math.floor((i * seconds) / 300_000);
    return `${date(new Date(second * 1000).toISOString().slice(11, 19))}${REST}\n`;
  }).join('');
}

function cuts(text: string): string[] {
  const log = join(folder, 'mail.log');
  writeFileSync(log, text);
  const sections = sectionsOf(log).filter((section) => section !== undefined);
  if (sections.length === 0) return [];
  const bytes = readFileSync(log, 'latin1');
  expect(sections[0]?.from).toBe(0);
  expect(sections.at(-1)?.to).toBeUndefined();
  for (const [i, { to }] of sections.slice(0, -1).entries()) expect(sections[i + 1]?.from).toBe(to);
  return sections.slice(1).map(({ from }) => {
    expect(bytes[from - 1]).toBe('\n');
    const before = bytes.slice(bytes.lastIndexOf('\n', from - 2) + 1, from);
    const after = bytes.slice(from, bytes.indexOf('\n', from));
    expect(after.slice(0, 19) > before.slice(0, 19)).toBe(true);
    return after.slice(0, 19);
  });
}

describe('a large log', () => {
  it('is cut where the second changes', () => {
    expect(cuts(day((time) => `Jul  3 ${time}`, 8 * 3600, 36_000)).length).toBeGreaterThan(0);
    expect(cuts(day((time) => `2026-07-03T${time}.123456+08:00`, 0, 86_000)).length).toBeGreaterThan(0);
  });

  it('is not cut at night where clocks are set back, unless lines name their zone', () => {
    expect(cuts(day((time) => `Oct 25 ${time}`, 0, 4 * 3600 - 100))).toEqual([]);
    expect(cuts(day((time) => `2026-10-25T${time}+01:00`, 0, 4 * 3600 - 100)).length).toBeGreaterThan(0);
  });

  it('is not cut behind a turn of the year that its lines do not tell', () => {
    const december = day((time) => `Dec 31 ${time}`, 8 * 3600, 50).slice(0, 1 << 20);
    expect(cuts(december + day((time) => `Jan  1 ${time}`, 8 * 3600, 36_000))).toEqual([]);
  });

  it('is not cut where its lines are out of order, or all of one second, or without a date', () => {
    const lines = day((time) => `Jul  3 ${time}`, 8 * 3600, 36_000).split('\n');
    expect(cuts(lines.map((line, i) => (i % 50 === 7 ? `Jul  3 08:00:00${REST}` : line)).join('\n'))).toEqual(
      [],
    );
    expect(cuts(day(() => 'Jul  3 08:00:00', 0, 1))).toEqual([]);
    expect(cuts(day(() => '{"MESSAGE":"x"}', 0, 1))).toEqual([]);
  });

  it('is not cut where it is packed, small, a folder, missing, or a pipe', () => {
    const packed = join(folder, 'mail.log.gz');
    writeFileSync(packed, Buffer.concat([gzipSync('x'), Buffer.alloc(40 << 20)]));
    for (const path of [packed, folder, join(folder, 'missing'), '-'])
      expect(sectionsOf(path)).toEqual([undefined]);
    expect(cuts(day((time) => `Jul  3 ${time}`, 8 * 3600, 36_000).slice(0, 1 << 20))).toEqual([]);
  });
});
