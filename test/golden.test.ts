import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answer, expected, folder, isAsked, names } from './golden.ts';

describe('golden journeys', () => {
  test.each(names)('%s', async (name) => {
    expect(await answer(name)).toEqual(expected(name));
  });

  test.each(names.filter(isAsked))('%s, of a log that is not stored', async (name) => {
    expect(await answer(name, true)).toEqual(expected(name));
  });

  test('each say why they are there', () => {
    const mute = names.filter((name) => {
      const why = join(folder, name, 'why.md');
      return !existsSync(why) || readFileSync(why, 'utf8').trim().length < 40;
    });
    expect(mute).toEqual([]);
  });
});
