/** A listener of syslog on a port of its own, with a shelf for what it receives; all of it goes when the test is done. */
import { afterEach, vi } from 'vitest';
import { type SyslogOptions, startSyslog } from '../src/intake/syslog-listener.ts';
import { LineShelf } from './line-shelf.ts';

export const anywhere = { host: '127.0.0.1', port: 0 };

/** Closed after the test, the last first. */
export const running: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.close();
});

/** Passes as soon as `holds` does not throw: however slow the machine is. */
export function eventually(holds: () => unknown): Promise<unknown> {
  return vi.waitFor(holds, { timeout: 45_000 });
}

export async function start(options: Omit<SyslogOptions, 'sink'>) {
  const shelf = new LineShelf();
  const listener = await startSyslog({ ...options, sink: shelf });
  running.push(listener, { close: () => shelf.empty() });
  return { shelf, listener };
}
