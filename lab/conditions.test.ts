import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { mustBeFree } from './conditions.ts';

const root = join(import.meta.dirname, '..');
const directory = mkdtempSync(join(tmpdir(), 'waybill-conditions-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** `npm run lab` after `npm run build`, by whoever `before` makes of us. */
function lab(before: readonly string[], environment: Record<string, string> = {}) {
  const command = [...before, process.execPath, join(root, 'scripts', 'run.mjs'), 'dist/lab/run.js'];
  const [file = '', ...rest] = [...command, 'A', '--out', join(directory, 'out')];
  return spawnSync(file, rest, { encoding: 'utf8', env: { ...process.env, ...environment } });
}

test.skipIf(process.getuid?.() === 0 && spawnSync('unshare', ['--user', 'true']).status !== 0)(
  'says in one sentence that it needs root',
  () => {
    const { status, stderr, stdout } = lab(process.getuid?.() === 0 ? ['unshare', '--user'] : []);
    expect(stderr.trim()).toBe('The lab needs root: it makes namespaces and starts mail servers in them.');
    expect([status, stdout]).toEqual([3, '']);
  },
);

test.runIf(process.getuid?.() === 0)('names the packages that are missing', () => {
  writeFileSync(join(directory, 'status'), '');
  const { status, stderr } = lab([], { DPKG_ADMINDIR: directory });
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(
    /^The lab needs Debian packages that are missing here: apt-get install amavisd-new /,
  );
  expect(status).toBe(3);
});

test('says which port is taken', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await expect(mustBeFree('127.0.0.1', port, 'Postfix')).rejects.toThrow(
    `Postfix cannot start: port ${port} at 127.0.0.1 is taken by another program.`,
  );
  await new Promise((resolve) => server.close(resolve));
  await expect(mustBeFree('127.0.0.1', port, 'Postfix')).resolves.toBeUndefined();
});
