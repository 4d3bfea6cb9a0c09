/**
 * `POST /api/intake`: log lines from an agent, plain or as NDJSON, gzip or not, with a token (RFC 6750). Answered with 200
 * only when the lines are stored; 429 while the store is behind: the agent keeps them and comes back. Sending the same lines
 * again adds nothing.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Context } from 'hono';
import type { OnLine } from '../intake/batch-parser.ts';
import type { IntakeQueue } from '../intake/intake-queue.ts';
import { storePosted } from '../intake/posted-lines.ts';

export interface IntakeOptions {
  readonly queue: IntakeQueue;
  readonly isRunning: () => boolean;
  /** Undefined: no agent may send anything. */
  readonly token: () => string | undefined;
  readonly timeZone: () => string | undefined;
  readonly onLine?: OnLine | undefined;
}

/** Bytes of one request when they are unpacked. */
const MOST_BYTES = 64 << 20;
const STRANGERS_BYTES = 1 << 20;
/** Requests that are worked on at once. */
const MOST_REQUESTS = 16;
/** Seconds. */
const COME_BACK = '2';

class TooLarge extends Error {}

export function intakeRoute(options: IntakeOptions): (context: Context) => Promise<Response> {
  let working = 0;
  return async (context) => {
    if (!options.isRunning()) {
      context.header('Retry-After', COME_BACK);
      return refuse(
        context,
        503,
        'not-running',
        'The server starts or stops. Send the same lines again later.',
      );
    }
    const token = options.token();
    if (token === undefined)
      return refuse(context, 404, 'intake-off', 'No agent may send lines here: [intake] is not configured.');
    const given = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
    if (given === undefined || !isSame(given, token)) {
      context.header('WWW-Authenticate', 'Bearer realm="waybill"');
      return refuse(context, 401, 'token-wrong', 'The request needs the header Authorization: Bearer TOKEN.');
    }
    const type = (context.req.header('content-type') ?? 'text/plain').split(';')[0]!.trim().toLowerCase();
    const objects = /^application\/(x-ndjson|ndjson|jsonl|x-jsonlines)$/.test(type);
    if (!objects && type !== 'text/plain')
      return refuse(context, 415, 'type-unknown', 'Lines come as text/plain or application/x-ndjson.');
    const encoding = (context.req.header('content-encoding') ?? 'identity').trim().toLowerCase();
    if (encoding !== 'gzip' && encoding !== 'identity')
      return refuse(context, 415, 'encoding-unknown', 'Lines come plain or with Content-Encoding: gzip.');
    if (options.queue.isFull || working >= MOST_REQUESTS) {
      context.header('Retry-After', COME_BACK);
      return refuse(context, 429, 'store-behind', 'The store is behind. Send the same lines again later.');
    }
    working++;
    try {
      const { queue, onLine } = options;
      const bytes = bodyOf(context, encoding === 'gzip');
      return context.json(await storePosted(queue, bytes, { objects, tz: options.timeZone(), onLine }));
    } catch (error) {
      if (error instanceof TooLarge)
        return refuse(context, 413, 'request-too-large', 'A request holds at most 64 MiB of lines.');
      if ((error as NodeJS.ErrnoException).code?.startsWith('Z_') === true)
        return refuse(
          context,
          400,
          'gzip-damaged',
          'The body is no sound gzip. Whole lines before the damage are stored.',
        );
      context.header('Retry-After', COME_BACK);
      return refuse(
        context,
        503,
        'not-stored',
        'The lines could not all be stored. Send the same lines again later.',
      );
    } finally {
      working--;
    }
  };
}

async function* bodyOf(context: Context, packed: boolean): AsyncGenerator<Buffer> {
  const body = context.req.raw.body;
  if (body === null) return;
  const raw = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
  const source = packed ? raw.pipe(createGunzip()) : raw;
  // `pipe` does not hand on errors.
  if (packed) raw.on('error', (error) => source.destroy(error));
  let size = 0;
  for await (const chunk of source) {
    size += (chunk as Buffer).length;
    if (size > MOST_BYTES) throw new TooLarge();
    yield Buffer.from(chunk as Uint8Array);
  }
}

/** Hashes have one length, and comparing them tells nothing about the token. */
function isSame(given: string, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}

/** A sender that still sends would see a closed connection instead of the answer. */
async function refuse(
  context: Context,
  status: 400 | 401 | 404 | 413 | 415 | 429 | 503,
  code: string,
  message: string,
): Promise<Response> {
  const body = context.req.raw.body;
  // Whoever has no token is not listened to for long.
  let left =
    code === 'token-wrong' || code === 'intake-off' || code === 'not-running' ? STRANGERS_BYTES : MOST_BYTES;
  try {
    if (body !== null && !body.locked)
      for await (const chunk of body) {
        left -= chunk.length;
        if (left < 0) break;
      }
  } catch {
    // It is gone: so is the answer.
  }
  return context.json({ error: { code, message } }, status);
}
