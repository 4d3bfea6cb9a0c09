/** Does a trace slow down as the store grows? The same questions to stores of 1, 10 and 50 million lines. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { trace } from '../src/ask/trace.ts';
import { Store } from '../src/store/store.ts';
import type { Result } from './bench.ts';
import { generate } from './generate.ts';
import { percentile, timesOf } from './timing.ts';

const SIZES = [1_000_000, 10_000_000, 50_000_000];

export async function measureGrowth(
  folder: string,
  say: (name: string, value: number, unit: string, more: Partial<Result>) => void,
): Promise<void> {
  const first = new Map<string, number>();
  for (const lines of SIZES) {
    const log = join(folder, `${lines}.log`);
    const data = join(folder, `${lines}`);
    const { year, messageIds, queueIds } = generate(log, lines);
    const importer = new URL('./import-once.js', import.meta.url).pathname;
    execFileSync(process.execPath, [importer, data, log, `${year}`]);
    rmSync(log);
    const store = await Store.open({ data });
    const kinds = [
      ['growth.message-id', messageIds],
      ['growth.queue-id', queueIds.map((id) => `queue:${id}`)],
    ] as const;
    for (const [name, questions] of kinds) {
      const step = Math.max(1, Math.floor(questions.length / 60));
      const some = questions.filter((_, i) => i % step === 0);
      const times = await timesOf(some, (question) => trace(store, question, {}));
      for (const part of [0.5, 0.95]) {
        const key = `${name} ${part}`;
        const value = percentile(times, part);
        const before = first.get(key) ?? value;
        first.set(key, before);
        const baseline = { name: 'at 1,000,000 lines', value: Number(before.toPrecision(5)) };
        say(name, value, 'ms', { lines, baseline, note: `p${part * 100}` });
      }
    }
    await store.close();
    rmSync(data, { recursive: true });
  }
}
