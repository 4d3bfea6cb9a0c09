import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode } from './bytes.ts';

test('UTF-8 behind latin1 is decoded', () => {
  expect(decode('caf\xc3\xa9 \xe4\xb8\xad')).toBe('café 中');
  expect(encode('café 中')).toBe('caf\xc3\xa9 \xe4\xb8\xad');
});

test('ASCII stays the same', () => {
  expect(decode('plain\0text')).toBe('plain\0text');
  expect(encode('plain\0text')).toBe('plain\0text');
});

test('bytes that are not UTF-8 become U+FFFD', () => {
  expect(decode('caf\xe9!')).toBe('caf\ufffd!');
  expect(decode('\xc3')).toBe('\ufffd');
});

test('encoding and decoding gives back any text', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => decode(encode(text)) === text));
});
