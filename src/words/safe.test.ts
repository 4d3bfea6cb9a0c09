import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { named, quotable, quoted, safe, short } from './safe.ts';

describe('strangers’ text', () => {
  test('control characters, bidirectional marks, separators and lone surrogates become visible', () => {
    expect(safe('a\x1b[31mb')).toBe('a\\x1b[31mb');
    expect(safe('\x00\t\n\x7f\x9b')).toBe('\\x00\\x09\\x0a\\x7f\\x9b');
    expect(safe(`a${'\0'.repeat(4096)}b`)).toBe('a\\x00{4096}b');
    expect(safe('x\u202ey\u2066\u2028\u200f')).toBe('x\\u202ey\\u2066\\u2028\\u200f');
    expect(safe('\ud83d x \ude00 😀')).toBe('\\ud83d x \\ude00 😀');
    expect(safe('信件 käse')).toBe('信件 käse');
  });

  test('is one line without control characters, whatever it was', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        (text, max) => {
          for (const result of [safe(text), short(text, max), quotable(text, max, 'en')]) {
            expect(result).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
            expect(Buffer.from(result).toString()).toBe(result);
          }
        },
      ),
    );
  });

  test('is cut between characters', () => {
    expect(short('😀😀😀', 2)).toBe('😀…');
    expect(short('abc', 3)).toBe('abc');
    expect(short('x'.repeat(1e6), 10)).toBe(`${'x'.repeat(9)}…`);
  });

  test('cannot close its quotation marks', () => {
    expect(quoted('550 "no". It was delivered', 99, 'en')).toBe(`"550 'no'. It was delivered"`);
    expect(quoted('不收」。已送達「', 99, 'zh-TW')).toBe('「不收』。已送達『」');
  });

  test('an address stands bare only where it looks like one', () => {
    expect(named('jerry+x@corp.example', 'en')).toBe('jerry+x@corp.example');
    expect(named('mx.b.example[192.0.2.1]:25', 'en')).toBe('mx.b.example[192.0.2.1]:25');
    expect(named('"a. It is in the trash"@x', 'en')).toBe(`"'a. It is in the trash'@x"`);
  });
});
