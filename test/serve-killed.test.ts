/** `waybill serve` killed at random moments while lines come from a log, from agents and over the network: nothing lost, nothing doubled. */
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { numbered, Server } from './server.ts';

const KILLS = 20;
const TOKEN = 'a-token-for-this-test';

let server: Server;
beforeEach(() => {
  server = new Server();
});
afterEach(() => server.remove());

it(`loses and doubles nothing when it is killed ${KILLS} times under load`, {
  timeout: 600_000,
}, async () => {
  const log = server.path('mail.log');
  const configuration = server.path('waybill.toml');
  writeFileSync(log, '');
  writeFileSync(configuration, `[intake]\ntoken = "${TOKEN}"\n[[follow]]\npath = "${log}"\n`);
  let written = 0;
  let posted = 0;
  let rotations = 0;
  let done = false;
  const write = async () => {
    for (; !done; await sleep(20)) {
      const lines = numbered('KF', written, written + 50);
      // Equal lines of one second are lines of their own.
      const twin = `${lines.slice(0, 15)} mx1 postfix/smtpd[7]: lost connection after CONNECT from twin[192.0.2.7]\n`;
      appendFileSync(log, twin + twin + lines.replace('\n', `\n${twin}`));
      written += 50;
      if (written % 20_000 === 0) {
        renameSync(log, `${log}.${++rotations}`);
        writeFileSync(log, '');
      }
    }
  };
  /** As an agent does: the same lines again until somebody says that they are stored. */
  const post = async () => {
    while (!done) {
      const body = numbered('KP', posted, posted + 100);
      try {
        const headers = { Authorization: `Bearer ${TOKEN}` };
        const answer = await fetch(`${server.address}/api/intake`, {
          method: 'POST',
          headers,
          body,
          signal: AbortSignal.timeout(10_000),
        });
        if (answer.status === 200) posted += 100;
        await answer.arrayBuffer();
      } catch {
        // Killed meanwhile.
      }
      await sleep(20);
    }
  };
  await server.start('--config', configuration);
  const load = Promise.all([write(), post()]);
  for (let kill = 0; kill < KILLS; kill++) {
    await sleep(50 + Math.random() * 1200);
    // However slow the machine is: some are killed when they have taken something over the network.
    const before = posted;
    for (const end = Date.now() + 20_000; kill % 4 === 0 && posted === before && Date.now() < end; )
      await sleep(20);
    await server.stop('SIGKILL');
    await server.start('--config', configuration);
  }
  done = true;
  await load;
  expect(posted).toBeGreaterThan(100);
  expect(rotations).toBeGreaterThan(0);
  await server.until('KF', written, 120);
  await server.until('KP', posted);
  await server.until('twin', (written / 50) * 3);
  const expectAll = (word: string, count: number) =>
    expect(server.numbered(word) === numbered(word, 0, count), `${word}, ${count}`).toBe(true);
  expectAll('KF', written);
  expectAll('KP', posted);
  expect(server.lines('twin')).toHaveLength((written / 50) * 3);
});
