/**
 * Lines that an agent sends in one request: plain, or as JSON objects, one a line. They are in the store when this
 * resolves. A line is itself by its time and bytes, so a request that is sent again adds nothing; two equal lines of one
 * second that come in two requests therefore count once. Not: HTTP, nor who may send.
 */
import { BatchParser, type OnLine } from './batch-parser.ts';
import type { IntakeQueue } from './intake-queue.ts';
import { lineOfObject } from './line-object.ts';
import { batches, forEachLine } from './line-splitter.ts';

export interface PostedOptions {
  readonly objects: boolean;
  readonly tz?: string | undefined;
  readonly onLine?: OnLine | undefined;
}

/** Small, since a stranger may send lines of one character. */
const CHUNK = 64 << 10;

/** Throws what reading `bytes` throws; whole lines that came before are stored all the same. */
export async function storePosted(
  queue: IntakeQueue,
  bytes: AsyncIterable<Buffer>,
  { objects, tz, onLine }: PostedOptions,
): Promise<{ readonly lines: number }> {
  const parser = new BatchParser({ tz }, onLine, 64 << 10);
  const stored: Promise<void>[] = [];
  let lines = 0;
  for await (const batch of batches(bytes, CHUNK)) {
    await queue.room();
    const parsed = parser.parse(objects ? linesOf(batch) : withEnd(batch));
    lines += parsed.count;
    stored.push(queue.put({ source: 'posted', parsed }));
  }
  await Promise.all(stored);
  return { lines };
}

/** The last line of a request is whole, with or without its end. */
function withEnd(batch: Buffer): Buffer {
  return batch.at(-1) === 0x0a ? batch : Buffer.concat([batch, Buffer.from('\n')]);
}

function linesOf(batch: Buffer): Buffer {
  const lines: string[] = [];
  forEachLine(batch.toString('latin1'), (line) => lines.push(lineOfObject(line), '\n'));
  return Buffer.from(lines.join(''), 'latin1');
}
