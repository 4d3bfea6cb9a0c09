/**
 * What the Debian package is made of (packaging/), as far as it can be judged without building one: the unit by systemd,
 * the configuration by Waybill, the scripts by the shell. `npm run deb -- --try` installs and runs it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
// @ts-expect-error: a script has no types
import { control, debianVersion } from '../scripts/deb.mjs';
import { readConfiguration } from '../src/config/service-configuration.ts';

const root = resolve(import.meta.dirname, '..');
const packaging = join(root, 'packaging');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const unit = readFileSync(join(packaging, 'waybill.service'), 'utf8');
const has = (command: string) => spawnSync(command, ['--version']).error === undefined;

describe('the unit', () => {
  test.skipIf(!has('systemd-analyze'))('has nothing that systemd-analyze verify speaks of', () => {
    const directory = mkdtempSync(join(tmpdir(), 'waybill-unit-'));
    try {
      const copy = join(directory, 'waybill.service');
      // The programs that it names need not be installed here.
      writeFileSync(copy, unit.replaceAll(/^(Exec\w+=\+?)\S+/gm, '$1/bin/true'));
      const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', copy], { encoding: 'utf8' });
      expect(`${stdout}${stderr}`).toBe('');
      expect(status).toBe(0);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('starts what the package installs, with its configuration', () => {
    expect(unit).toContain('\nExecStart=/usr/bin/waybill serve --config /etc/waybill/waybill.toml\n');
  });

  test('lets V8 compile', () => {
    expect(unit).not.toMatch(/^MemoryDenyWriteExecute=/m);
  });
});

test('the configuration is one, and the unit may write where it says', () => {
  const { data, listen, follow } = readConfiguration(join(packaging, 'waybill.toml'));
  expect(unit).toContain(`\nStateDirectory=${data?.replace('/var/lib/', '')}\n`);
  expect(listen).toEqual({ host: '127.0.0.1', port: 8925 });
  expect(follow.map(({ path }) => path)).toEqual(['/var/log/mail.log']);
});

describe('the control file', () => {
  const text: string = control(manifest, 'amd64', 567_393);
  const fields = new Map(
    text
      .split(/\n(?! )/)
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );

  test('has every field that dpkg wants', () => {
    expect([...fields.keys()]).toEqual(
      expect.arrayContaining(['Package', 'Version', 'Architecture', 'Maintainer', 'Description']),
    );
    expect(fields.get('Version')).toBe(debianVersion(manifest.version));
    expect(fields.get('Architecture')).toBe('amd64');
    expect(fields.get('Installed-Size')).toBe('567393');
    expect(fields.get('Depends')).toContain(`nodejs (>= ${manifest.engines.node.slice(2)})`);
    expect(text).not.toContain('@version@');
    expect(text.endsWith('\n')).toBe(true);
  });

  test('has a synopsis of less than 80 characters and lines that go on with a space', () => {
    const [synopsis, ...lines] = fields.get('Description')?.split('\n') ?? [];
    expect(synopsis?.length).toBeLessThan(80);
    for (const line of lines) expect(line).toMatch(/^ (\.|\S.{0,78})$/);
  });

  test('orders a version that is not released yet before the released one', () => {
    expect(debianVersion('1.0.0-beta.1')).toBe('1.0.0~beta.1');
  });
});

test.each(['postinst', 'prerm', 'postrm'])('%s is a shell script that stops at an error', (name) => {
  const path = join(packaging, 'debian', name);
  expect(spawnSync('sh', ['-n', path], { encoding: 'utf8' }).stderr).toBe('');
  expect(readFileSync(path, 'utf8')).toMatch(/^#!\/bin\/sh\nset -e\n/);
  expect(statSync(path).mode & 0o111).toBe(0o111);
});

test('what an administrator may change is a conffile', () => {
  expect(readFileSync(join(packaging, 'debian', 'conffiles'), 'utf8')).toBe('/etc/waybill/waybill.toml\n');
});
