import { expect, test } from 'vitest';
import { parse } from './parse.ts';

const read = (text: string) => parse({ at: 0, host: 'mx1', program: '', pid: '', text, malformed: false });

test.each<[string, object]>([
  [
    'last message repeated 3 times',
    { kind: 'event', event: 'session', reason: 'last message repeated 3 times' },
  ],
  ['1cIm8w-0000yI-6V Message is frozen', { kind: 'unrecognized' }],
])('%s', (text, fields) => {
  expect(read(text)).toMatchObject(fields);
});
