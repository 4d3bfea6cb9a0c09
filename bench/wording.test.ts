import { expect, test } from 'vitest';
import { wordingOf } from './wording.ts';

test.each([
  ['88BDC254536: client=mail.b.example[192.0.2.1]', 'ID: client=NAME[..]'],
  ['4Zb8xQ1T2Yz9rKw: to=<jerry@corp.example>, delay=1.5', 'ID: to=<..>, delay=N'],
  [
    'warning: 192.0.2.1:25: address not listed for hostname x.b.example',
    'warning: IP: address not listed for hostname NAME',
  ],
  [
    'refused jerry@corp.example by "any words" of \'hers\' (said 7)',
    'refused ADDRESS by ".." of \'..\' (..)',
  ],
  ['open /etc/postfix/virtual.db: 3 times', 'open PATH: N times'],
])('%s', (text, wording) => {
  expect(wordingOf(text)).toBe(wording);
});
