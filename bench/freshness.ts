/** The thread of soak.ts that writes a line every five seconds and asks the server until it is found. Loads no engine. */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Store } from '../src/store/store.ts';

const { data, log } = workerData as { data: string; log: string };
const store = await Store.ofServer(data);
if (store === undefined) throw new Error('BUG: the server does not listen yet');
for (let i = 0; ; i++, await sleep(5000)) {
  const id = `FEED${String(i).padStart(8, '0')}`;
  const from = performance.now();
  appendFileSync(log, `${new Date().toISOString()} mx1 postfix/qmgr[9]: ${id}: removed\n`);
  const since = (Date.now() - 60_000) * 1000;
  while ((await store.lines({ keys: { queueIds: [id] }, since })).length === 0) await sleep(20);
  parentPort?.postMessage(performance.now() - from);
}
