import { expect, test } from 'vitest';
import { isQueueId, queueIdEnd, sendmailIdEnd } from './queue-id.ts';

test.each([
  ['88BDC254536', true],
  ['0F5383', true],
  ['4Zb8xQ1T2Yz9rKw', true],
  ['48rT2v1hQrz1J0N', true],
  ['NOQUEUE', false],
  ['0F538', false],
  ['88bdc254536', false],
  ['4Zb8xQ1T2z9rKw', false],
  ['6AODVqqW000266', true],
  ['xA32R2PQ3529566', true],
  ['QAA12345', true],
  ['6CODVqqW000266', false],
  ['snapshot000123', false],
  ['6AODVqqW00026', false],
  ['QAA1234', false],
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

test("Sendmail's ends where the process id ends", () => {
  expect(sendmailIdEnd('6AODVqqW000266: to=x')).toBe(14);
  expect(sendmailIdEnd('x 6AODVqqW000266', 2)).toBe(16);
  expect(sendmailIdEnd('QAA12345: to=x')).toBe(8);
  expect(sendmailIdEnd('6AODVqqW000266a: to=x')).toBe(-1);
  expect(sendmailIdEnd('')).toBe(-1);
});
