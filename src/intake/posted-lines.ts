/**
 * Lines that an agent sends in one request: plain, or as JSON objects, one a line. They are in the store when this
 * resolves. A line is itself by its time and bytes, so a request that is sent again adds nothing; two equal lines of one
 * second that come in two requests therefore count once. Where no line of a request says when it was written, it is told by the
 * clock, and sending it again adds its lines again. Not: HTTP, nor who may send.
 */
import { Framer } from '../syslog/framer.ts';
import { BatchParser, type OnLine } from './batch-parser.ts';
import type { IntakeQueue } from './intake-queue.ts';
import { lineOfObject } from './line-object.ts';
import { batches, forEachLine, LONGEST_LINE } from './line-splitter.ts';

export interface PostedOptions {
  readonly objects: boolean;
  readonly tz?: string | undefined;
  readonly onLine?: OnLine | undefined;
}

/** Small, since a stranger may send lines of one character. */
const CHUNK = 64 << 10;
const NEWLINE = 0x0a;
/** Lines. */
const LOOKED_AT = 1000;

/** Throws what reading `bytes` throws; whole lines that came before are stored all the same. */
export async function storePosted(
  queue: IntakeQueue,
  bytes: AsyncIterable<Buffer>,
  { objects, tz, onLine }: PostedOptions,
): Promise<{ readonly lines: number }> {
  let parser: BatchParser | undefined;
  const stored: Promise<void>[] = [];
  let lines = 0;
  const broken: { error?: unknown } = {};
  for await (const batch of batches(untilBroken(bytes, broken), CHUNK)) {
    await queue.room();
    const whole = wholeLines(batch, 'error' in broken);
    const text = objects ? linesOf(whole) : whole;
    parser ??= new BatchParser({ tz, previous: firstTime(text, tz) }, onLine, 64 << 10);
    const parsed = parser.parse(text);
    lines += parsed.count;
    stored.push(queue.put({ source: 'posted', parsed }));
  }
  await Promise.all(stored);
  if ('error' in broken) throw broken.error;
  return { lines };
}

async function* untilBroken(
  bytes: AsyncIterable<Buffer>,
  broken: { error?: unknown },
): AsyncGenerator<Buffer> {
  try {
    yield* bytes;
  } catch (error) {
    broken.error = error;
  }
}

/**
 * The last line of a request is whole, with or without its end, unless the request broke off in it. A piece of a line that is
 * too long has no end, which tells the parser.
 */
function wholeLines(batch: Buffer, isBroken: boolean): Buffer {
  if (batch.at(-1) === NEWLINE) return batch;
  if (isBroken) return batch.subarray(0, batch.lastIndexOf(NEWLINE) + 1);
  return batch.length >= LONGEST_LINE ? batch : Buffer.concat([batch, Buffer.from('\n')]);
}

/** Of the first line that has one: lines before it take the same, so that they are the same when they are sent again. */
function firstTime(batch: Buffer, tz: string | undefined): number | undefined {
  const framer = new Framer(tz === undefined ? {} : { tz });
  let left = LOOKED_AT;
  let at: number | undefined;
  forEachLine(batch.toString('latin1'), (line) => {
    if (at === undefined && left-- > 0) at = framer.frame(line).at;
  });
  return at;
}

function linesOf(batch: Buffer): Buffer {
  const lines: string[] = [];
  forEachLine(batch.toString('latin1'), (line) => lines.push(lineOfObject(line)));
  const end = batch.at(-1) === NEWLINE ? '\n' : '';
  return Buffer.from(`${lines.join('\n')}${end}`, 'latin1');
}
