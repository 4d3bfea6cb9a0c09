/** The thread that parses: one source at a time, batches in their order. Loads no database (see store/engine.ts). */
import { parentPort } from 'node:worker_threads';
import { BatchParser, type ParsedBatch, type SourceOptions } from './batch-parser.ts';

/** `spare`: memory for the rows. */
export type ParseRequest =
  | { readonly begin: SourceOptions }
  | { readonly batch: Uint8Array<ArrayBuffer>; readonly spare: ArrayBuffer };

/** `read`: the memory of the batch, which may be used again. */
export interface ParseAnswer {
  readonly parsed: ParsedBatch;
  readonly read: ArrayBuffer;
}

const port = parentPort;
if (port === null) throw new Error('BUG: parse-worker is no worker');
let parser: BatchParser | undefined;

port.on('message', (request: ParseRequest) => {
  if ('begin' in request) {
    parser = new BatchParser(request.begin);
    return;
  }
  if (parser === undefined) throw new Error('BUG: a batch came before its source');
  const { buffer, byteOffset, byteLength } = request.batch;
  const parsed = parser.parse(Buffer.from(buffer, byteOffset, byteLength), request.spare);
  const { lines, keys, addresses } = parsed.rows;
  const answer: ParseAnswer = { parsed, read: buffer };
  port.postMessage(answer, [lines.buffer, keys.buffer, addresses.buffer, buffer]);
});
