/**
 * `waybill parse FILE...`: what each line means, one JSON object a line, in the order of the lines. Streams; stores
 * nothing; asks no store.
 */
import { batches, forEachLine } from '../intake/line-splitter.ts';
import { openLog } from '../intake/open-log.ts';
import { parse } from '../programs/parse.ts';
import { stated } from '../programs/stated.ts';
import { Framer } from '../syslog/framer.ts';
import { jsonLine } from './json-line.ts';
import type { Call } from './program.ts';

export async function parseCommand({ settings, print }: Call, paths: readonly string[]): Promise<number> {
  const { tz, year } = settings;
  for (const path of paths) {
    const log = openLog(path);
    const framer = new Framer({ tz, year, modified: log.modified });
    for await (const batch of batches(log.bytes, 64 << 10)) {
      const answers: string[] = [];
      forEachLine(batch.toString('latin1'), (line) => {
        const frame = framer.frame(line);
        answers.push(jsonLine(stated(parse(frame), frame.written ?? line.replace(/\r$/, ''))));
      });
      print(answers.join(''));
    }
  }
  return 0;
}
