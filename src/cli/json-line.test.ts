import { expect, test } from 'vitest';
import { jsonLine } from './json-line.ts';

test('is one line to every reader, and the value is the same', () => {
  const value = { text: 'a\u0085b\u2028c\u2029d\ne\vf\x1cg\u0085' };
  const line = jsonLine(value);
  expect(line).not.toMatch(/[\x00-\x09\x0b-\x1f\u0085\u2028\u2029]/);
  expect(line.indexOf('\n')).toBe(line.length - 1);
  expect(line).toContain('b\\u2028c');
  expect(JSON.parse(line)).toEqual(value);
});
