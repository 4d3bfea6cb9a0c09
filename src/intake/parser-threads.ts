/**
 * Parsing in other threads, one source a thread, so that the main thread only moves bytes and the store's inserts run
 * beside it. From sources (`.ts`, as the tests run) there is nothing that a worker could load, so it parses in place,
 * as it does for an import that is over before a thread has started.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { BatchParser, type ParsedBatch, type SourceOptions } from './batch-parser.ts';
import type { ParseAnswer, ParseRequest } from './parse-worker.ts';

export interface Parser {
  /**
   * Batches of one source, in its order; they may be handed in before the ones before them are done. Each is given away with
   * the memory that it lies in.
   */
  parse(batch: Buffer): Promise<ParsedBatch>;
  end(): void;
}

const FROM_SOURCES = import.meta.url.endsWith('.ts');

/** Bytes of a batch: its lines, and the beginning of the next. */
export const BATCH_BYTES = 2 << 20;
const BATCH_MEMORY = BATCH_BYTES + (1 << 20);
/** Enough for the rows of a batch, whose lines are as long as they mostly are. */
const ROW_BYTES = 3 << 20;
/** Beyond, memory is given back. */
const MOST_FREE = 64;

/** How many sources are worth parsing at once: one core is the store's. */
export const PARALLEL_SOURCES = Math.max(1, availableParallelism() - 1);

export class ParserThreads {
  private readonly idle: Worker[] = [];
  private readonly workers: Worker[] = [];
  private readonly inPlace: boolean;
  /** Used before and free again: of batches, and of lines as rows. New memory costs more than all that is done with it. */
  private readonly batchMemory: ArrayBuffer[] = [];
  private readonly rowMemory: ArrayBuffer[] = [];

  constructor(small: boolean) {
    this.inPlace = small || FROM_SOURCES;
  }

  /** Starts a thread, or two where a log will be read in sections. */
  warmUp(): void {
    if (!this.inPlace)
      for (let i = 0; i < Math.min(2, availableParallelism()); i++) this.idle.push(this.start());
  }

  parser(options: SourceOptions): Parser {
    if (this.inPlace) {
      const parser = new BatchParser(options);
      return { parse: async (batch) => parser.parse(batch, this.rowMemory.pop()), end() {} };
    }
    const worker = this.idle.pop() ?? this.start();
    worker.postMessage({ begin: options } satisfies ParseRequest);
    const waiting: { resolve: (parsed: ParsedBatch) => void; reject: (error: Error) => void }[] = [];
    const onMessage = ({ parsed, read }: ParseAnswer) => {
      if (read.byteLength === BATCH_MEMORY) this.batchMemory.push(read);
      waiting.shift()?.resolve(parsed);
    };
    let broken: Error | undefined;
    const onError = (error: Error) => {
      broken = error;
      for (const { reject } of waiting.splice(0)) reject(error);
    };
    worker.on('message', onMessage).on('error', onError);
    return {
      parse: (batch) =>
        new Promise((resolve, reject) => {
          if (broken !== undefined) return reject(broken);
          waiting.push({ resolve, reject });
          const { buffer, byteOffset, length } = batch as Buffer<ArrayBuffer>;
          const spare = this.rowMemory.pop() ?? new ArrayBuffer(ROW_BYTES);
          const request: ParseRequest = { batch: new Uint8Array(buffer, byteOffset, length), spare };
          worker.postMessage(request, [buffer, spare]);
        }),
      end: () => {
        worker.off('message', onMessage).off('error', onError);
        if (broken === undefined) this.idle.push(worker);
      },
    };
  }

  /** For `batches`. */
  memory(bytes: number): Buffer {
    const free = bytes <= BATCH_MEMORY ? this.batchMemory.pop() : undefined;
    return free === undefined ? Buffer.allocUnsafeSlow(Math.max(bytes, BATCH_MEMORY)) : Buffer.from(free);
  }

  /** These are stored: their memory is used again. */
  free({ rows }: ParsedBatch): void {
    if (this.rowMemory.length < MOST_FREE) this.rowMemory.push(rows.lines.buffer);
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private start(): Worker {
    const worker = new Worker(new URL('./parse-worker.js', import.meta.url));
    worker.unref();
    this.workers.push(worker);
    return worker;
  }
}
