/** A full disk and a read-only one under a running server: it says so, reads no more, and goes on. Needs root, for mounts. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { numbered, Server } from './server.ts';

const probe = mkdtempSync(join(tmpdir(), 'waybill-mount-'));
const mayMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe]).status === 0;
if (mayMount) execFileSync('umount', [probe]);
rmSync(probe, { recursive: true });

let server: Server;
const mounts: string[] = [];
afterEach(async () => {
  await server.remove();
  for (const path of mounts.splice(0).reverse()) {
    spawnSync('umount', ['-l', path]);
    rmSync(path, { recursive: true, force: true });
  }
});

function mounted(...options: string[]): string {
  const path = mkdtempSync(join(tmpdir(), 'waybill-mount-'));
  execFileSync('mount', [...options, path]);
  mounts.push(path);
  return path;
}

const expectLines = async (word: string, count: number) => {
  await server.until(word, count);
  expect(server.numbered(word) === numbered(word, 0, count)).toBe(true);
};

const ready = async () =>
  (await fetch(`${server.address}/readyz`, { headers: { Connection: 'close' } })).status;
const refuses = 'the store takes no lines; nothing more is read until it does';

describe.skipIf(!mayMount)('a disk', () => {
  it('that is full is waited for', { timeout: 180_000 }, async () => {
    const disk = mounted('-t', 'tmpfs', '-o', 'size=40m', 'tmpfs');
    server = new Server(join(disk, 'data'));
    const log = server.path('mail.log');
    writeFileSync(log, numbered('DA', 0, 1000));
    await server.start('--follow', log);
    await server.until('DA', 1000);
    // What is left of the disk, but for a little.
    const { stdout } = spawnSync('df', ['--output=avail', '-k', disk], { encoding: 'utf8' });
    const fill = join(disk, 'fill');
    writeFileSync(fill, Buffer.alloc((Number(stdout.split('\n')[1]) - 200) * 1024));
    let written = 1000;
    const filled = await server.wait(async () => {
      appendFileSync(log, numbered('DA', written, written + 2000));
      written += 2000;
      return server.said(refuses).length > 0;
    }, 60);
    expect(filled).toBe(true);
    expect(await ready()).toBe(503);
    appendFileSync(log, numbered('DA', written, written + 100));
    written += 100;
    const { findings } = JSON.parse(server.ask('doctor', '--json').stdout);
    expect(findings).toContainEqual(expect.objectContaining({ code: 'store-refuses', ok: false }));
    rmSync(fill);
    expect(await server.wait(() => server.said('the store takes lines again').length > 0)).toBe(true);
    await expectLines('DA', written);
    expect(await ready()).toBe(200);
    expect(await server.stop()).toBe(0);
  });

  it('that is read-only is waited for', { timeout: 240_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-mount-'));
    mounts.push(folder);
    server = new Server(folder);
    const log = server.path('mail.log');
    writeFileSync(log, numbered('DB', 0, 100));
    await server.start('--follow', log);
    await server.until('DB', 100);
    execFileSync('mount', ['--bind', folder, folder]);
    execFileSync('mount', ['-o', 'remount,ro,bind', folder]);
    appendFileSync(log, numbered('DB', 100, 200));
    expect(await server.wait(() => server.said(refuses).length > 0)).toBe(true);
    // Questions are answered all the same.
    expect(server.lines('DB')).toHaveLength(100);
    // Rotated twice meanwhile: the file in between was never open.
    await sleep(1100);
    renameSync(log, `${log}.2`);
    writeFileSync(`${log}.1`, numbered('DB', 200, 300));
    writeFileSync(log, numbered('DB', 300, 400));
    execFileSync('umount', [folder]);
    await expectLines('DB', 400);
    // It can be stopped in the middle of it, and what was not stored is read again.
    execFileSync('mount', ['--bind', folder, folder]);
    execFileSync('mount', ['-o', 'remount,ro,bind', folder]);
    appendFileSync(log, numbered('DB', 400, 500));
    expect(await server.wait(() => server.said(refuses).length > 1)).toBe(true);
    expect(await server.stop()).toBe(0);
    execFileSync('umount', [folder]);
    await server.start('--follow', log);
    await expectLines('DB', 500);
  });

  it('that is read-only does not keep a server from ending while syslog comes', {
    timeout: 180_000,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-mount-'));
    mounts.push(folder);
    server = new Server(folder);
    const file = server.path('waybill.toml');
    writeFileSync(file, '[syslog]\ntcp = "127.0.0.1:0"\n');
    await server.start('--config', file);
    const { tcp } = server.said('listening').find(({ source }) => source === 'syslog') as {
      tcp: { port: number };
    };
    execFileSync('mount', ['--bind', folder, folder]);
    execFileSync('mount', ['-o', 'remount,ro,bind', folder]);
    const socket = connect(tcp.port, '127.0.0.1', () => socket.write(`<22>${numbered('DD', 0, 1)}`));
    socket.on('error', () => {});
    expect(await server.wait(async () => (await ready()) === 503)).toBe(true);
    expect(await server.stop()).toBe(0);
    execFileSync('umount', [folder]);
  });

  it('that is read-only from the beginning is told in one sentence', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-mount-'));
    mounts.push(folder);
    mkdirSync(join(folder, 'data'));
    execFileSync('mount', ['--bind', folder, folder]);
    execFileSync('mount', ['-o', 'remount,ro,bind', folder]);
    server = new Server(join(folder, 'data'));
    await expect(server.start('--follow', '/var/log/mail.log')).rejects.toThrow(
      /cannot be used for the stored logs/,
    );
    execFileSync('umount', [folder]);
  });
});
