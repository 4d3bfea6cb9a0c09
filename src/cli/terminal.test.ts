import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { hang, pageFor, shorten, table, wrap } from './terminal.ts';

const page = (width: number) =>
  pageFor({ isTTY: true, columns: width }, { color: false, columns: undefined });

test('text breaks at spaces and keeps every word', () => {
  const text = 'The message was delivered to the mailbox INBOX of jerry@corp.example at noon.';
  const lines = wrap(text, 30);
  expect(lines.every((line) => stringWidth(line) <= 30)).toBe(true);
  expect(lines.join(' ')).toBe(text);
});

test('Chinese text breaks between characters but not before a full stop', () => {
  const lines = wrap('這封信已經移到垃圾桶了。請使用者自行取回信件。', 23);
  expect(lines.every((line) => stringWidth(line) <= 25)).toBe(true);
  expect(lines.some((line) => line.startsWith('。'))).toBe(false);
  expect(lines.join('')).toBe('這封信已經移到垃圾桶了。請使用者自行取回信件。');
});

test('a word that is wider than the page is broken', () => {
  expect(wrap('x'.repeat(25), 10)).toEqual(['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(5)]);
});

test('no text is one empty line', () => {
  expect(wrap('', 10)).toEqual(['']);
});

test('a hanging text is set in by the width of its head', () => {
  expect(hang('時間  ', 'one two three four five six seven', 26)).toBe(
    '時間  one two three four\n      five six seven',
  );
});

test('what does not shorten ends in an ellipsis', () => {
  expect(shorten('subject', 7)).toBe('subject');
  expect(shorten('a long subject', 7)).toBe('a long…');
  expect(shorten('郵件紀錄器', 7)).toBe('郵件紀…');
});

test('a table shrinks only the columns that may', () => {
  const text = table(
    [{ title: 'TIME' }, { title: 'FROM', shrinks: 1 }, { title: 'FATE' }],
    [['10:00', `${'long'.repeat(20)}@example.com`, 'deleted']],
    page(40),
  );
  expect(text.split('\n').every((line) => stringWidth(line) <= 40)).toBe(true);
  expect(text).toContain('deleted');
});

test('a pipe is not wrapped', () => {
  const pipe = pageFor({}, { color: undefined, columns: undefined });
  expect(pipe.width).toBe(Number.POSITIVE_INFINITY);
  expect(pipe.colors.isColorSupported).toBe(false);
  expect(wrap('a b c', pipe.width)).toEqual(['a b c']);
});
