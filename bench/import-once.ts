/** One import in a process of its own, so that its memory can be told: `import-once DATA LOG YEAR`, answers JSON. */
import { argv, resourceUsage } from 'node:process';
import { importFiles } from '../src/intake/import-files.ts';
import { Store } from '../src/store/store.ts';

const [, , data, log, year] = argv;
if (data === undefined || log === undefined) throw new Error('usage: import-once DATA LOG YEAR');
const store = await Store.open({ data });
const from = performance.now();
const [done] = await importFiles(store, [log], { tz: 'UTC', year: Number(year) });
const seconds = (performance.now() - from) / 1000;
await store.close();
console.log(JSON.stringify({ seconds, rss: resourceUsage().maxRSS / 1024, added: done?.added }));
