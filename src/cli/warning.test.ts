import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '../failure.ts';
import { taiwaneseFailures } from './failure-phrases.ts';
import { sentences } from './warning.ts';

test('every code of docs/errors.md is said in both languages', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../docs/errors.md'), 'utf8');
  const codes = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code);
  expect(Object.keys(taiwaneseFailures)).toEqual(codes);
});

test('what, why and what to do are one line, also where a name is hostile', () => {
  const failure = new Failure('file-not-found', 'There is no file /a\nb.', {
    reason: 'ENOENT',
    advice: 'Look.',
  });
  expect(sentences(failure, 'en')).toBe('There is no file /a\\x0ab: ENOENT. Look.');
  expect(sentences(failure, 'zh-TW')).toBe(
    '找不到檔案，請檢查路徑。（There is no file /a\\x0ab: ENOENT. Look.）',
  );
});
