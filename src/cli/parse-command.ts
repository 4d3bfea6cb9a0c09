/**
 * `waybill parse FILE...`: what each line means, one JSON object a line, in the order of the lines. Streams; stores
 * nothing; asks no store.
 */
import { Failure } from '../failure.ts';
import { batches, forEachLine } from '../intake/line-splitter.ts';
import { openLog } from '../intake/open-log.ts';
import { parse } from '../programs/parse.ts';
import { stated } from '../programs/stated.ts';
import { Framer } from '../syslog/framer.ts';
import { jsonLine } from './json-line.ts';
import type { Call } from './program.ts';
import { warn } from './warning.ts';

/** A file that cannot be read does not stop the others. */
export async function parseCommand(call: Call, paths: readonly string[]): Promise<number> {
  let status = 0;
  for (const path of paths) {
    try {
      await parseFile(call, path);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      warn(error, call.settings.say.language);
      status = 2;
    }
  }
  return status;
}

async function parseFile({ settings, print }: Call, path: string): Promise<void> {
  const { tz, year } = settings;
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
