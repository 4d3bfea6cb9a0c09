import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answer, expected, folder, names } from './golden.ts';

describe('golden journeys', () => {
  test.each(names)('%s', async (name) => {
    expect(await answer(name)).toEqual(expected(name));
  });

  test('each say why they are there', () => {
    const mute = names.filter((name) => {
      const why = join(folder, name, 'why.md');
      return !existsSync(why) || readFileSync(why, 'utf8').trim().length < 40;
    });
    expect(mute).toEqual([]);
  });
});
