/** What the fuzzer found once stays mended: `test/findings/` holds its inputs, small and named after the trouble. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Dice } from '../bench/dice.ts';
import { checkLine, checkLog, checkTime } from './checks.ts';
import { long, mutate } from './mutation.ts';
import { smaller } from './smaller.ts';

const folder = join(import.meta.dirname, '..', 'test', 'findings');

test.each(readdirSync(folder))('%s', (name) => {
  const lines = readFileSync(join(folder, name), 'latin1').split('\n').filter(Boolean);
  for (const line of lines) {
    expect(checkLine(line)).toBeUndefined();
    // What is slow is slow for a whole megabyte.
    expect(checkTime(line.repeat(Math.ceil(2 ** 20 / line.length)))).toBeUndefined();
  }
  expect(checkLog(lines)).toBeUndefined();
});

describe('the fuzzer', () => {
  const seeds = ['Jul  3 16:39:25 mx1 postfix/qmgr[77]: 88BDC254536: removed', 'short'];

  test('makes the same lines of the same seed, others of another, and never a line end', () => {
    const lines = (seed: number) => {
      const dice = new Dice(seed);
      return Array.from({ length: 500 }, () => mutate(seeds, dice));
    };
    expect(lines(1)).toEqual(lines(1));
    expect(lines(1)).not.toEqual(lines(2));
    expect(lines(1).join('')).not.toContain('\n');
    expect(long(seeds, 1 << 20, new Dice(3)).length).toBeGreaterThanOrEqual(1 << 20);
  });

  test('makes smaller what fails', () => {
    const fails = (input: readonly string[]) => input.some((line) => line.includes('BUG'));
    expect(smaller(['nothing here', 'a line with a BUG in it', 'nor here'], fails)).toEqual(['BUG']);
  });
});
