/**
 * Parsing in other threads, one source a thread, so that the main thread only moves bytes and the store's inserts run
 * beside it. From sources (`.ts`, as the tests run) there is nothing that a worker could load, so it parses in place,
 * as it does for an import that is over before a thread has started.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { BatchParser, type ParsedBatch, type SourceOptions } from './batch-parser.ts';
import type { ParseRequest } from './parse-worker.ts';

export interface Parser {
  /** Batches of one source, in its order; they may be handed in before the ones before them are done. */
  parse(batch: Buffer): Promise<ParsedBatch>;
  end(): void;
}

const FROM_SOURCES = import.meta.url.endsWith('.ts');

/** How many sources are worth parsing at once: one core is the store's. */
export const PARALLEL_SOURCES = Math.max(1, availableParallelism() - 1);

export class ParserThreads {
  private readonly idle: Worker[] = [];
  private readonly workers: Worker[] = [];
  private readonly inPlace: boolean;

  constructor(small: boolean) {
    this.inPlace = small || FROM_SOURCES;
  }

  parser(options: SourceOptions): Parser {
    if (this.inPlace) {
      const parser = new BatchParser(options);
      return { parse: async (batch) => parser.parse(batch), end() {} };
    }
    const worker = this.idle.pop() ?? this.start();
    worker.postMessage({ begin: options } satisfies ParseRequest);
    const waiting: { resolve: (parsed: ParsedBatch) => void; reject: (error: Error) => void }[] = [];
    const onMessage = (parsed: ParsedBatch) => waiting.shift()?.resolve(parsed);
    const onError = (error: Error) => {
      for (const { reject } of waiting.splice(0)) reject(error);
    };
    worker.on('message', onMessage).on('error', onError);
    return {
      parse: (batch) =>
        new Promise((resolve, reject) => {
          waiting.push({ resolve, reject });
          const bytes = new Uint8Array(batch);
          worker.postMessage({ batch: bytes } satisfies ParseRequest, [bytes.buffer]);
        }),
      end: () => {
        worker.off('message', onMessage).off('error', onError);
        this.idle.push(worker);
      },
    };
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
