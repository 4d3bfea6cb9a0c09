/** The HTTP server (Node's own, through @hono/node-server): where it listens, and how it ends. */
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Address } from '../config/service-configuration.ts';
import { listen } from '../intake/listening-address.ts';

export interface HttpServer {
  /** `http://127.0.0.1:8925` */
  readonly address: string;
  close(): Promise<void>;
}

/** How long requests may go on that were begun before the end; milliseconds. */
const GRACE = 5000;

/** Throws Failure `address-unusable`. */
export async function listenHttp(app: Hono, address: Address): Promise<HttpServer> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  const { host, port } = await listen(server, address, 'HTTP');
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), GRACE);
      await closed;
      clearTimeout(late);
    },
  };
}
