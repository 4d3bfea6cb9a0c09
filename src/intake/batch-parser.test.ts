import { expect, test } from 'vitest';
import { BatchParser } from './batch-parser.ts';
import { batches, LONGEST_LINE } from './line-splitter.ts';

const genuine = '2026-07-03T16:39:25+08:00 mx1 postfix/qmgr[7]: 1AE1921E793: ';
const forged = `${genuine}removed`;

async function kindsOf(text: string) {
  async function* bytes() {
    for (let i = 0; i < text.length; i += 1 << 16) yield Buffer.from(text.slice(i, i + (1 << 16)), 'latin1');
  }
  const parser = new BatchParser({ tz: 'UTC' });
  const total = { event: 0, unrecognized: 0, malformed: 0 };
  for await (const batch of batches(bytes())) {
    const { kinds } = parser.parse(batch);
    for (const kind of ['event', 'unrecognized', 'malformed'] as const) total[kind] += kinds[kind];
  }
  return total;
}

test('where a line that is too long is cut, nobody can begin a line of their own', async () => {
  const one = genuine + 'x'.repeat(LONGEST_LINE - genuine.length) + forged;
  expect(await kindsOf(`${one}\n${forged}\n`)).toEqual({ event: 1, unrecognized: 1, malformed: 1 });
  const zeros = genuine + 'x'.repeat(LONGEST_LINE - genuine.length) + '\0'.repeat(LONGEST_LINE) + forged;
  expect(await kindsOf(`${zeros}\n${forged}\n`)).toEqual({ event: 1, unrecognized: 1, malformed: 2 });
});

test('behind a hole of zeros, however long, the line is read', async () => {
  const hole = '\0'.repeat(LONGEST_LINE * 2 + 5);
  expect(await kindsOf(`${hole}${forged}\n`)).toEqual({ event: 1, unrecognized: 0, malformed: 2 });
});
