/** How many lines one core understands in a second: from bytes to encoded rows, nothing stored. */
import { BatchParser } from '../src/intake/batch-parser.ts';
import { batches } from '../src/intake/line-splitter.ts';
import { openLog } from '../src/intake/open-log.ts';

const LINES_ENOUGH = 1_000_000;

/** By the time that the processor spent, so that a busy machine does not show. */
export async function measureParsing(log: string, year: number): Promise<number> {
  const parser = new BatchParser({ tz: 'UTC', year });
  let lines = 0;
  let spent = 0;
  for await (const batch of batches(openLog(log).bytes, 2 << 20)) {
    const before = process.cpuUsage();
    lines += parser.parse(batch).count;
    spent += process.cpuUsage(before).user;
    if (lines >= LINES_ENOUGH) break;
  }
  return lines / (spent / 1e6);
}
