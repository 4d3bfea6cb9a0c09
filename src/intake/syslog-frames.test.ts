import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SyslogFrames } from './syslog-frames.ts';
import { CONTINUED } from './syslog-lines.ts';

interface Split {
  readonly lines: string[];
  readonly malformed: number;
}

function split(chunks: readonly string[], longest?: number): Split {
  const frames = new SyslogFrames(longest);
  const given = [...chunks.map((chunk) => frames.push(Buffer.from(chunk, 'latin1'))), frames.end()];
  const text = Buffer.concat(given).toString('latin1');
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return { lines: text.split('\n').slice(0, -1), malformed: frames.malformed };
}

const counted = (message: string) => `${message.length} ${message}`;

describe('one stream becomes lines', () => {
  test.each<[string, string, string[], number]>([
    ['octet counting', counted('<22>1 a') + counted('<22>1 b'), ['<22>1 a', '<22>1 b'], 0],
    ['a newline behind', '<22>one\n<22>two\n', ['<22>one', '<22>two'], 0],
    ['CR LF and NUL behind', '<22>one\r\n<22>two\0<22>three\n\0', ['<22>one', '<22>two', '<22>three'], 0],
    ['both in one stream', `${counted('<22>a')}<22>b\n${counted('<22>c')}`, ['<22>a', '<22>b', '<22>c'], 0],
    ['counted, with a newline behind all the same', `${counted('<22>a\n')}\n<22>b`, ['<22>a', '<22>b'], 0],
    ['a newline inside a counted message', counted('<22>a\n<22>b\r\n'), ['<22>a#012<22>b'], 0],
    ['nothing at all', `\n\r\n\0${counted('<')}`, ['<'], 0],
    ['no end', '<22>one', ['<22>one'], 0],
    ['no priority, a time of RFC 3339', '2026-07-03T16:39:25Z mx1 a\n', ['2026-07-03T16:39:25Z mx1 a'], 0],
    ['a length that is none', '12 abc\n<22>b\n', ['12 abc', '<22>b'], 1],
    ['a length of eight digits', '12345678 <22>a\n<22>b\n', ['12345678 <22>a', '<22>b'], 1],
    ['a length that begins with zero', '07 <22>a b\n', ['07 <22>a b'], 0],
    ['a length that the stream does not reach', '9999 <22>a\nb', ['<22>a#012b'], 1],
    ['the end inside a length', '123 ', ['123 '], 0],
  ])('%s', (_, stream, lines, malformed) => {
    expect(split([stream])).toEqual({ lines, malformed });
    expect(split([...stream])).toEqual({ lines, malformed });
  });
});

describe('a message longer than allowed', () => {
  test('is cut, whatever its framing', () => {
    const lines = ['<22>aaaa', `${CONTINUED}bbbbbbbb`, `${CONTINUED}cc`, '<22>next'];
    expect(split(['<22>aaaabbbbbbbbcc\n<22>next\n'], 8)).toEqual({ lines, malformed: 1 });
    expect(split([`${counted('<22>aaaabbbbbbbbcc')}<22>next\n`], 8)).toEqual({ lines, malformed: 1 });
  });

  test('is not one for the end behind it', () => {
    expect(split(['<22>aaaa\r\n<22>bbbb\n', counted('<22>cccc\n')], 8)).toEqual({
      lines: ['<22>aaaa', '<22>bbbb', '<22>cccc'],
      malformed: 0,
    });
  });

  test('and full of newlines does not grow beyond the limit', () => {
    const { lines } = split([counted(`<${'\n'.repeat(9)}a`)], 8);
    expect(lines.map((line, at) => (at === 0 ? line : line.slice(CONTINUED.length))).join('')).toBe(
      `<${'#012'.repeat(9)}a`,
    );
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(8 + CONTINUED.length);
  });

  test('is given while it comes, and a sender of single bytes costs no more than others', {
    timeout: 60_000,
  }, () => {
    const frames = new SyslogFrames();
    const byte = Buffer.from('a');
    let given = frames.push(Buffer.from('9999999 <')).length;
    for (let i = 0; i < 1_000_000; i++) given += frames.push(byte).length;
    expect(given).toBeGreaterThan(900_000);
  });
});

describe('whatever comes', () => {
  /** Cuts a text at arbitrary places. */
  const cut = (text: string, sizes: readonly number[]) => {
    const chunks: string[] = [];
    let at = 0;
    for (let i = 0; at < text.length; i++) {
      const size = sizes.length === 0 ? text.length : sizes[i % sizes.length]!;
      chunks.push(text.slice(at, at + size));
      at += size;
    }
    return chunks;
  };
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 });

  test('messages come out as they went in, however they are framed and cut', () => {
    const message = fc
      .string({
        unit: fc.integer({ min: 1, max: 255 }).map((byte) => String.fromCharCode(byte)),
        maxLength: 60,
      })
      .filter((text) => !/[\r\n]/.test(text))
      .map((text) => `<22>${text}`);
    const frame = fc.constantFrom(
      counted,
      (text: string) => `${text}\n`,
      (text: string) => `${text}\r\n`,
      (text: string) => `${text}\0`,
      (text: string) => counted(`${text}\n`),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(message, frame), { maxLength: 20 }), sizes, (framed, sizes) => {
        const stream = framed.map(([text, frame]) => frame(text)).join('');
        expect(split(cut(stream, sizes))).toEqual({ lines: framed.map(([text]) => text), malformed: 0 });
      }),
    );
  });

  test('no byte of content is lost, no line is longer than allowed, and chunks do not matter', () => {
    const garbage = fc.string({
      unit: fc.oneof(
        fc.constantFrom('1', '2', '9', '0', ' ', '<', '\n', '\r', '\0', '2 <', '12 <'),
        fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)),
      ),
      maxLength: 400,
    });
    const content = (text: string) => text.replace(/[0-9 #\r\n\0]/g, '');
    fc.assert(
      fc.property(garbage, sizes, fc.integer({ min: 1, max: 50 }), (stream, sizes, longest) => {
        const { lines, malformed } = split(cut(stream, sizes), longest);
        expect(split([stream], longest)).toEqual({ lines, malformed });
        const texts = lines.map((line) => (line.startsWith(CONTINUED) ? line.slice(CONTINUED.length) : line));
        for (const text of texts) expect(text.length).toBeLessThanOrEqual(longest);
        expect(content(texts.join(''))).toBe(content(stream));
      }),
      { numRuns: 500 },
    );
  });
});
