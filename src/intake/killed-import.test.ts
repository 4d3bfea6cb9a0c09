import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
// @ts-expect-error: a script without types
import { ready } from '../../scripts/build.mjs';
import { Store } from '../store/store.ts';
import { importFiles } from './import-files.ts';

const BUILT = fileURLToPath(new URL('../../dist/src/', import.meta.url));
const OPTIONS = { tz: 'UTC', year: 2026 };
const LINES = 250_000;

/** Runs in a process of its own, from the build, so with worker threads. Says `begun` when the store is open. */
const CHILD = `
const [built, data, log] = process.argv.slice(2);
const { Store } = await import(built + 'store/store.js');
const { importFiles } = await import(built + 'intake/import-files.js');
const store = await Store.open({ data });
console.log('begun');
await importFiles(store, [log], ${JSON.stringify(OPTIONS)});
await store.close();
`;

/** Every fortieth line is the one before it once more. */
function writeLog(path: string): void {
  const lines: string[] = [];
  for (let i = 0; i < LINES; i++) {
    const second = Math.floor(i / 40);
    const time = new Date(Date.UTC(2026, 6, 3) + second * 1000).toISOString().slice(11, 19);
    const id = ((i % 40 === 39 ? i - 1 : i) * 2654435761).toString(16).toUpperCase().slice(-11);
    lines.push(`Jul  3 ${time} mx1 postfix/qmgr[9]: ${id}: removed\n`);
  }
  writeFileSync(path, lines.join(''));
}

async function names(data: string, log: string): Promise<string[]> {
  const store = await Store.open({ data });
  try {
    await importFiles(store, [log], OPTIONS);
    return (await store.lines({ all: true })).map(({ id }) => id).toSorted();
  } finally {
    await store.close();
  }
}

it('an import that is killed and done again equals one that was not', { timeout: 120_000 }, async () => {
  ready();
  const folder = mkdtempSync(join(tmpdir(), 'waybill-test-'));
  try {
    const log = join(folder, 'mail.log');
    writeLog(log);
    const child = join(folder, 'child.mjs');
    writeFileSync(child, CHILD);
    const data = join(folder, 'killed');
    let kills = 0;
    for (const wait of [250, 500, 900, 1400]) {
      const running = spawn(process.execPath, [child, BUILT, data, log], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(running.stdout, 'data');
      const timer = setTimeout(() => running.kill('SIGKILL'), wait * (0.8 + Math.random() * 0.4));
      const [, signal] = await once(running, 'exit');
      clearTimeout(timer);
      if (signal === 'SIGKILL') kills++;
    }
    expect(kills).toBeGreaterThan(0);
    const killed = await names(data, log);
    expect(killed).toHaveLength(LINES);
    expect(new Set(killed).size).toBe(LINES);
    expect(killed).toEqual(await names(join(folder, 'clean'), log));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
