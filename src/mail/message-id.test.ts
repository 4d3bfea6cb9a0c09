import { expect, test } from 'vitest';
import { messageIdIn } from './message-id.ts';

test.each([
  ['<1@b.example>', '<1@b.example>'],
  ['<1@b.example> (comment)', '<1@b.example>'],
  ['<1@b.example', '<1@b.example'],
  ['no brackets', 'no brackets'],
  ['<>', ''],
  ['', ''],
])('%s', (value, messageId) => {
  expect(messageIdIn(value)).toBe(messageId);
});
