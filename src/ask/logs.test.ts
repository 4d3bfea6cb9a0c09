import { describe, expect, it } from 'vitest';
import { readWallTime, splitTerms } from './logs.ts';

describe('terms', () => {
  it('are split at commas and trimmed; quotes keep a comma and spaces', () => {
    expect(splitTerms('Jul 03 16, jerry')).toEqual(['Jul 03 16', 'jerry']);
    expect(splitTerms('"a, b" ,c" d,,')).toEqual(['a, b', 'c" d']);
    expect(splitTerms('" x "')).toEqual([' x ']);
    expect(splitTerms(' ,')).toEqual([]);
    expect(() => splitTerms('"a')).toThrow('not closed');
  });

  it("that read as a time name the line's own", () => {
    const at = (term: string) => readWallTime(term, 'UTC');
    expect(at('Jul 03 16')).toMatchObject({ month: 7, day: 3, hour: 16, minute: undefined, year: undefined });
    expect(at('jul  3 16:39:25')).toMatchObject({ month: 7, day: 3, hour: 16, minute: 39, second: 25 });
    expect(at('2026-07-03')).toMatchObject({ year: 2026, month: 7, day: 3, hour: undefined });
    expect(at('2026-07-03T16:39')).toMatchObject({ year: 2026, hour: 16, minute: 39 });
    for (const no of ['jerry', 'Jul', 'Foo 03 16', 'Jul 32', '2026-13-01', 'Jul 03 25', '16:39'])
      expect(at(no)).toBeUndefined();
  });
});
