import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batches, forEachLine, LONGEST_LINE } from './line-splitter.ts';

async function* stream(...chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

async function collect(source: AsyncIterable<Buffer>): Promise<string[]> {
  const all: string[] = [];
  for await (const batch of source) all.push(batch.toString('latin1'));
  return all;
}

function lines(chunk: string): string[] {
  const all: string[] = [];
  forEachLine(chunk, (line) => all.push(line));
  return all;
}

describe('forEachLine', () => {
  test.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\r\n\nb', ['a\r', '', 'b']],
    ['\n', ['']],
    ['a\u0085b\0\r\x0bc\n', ['a\u0085b\0\r\x0bc']],
  ])('%j', (chunk, expected) => expect(lines(chunk)).toEqual(expected));
});

describe('batches', () => {
  test('end with a line end, all but the last', async () => {
    const parts = ['one\ntw', 'o\nthree', '\nfour'].map((part) => Buffer.from(part));
    expect(await collect(batches(stream(...parts), 4))).toEqual(['one\n', 'two\n', 'three\n', 'four']);
    expect(await collect(batches(stream(...parts)))).toEqual(['one\ntwo\nthree\nfour']);
    expect(await collect(batches(stream()))).toEqual([]);
  });

  test('lose nothing, however the bytes come', async () => {
    const chunk = fc
      .uint8Array({ maxLength: 20 })
      .map((bytes) => Buffer.from(bytes.map((byte) => (byte < 60 ? 10 : byte))));
    await fc.assert(
      fc.asyncProperty(fc.array(chunk), fc.integer({ min: 1, max: 64 }), async (chunks, target) => {
        const all = await collect(batches(stream(...chunks), target));
        expect(all.join('')).toBe(Buffer.concat(chunks).toString('latin1'));
        for (const batch of all.slice(0, -1)) expect(batch.endsWith('\n')).toBe(true);
        expect(all.flatMap(lines)).toEqual(lines(all.join('')));
      }),
    );
  });

  test('give out what came before a failure', async () => {
    async function* failing(): AsyncGenerator<Buffer> {
      yield Buffer.from('one\ntwo');
      throw new Error('broken');
    }
    const got: string[] = [];
    const reading = (async () => {
      for await (const batch of batches(failing())) got.push(batch.toString());
    })();
    await expect(reading).rejects.toThrow('broken');
    expect(got).toEqual(['one\ntwo']);
  });

  test('close their source when nobody reads on', async () => {
    let closed = false;
    async function* source(): AsyncGenerator<Buffer> {
      try {
        for (;;) yield Buffer.from('line\n');
      } finally {
        closed = true;
      }
    }
    for await (const _ of batches(source(), 1)) break;
    expect(closed).toBe(true);
  });

  test('cut a line that does not end', async () => {
    const block = Buffer.alloc(LONGEST_LINE / 4);
    const sizes: number[] = [];
    for await (const batch of batches(stream(...Array(9).fill(block), Buffer.from('\nend\n'))))
      sizes.push(batch.length);
    expect(sizes).toEqual([LONGEST_LINE, LONGEST_LINE, LONGEST_LINE / 4 + 5]);
  });
});
