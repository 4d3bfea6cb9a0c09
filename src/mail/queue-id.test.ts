import { expect, test } from 'vitest';
import { isQueueId, queueIdEnd } from './queue-id.ts';

test.each([
  ['88BDC254536', true],
  ['0F5383', true],
  ['4Zb8xQ1T2Yz9rKw', true],
  ['48rT2v1hQrz1J0N', true],
  ['NOQUEUE', false],
  ['0F538', false],
  ['88bdc254536', false],
  ['4Zb8xQ1T2z9rKw', false],
  ['warning', false],
  ['1xVrIm-0004b3-1W', true],
  ['1uXabc-00000001AbC-DEfG', true],
  ['1xVrIm-0004b3-1', false],
  ['1xVrIm-0004b3-1Wx', false],
  ['1xVrIm-0004b_-1W', false],
  ['', false],
])('%s', (text, is) => {
  expect(isQueueId(text)).toBe(is);
});

test('ends where the id ends', () => {
  expect(queueIdEnd('88BDC254536: removed')).toBe(11);
  expect(queueIdEnd('warning: 88BDC254536: x', 9)).toBe(20);
  expect(queueIdEnd('88BDC254536u: removed')).toBe(-1);
});
