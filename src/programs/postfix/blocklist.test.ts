import { expect, it } from 'vitest';
import { blocklist } from './blocklist.ts';

it.each([
  [
    'Service unavailable; Client host [192.0.2.1] blocked using list.example; see http://list.example/',
    'list.example',
  ],
  ['Service unavailable; client [192.0.2.1] blocked using list.example', 'list.example'],
  ['Service unavailable; Sender address [a@b.example] blocked using rhs.example', 'rhs.example'],
  ['Service unavailable; [192.0.2.1] blocked using list.example, reason: open relay', 'list.example'],
  [
    'Service unavailable; Sender address ["x] blocked using y.example; "@b] blocked using rhs.example',
    undefined,
  ],
  ['<a@b>: Sender address rejected: blocked using list.example', undefined],
  ['Service unavailable', undefined],
])('%s', (reason, list) => {
  expect(blocklist(reason)).toBe(list);
});
