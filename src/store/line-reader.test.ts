import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { importFiles } from '../intake/import-files.ts';
import { Store } from './store.ts';

it('lines are found while others are looked for, and where many are written in a second', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-test-'));
  const store = await Store.open({});
  try {
    // 150 a second, so that places are not read whole.
    const lines = Array.from({ length: 15_000 }, (_, i) => {
      const time = new Date(Date.UTC(2026, 6, 3) + Math.floor(i / 150) * 1000).toISOString();
      return `${time} mx1 postfix/qmgr[9]: A${String(i).padStart(7, '0')}: removed\n`;
    });
    const log = join(folder, 'mail.log');
    writeFileSync(log, lines.slice(0, 3000).join(''));
    const found = async (numbers: readonly number[]) => {
      const reader = store.reader();
      const ask = (i: number) => reader.events({ keys: { queueIds: [`A${String(i).padStart(7, '0')}`] } });
      const answers = numbers.map(async (i, at) => {
        await new Promise((resolve) => setTimeout(resolve, at));
        return (await ask(i)).map(({ text }) => Number(text.slice(1, 8)));
      });
      expect(await Promise.all(answers)).toEqual(numbers.map((i) => [i]));
    };
    await importFiles(store, [log], { tz: 'UTC' });
    await found(Array.from({ length: 20 }, (_, i) => (i % 4) + 1));
    await store.close();
    const crowded = await Store.open({});
    try {
      writeFileSync(log, lines.join(''));
      await importFiles(crowded, [log], { tz: 'UTC' });
      const reader = crowded.reader();
      const ids = ['A0000007', 'A0014999'];
      expect((await reader.events({ keys: { queueIds: ids } })).map(({ text }) => text.slice(0, 8))).toEqual(
        ids,
      );
    } finally {
      await crowded.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
