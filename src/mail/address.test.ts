import { expect, test } from 'vitest';
import { addressEnd } from './address.ts';

test.each([
  ['a@b.example>', 'a@b.example'],
  ['>', ''],
  ['postmaster>', 'postmaster'],
  ['"a> to=<victim@x"@evil.example> to=<c@d>', '"a> to=<victim@x"@evil.example'],
  ['"a\\"> "@b>', '"a\\"> "@b'],
  ['a@[192.0.2.1]>', 'a@[192.0.2.1]'],
  ['grüße@bücher.example>', 'grüße@bücher.example'],
])('%s', (text, address) => {
  expect(text.slice(0, addressEnd(text, 0))).toBe(address);
});

test.each(['a b@c>', 'a"b@c>', 'a@b@c>', '"a@b', '"a"b@c>', 'a@b', 'a;b@c>', ''])(
  'no address in external form: %s',
  (text) => {
    expect(addressEnd(text, 0)).toBe(-1);
  },
);

test('a line of a megabyte is looked at no further than an address can be long', () => {
  expect(addressEnd('a'.repeat(1_000_000), 0)).toBe(-1);
});
