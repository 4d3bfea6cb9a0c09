/** `waybill import` as a person or a script meets it. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEmbedded } from '../src/store/engine.ts';
import { folder, found, lines, waybill } from './waybill.ts';

const log = join(folder, 'mail.log');

beforeAll(() => writeFileSync(log, `${lines.join('\n')}\n`));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('import', () => {
  test('of the same file again adds nothing, of a grown one what is new', async () => {
    const grown = join(folder, 'grown.log');
    writeFileSync(grown, `${lines.slice(0, 5).join('\n')}\n`);
    const into = [
      'import',
      '--data',
      join(folder, 'grown'),
      '--json',
      '--tz',
      'UTC',
      '--year',
      '2026',
      grown,
    ];
    const first = JSON.parse((await waybill(into)).stdout);
    const again = JSON.parse((await waybill(into)).stdout);
    writeFileSync(grown, `${lines.join('\n')}\n`);
    const more = JSON.parse((await waybill(into)).stdout);
    expect([first, again, more].map(({ added }) => added)).toEqual([5, 0, 4]);
  });

  test('of a truncated archive keeps what could be read, and says so', async () => {
    const whole = gzipSync(
      Buffer.from(
        `${Array.from({ length: 20_000 }, (_, i) => lines[i % lines.length]!.replace('801', String(i))).join('\n')}\n`,
      ),
    );
    const cut = join(folder, 'cut.log.gz');
    writeFileSync(cut, whole.subarray(0, whole.length / 2));
    const { status, stdout, stderr } = await waybill([
      'import',
      '--data',
      join(folder, 'cut'),
      '--json',
      '--year',
      '2026',
      cut,
    ]);
    expect(status).toBe(2);
    expect(JSON.parse(stdout).added).toBeGreaterThan(1000);
    expect(stderr).toContain('cut.log.gz');
  });

  test('of one good and one missing file keeps the good one', async () => {
    const { status, stdout, stderr } = await waybill([
      'import',
      '--data',
      join(folder, 'mixed'),
      '--json',
      log,
      join(folder, 'missing.log'),
    ]);
    expect(status).toBe(2);
    expect(JSON.parse(stdout).added).toBe(lines.length);
    expect(stderr).toContain('missing.log');
  });

  test('takes no options of questions, and stores nothing then', async () => {
    for (const option of [
      ['--log', log],
      ['--since', '2026-07-03'],
      ['--until', '2026-07-03'],
    ]) {
      const { status, stdout, stderr } = await waybill([
        'import',
        '--data',
        join(folder, 'none'),
        ...option,
        log,
      ]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/takes no --log, --since or --until/);
    }
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test('of standard input', async () => {
    const { status, stdout } = await waybill(
      ['import', '--data', join(folder, 'piped'), '--json', '-'],
      `${lines.join('\n')}\n`,
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout).added).toBe(lines.length);
  });
});

test('a data directory of a newer version is left alone', async () => {
  const newer = join(folder, 'newer');
  await waybill(['import', '--data', newer, log]);
  const engine = await openEmbedded(join(newer, 'clickhouse'));
  await engine.run('INSERT INTO schema_version VALUES (999)');
  await engine.close();
  const { status, stdout, stderr } = await waybill(['trace', '--data', newer, found]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/newer Waybill/);
});

test('two at once on one data directory: one works, the other says why not', async () => {
  const shared = join(folder, 'shared');
  const outcomes = await Promise.all([1, 2].map(() => waybill(['import', '--data', shared, log])));
  for (const { status, stderr } of outcomes) {
    expect([0, 2]).toContain(status);
    if (status === 2) expect(stderr).toMatch(/other process/);
  }
  expect(outcomes.some(({ status }) => status === 0)).toBe(true);
});
