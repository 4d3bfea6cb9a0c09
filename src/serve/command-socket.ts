/**
 * The Unix socket in the data directory, through which commands of the same user ask the running server: mode 0600, in a
 * folder that is its owner's alone. The protocol is the store's (store-socket.ts).
 */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { Failure } from '../failure.ts';

/** Linux: sockaddr_un's path, with the NUL at its end. */
const LONGEST_PATH = 107;

/** The data directory is held by this process, so whatever lies at `path` is left over. Gives what closes it. */
export async function openCommandSocket(path: string, answer: RequestListener): Promise<() => Promise<void>> {
  if (Buffer.byteLength(path) > LONGEST_PATH)
    throw new Failure('address-unusable', `The path of the socket ${path} is too long.`, {
      advice: 'Choose a data directory with a shorter path, for example --data /var/lib/waybill.',
    });
  rmSync(path, { force: true });
  const server = createServer({ requestTimeout: 0, headersTimeout: 10_000 }, answer);
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(path, () => listening());
  });
  chmodSync(path, 0o600);
  return async () => {
    try {
      rmSync(path, { force: true });
    } catch {
      // On a disk that became read-only it stays, and the next server removes it.
    }
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    const late = setTimeout(() => server.closeAllConnections(), 2000);
    await closed;
    clearTimeout(late);
  };
}
