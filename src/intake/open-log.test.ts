import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { Failure } from '../failure.ts';
import { openLog } from './open-log.ts';

const LINES =
  'Jul  3 16:39:25 mx1 postfix/qmgr[7]: 3D2C01A: removed\nJul  3 16:39:26 mx1 postfix/qmgr[7]: 4E3D12B: removed\n';

/** LINES, packed by the command of each name, in base64. */
const ARCHIVES = {
  gzip: 'H4sIAAAAAAACA/MqzVFQMFYwNLMytrQyMlXIrTBUKMgvLknLrNAvzE0vijaPtVIwdjFyNjB0tFIoSs3NL0tN4fJC0WWGXZeJq7GLoZETQhcA4eSxJWwAAAA=',
  bzip2:
    'QlpoOTFBWSZTWW/dcRQAAB1fgAAQQAD/sD4QAAoHpv9AIABoJVDaQGgB6gaAAlUaDQAGgA0PKYmpKIVFDpxh8XQl8hS0jRBhhEVjRRxkKqlo2YaZOPDQ2FIhB50KINHCEoweejBBRBgo0/F3JFOFCQb91xFA',
  xz: '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ABrAEhdACUdSYILta1kU0kEV9HDTtLWHU6Vbqgo6MajrAkwO0TSzE0FE+ommM6ijEfIYRI+vzbdPUBHnPqRni5M7clNYJVAs9W0Pu4NAAC+E406c0L9rAABZGz7NhNlH7bzfQEAAAAABFla',
  zstd: 'KLUv/SRsVQIA5ANKdWwgIDMgMTY6Mzk6MjUgbXgxIHBvc3RmaXgvcW1ncls3XTogM0QyQzAxQTogcmVtb3ZlZAo2NEUzRDEyQgMAYDOgXMuyggKnYphZ',
} as const;
/** pzstd begins with a skippable frame. */
const PZSTD =
  'UCpNGAQAAABXAAAAKLUv/QRYVQIA5ANKdWwgIDMgMTY6Mzk6MjUgbXgxIHBvc3RmaXgvcW1ncls3XTogM0QyQzAxQTogcmVtb3ZlZAo2NEUzRDEyQgMAYDOgXMuyggKnYphZ';
/** xz --check=sha256 */
const XZ_SHA256 =
  '/Td6WFoAAArh+wyhAgAhARYAAAB0L+Wj4ABrAEhdACUdSYILta1kU0kEV9HDTtLWHU6Vbqgo6MajrAkwO0TSzE0FE+ommM6ijEfIYRI+vzbdPUBHnPqRni5M7clNYJVAs9W0Pu4NAADn3J6ZRE2LSHmzJLzQ/WxEbDQZ7PESo5+pN5epyK9k+wABfGyirgjnGJtLmgEAAAAAClla';

const folder = mkdtempSync(join(tmpdir(), 'waybill-open-log-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

function file(...parts: readonly Uint8Array[]): string {
  const path = join(folder, `${files++}.log`);
  writeFileSync(path, Buffer.concat(parts));
  return path;
}

/** All that can be read, and the code of the failure that came then. */
async function read(path: string): Promise<{ text: string; code: string | undefined }> {
  let text = '';
  try {
    for await (const chunk of openLog(path).bytes) text += chunk.toString('latin1');
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    expect(failure.message).toContain(path);
    return { text, code: failure.code };
  }
  return { text, code: undefined };
}

test('a plain file, with its date, size and position', async () => {
  const path = file(Buffer.from(LINES));
  utimesSync(path, 1000, 1000);
  const log = openLog(path);
  expect([log.modified, log.size, log.position()]).toEqual([new Date(1_000_000), LINES.length, 0]);
  expect(await read(path)).toEqual({ text: LINES, code: undefined });
  for await (const _ of log.bytes);
  expect(log.position()).toBe(LINES.length);
});

test.each(['', '\n', 'BZh9 is how this line begins\n', '\x1f', '(\xb5/'])('plain: %j', async (text) => {
  expect(await read(file(Buffer.from(text, 'latin1')))).toEqual({ text, code: undefined });
});

describe.each(Object.entries(ARCHIVES))('%s', (_name, base64) => {
  const archive = Buffer.from(base64, 'base64');

  test('whole', async () => {
    const path = file(archive);
    expect(await read(path)).toEqual({ text: LINES, code: undefined });
    const log = openLog(path);
    for await (const _ of log.bytes);
    expect(log.position()).toBe(archive.length);
  });

  test('one archive behind the other', async () => {
    expect(await read(file(archive, archive, archive))).toEqual({ text: LINES.repeat(3), code: undefined });
  });

  test('cut off anywhere', async () => {
    for (let length = 10; length < archive.length; length++) {
      const { text, code } = await read(file(archive.subarray(0, length)));
      expect([length, code, LINES.startsWith(text)]).toEqual([length, 'archive-truncated', true]);
    }
  });

  test('the second of two cut off', async () => {
    for (const length of [12, archive.length - 1]) {
      const { text, code } = await read(file(archive, archive.subarray(0, length)));
      expect([code, text.startsWith(LINES)]).toEqual(['archive-truncated', true]);
    }
  });

  test('damaged', async () => {
    const damaged = Buffer.from(archive);
    damaged.fill(0xff, archive.length - 30, archive.length - 12);
    expect((await read(file(damaged))).code).toBe('archive-corrupt');
  });

  test('left before its end, it does not stand in the way of the next', async () => {
    for await (const _ of openLog(file(archive, archive)).bytes) break;
    expect((await read(file(archive))).text).toBe(LINES);
  });
});

test('zstd as pzstd writes it', async () => {
  const archive = Buffer.from(PZSTD, 'base64');
  expect(await read(file(archive, archive))).toEqual({ text: LINES.repeat(2), code: undefined });
});

test('a way of packing that is not known is not called damage', async () => {
  expect((await read(file(Buffer.from(XZ_SHA256, 'base64')))).code).toBe('archive-unsupported');
});

test('a large archive that is cut off gives all that is before the cut', async () => {
  const plain = Buffer.from(LINES.repeat(50_000));
  const archive = gzipSync(plain);
  const { text, code } = await read(file(archive.subarray(0, archive.length - 9)));
  expect(code).toBe('archive-truncated');
  expect(plain.length - text.length).toBeLessThan(300);
});

describe('what cannot be opened', () => {
  const codeOf = (path: string) => {
    try {
      openLog(path);
    } catch (failure) {
      return failure instanceof Failure ? [failure.code, failure.message.includes(path)] : failure;
    }
    return 'opened';
  };

  test('is said at once', () => {
    mkdirSync(join(folder, 'folder'));
    expect(codeOf(join(folder, 'folder'))).toEqual(['not-a-file', true]);
    expect(codeOf(join(folder, 'missing'))).toEqual(['file-not-found', true]);
    expect(codeOf(join(file(), 'below-a-file'))).toEqual(['file-not-found', true]);
    expect(codeOf(join(folder, 'n'.repeat(300)))).toEqual(['file-unreadable', true]);
  });
});

test('a named pipe', async () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const log = openLog(path);
  const writer = spawn('sh', ['-c', 'printf "one\\ntwo\\n" > "$0"', path]);
  let text = '';
  for await (const chunk of log.bytes) text += chunk;
  expect([text, log.size]).toEqual(['one\ntwo\n', undefined]);
  writer.kill();
});
