/** `waybill serve` as it is run: its configuration, signals, standard input, a burst, a store that is slow, commands beside it. */

import { once } from 'node:events';
import { appendFileSync, cpSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { numbered, Server } from './server.ts';
import { SlowClickHouse } from './slow-clickhouse.ts';

let server: Server;
let log: string;
beforeEach(() => {
  server = new Server();
  log = server.path('mail.log');
});
afterEach(() => server.remove());

it('reads its configuration again on SIGHUP, and goes on with the old one where the new one is wrong', async () => {
  const file = server.path('waybill.toml');
  const other = server.path('other.log');
  const follow = (...paths: string[]) =>
    writeFileSync(file, paths.map((path) => `[[follow]]\npath = "${path}"\n`).join(''));
  writeFileSync(log, numbered('RA', 0, 5));
  writeFileSync(other, numbered('RB', 0, 5));
  follow(log);
  await server.start('--config', file);
  await server.until('RA', 5);
  follow(log, other);
  server.signal('SIGHUP');
  expect(await server.until('RB', 5)).toBe(5);
  writeFileSync(file, 'follow = "x"');
  server.signal('SIGHUP');
  const refused = 'the configuration cannot be used; what ran goes on';
  expect(await server.wait(() => server.said(refused).length > 0)).toBe(true);
  expect(server.said(refused)[0]?.reason).toMatch(/the key "follow" .*For example: \[\[follow\]\]/);
  appendFileSync(other, numbered('RB', 5, 10));
  expect(await server.until('RB', 10)).toBe(10);
  // What cannot be had is no reason to give up what there is.
  const { port } = new URL(server.address);
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = `127.0.0.1:${(taken.address() as AddressInfo).port}`;
  writeFileSync(file, `[[follow]]\npath = "${other}"\n[syslog]\ntcp = "${address}"\n`);
  server.signal('SIGHUP');
  expect(await server.wait(() => server.said(refused).length > 1)).toBe(true);
  expect(server.said(refused)[1]?.reason).toMatch(/cannot listen on/);
  taken.close();
  appendFileSync(log, numbered('RA', 5, 10));
  expect(await server.until('RA', 10)).toBe(10);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  follow(log);
  server.signal('SIGHUP');
  expect(await server.wait(() => server.said('configuration read again').length > 1)).toBe(true);
  expect(await server.stop('SIGINT')).toBe(0);
});

it('follows standard input', async () => {
  await server.start('--follow', '-');
  server.input.write(numbered('RC', 0, 20));
  expect(await server.until('RC', 20)).toBe(20);
  server.input.end(numbered('RC', 20, 25));
  expect(await server.until('RC', 25)).toBe(25);
  expect(await server.stop()).toBe(0);
});

it('holds its directory for itself, and answers every command beside it', async () => {
  writeFileSync(log, readFileSync(new URL('../sample/mail.log', import.meta.url)));
  await server.start('--follow', log);
  expect(statSync(join(server.data, 'waybill.socket')).mode & 0o777).toBe(0o600);
  expect(statSync(server.data).mode & 0o777).toBe(0o700);
  const total = readFileSync(log, 'latin1').split('\n').length - 1;
  const stored = () =>
    (JSON.parse(server.ask('doctor', '--json').stdout) as { store: { lines: number } }).store.lines;
  expect(await server.wait(() => stored() === total)).toBe(true);
  const questions = [
    ['search', '--limit', '5', '--json'],
    ['trace', 'from:<>', '--json'],
    ['logs', 'removed', '--json'],
  ];
  const beside = questions.map((question) => server.ask(...question));
  expect(beside.map(({ status }) => status)).toEqual([0, 0, 0]);
  const second = new Server(server.data);
  await expect(second.start('--follow', log)).rejects.toThrow(/Another process has the stored logs/);
  await second.remove();
  expect(await server.stop()).toBe(0);
  expect(existsSync(join(server.data, 'waybill.socket'))).toBe(false);
  expect(questions.map((question) => server.ask(...question).stdout)).toEqual(
    beside.map(({ stdout }) => stdout),
  );
});

it('goes on in a copy of its directory, and tells what it does in metrics', async () => {
  writeFileSync(log, numbered('AF', 0, 100));
  await server.start('--follow', log);
  await server.until('AF', 100);
  const text = await (await fetch(`${server.address}/metrics`)).text();
  const metric = (name: string) =>
    Number(
      text
        .split('\n')
        .find((each) => each.startsWith(`waybill_${name} `))
        ?.split(' ')
        .at(-1),
    );
  const source = `{source="${log}"}`;
  expect(metric(`lines_total{source="${log}",program="postfix",kind="event"}`)).toBe(100);
  expect(metric('lines_added_total')).toBe(100);
  expect(metric('store_lines')).toBe(100);
  expect(metric('store_bytes')).toBeGreaterThan(0);
  expect([
    metric(`source_up${source}`),
    metric(`lag_seconds${source}`),
    metric(`source_behind_bytes${source}`),
  ]).toEqual([1, 0, 0]);
  expect(metric('unrecognized_ratio')).toBe(0);
  expect(text).toMatch(/^waybill_journeys\{fate="delivered"\} 0$/m);
  await server.stop();
  const restored = new Server();
  try {
    cpSync(server.data, restored.data, { recursive: true });
    appendFileSync(log, numbered('AF', 100, 110));
    await restored.start('--follow', log);
    expect(await restored.until('AF', 110)).toBe(110);
    const again = await (await fetch(`${restored.address}/metrics`)).text();
    // Read on, not anew.
    expect(/^waybill_lines_total\{.*kind="event"\} (\d+)$/m.exec(again)?.[1]).toBe('10');
  } finally {
    await restored.remove();
  }
});

it('takes out what is older than its limit, and forgets a person when it is told to', async () => {
  const file = server.path('waybill.toml');
  const line = (at: Date, text: string) => `${at.toISOString()} mx1 postfix/qmgr[9]: ${text}\n`;
  const old = new Date(Date.now() - 40 * 86_400_000);
  writeFileSync(
    log,
    line(old, 'FA01: removed') +
      line(new Date(), 'FA02: from=<ann@a.example>, size=1, nrcpt=1 (queue active)'),
  );
  writeFileSync(file, `[[follow]]\npath = "${log}"\n`);
  await server.start('--config', file);
  expect(await server.until('FA0', 2)).toBe(2);
  appendFileSync(file, '[retention]\nsmtp = "30 days"\n');
  server.signal('SIGHUP');
  expect(await server.wait(() => server.lines('FA0').length === 1)).toBe(true);
  expect(server.ask('forget', 'ann@a.example', '--json').status).toBe(0);
  expect(server.lines('FA0')).toEqual([]);
  expect(server.ask('trace', 'ann@a.example').status).toBe(1);
});

it('is waited for by a command while it starts', async () => {
  writeFileSync(log, numbered('RD', 0, 5));
  const starting = server.start('--follow', log);
  await server.wait(() => existsSync(join(server.data, 'lock')));
  expect(server.ask('doctor').status).toBe(0);
  await starting;
});

it('takes a burst of a million lines', { timeout: 240_000 }, async () => {
  writeFileSync(log, '');
  await server.start('--follow', log);
  for (let i = 0; i < 1_000_000; i += 100_000) appendFileSync(log, numbered('RE', i, i + 100_000));
  const memory = () =>
    Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1000;
  expect(await server.until('RE', 1_000_000, 180)).toBe(1_000_000);
  expect(memory()).toBeLessThan(1500);
  expect((await fetch(`${server.address}/readyz`)).status).toBe(200);
  expect(await server.stop()).toBe(0);
});

it('waits for a store that answers slowly, and tells agents to come back', { timeout: 240_000 }, async () => {
  const slow = await SlowClickHouse.start();
  try {
    const file = server.path('waybill.toml');
    const token = 'a-token-for-this-test';
    writeFileSync(log, numbered('RF', 0, 50));
    writeFileSync(file, `store = "${slow.url}"\n[intake]\ntoken = "${token}"\n[[follow]]\npath = "${log}"\n`);
    await server.start('--config', file);
    const headers = { Authorization: `Bearer ${token}`, Connection: 'close' };
    const post = (body: string) => fetch(`${server.address}/api/intake`, { method: 'POST', headers, body });
    expect((await post(numbered('A0', 0, 10))).status).toBe(200);
    slow.delay = 2000;
    appendFileSync(log, numbered('RF', 50, 100));
    // More than may wait.
    const padded = numbered('A1', 0, 40_000).replaceAll(': removed', `: removed ${'x'.repeat(400)}`);
    const answers = await Promise.all(
      Array.from({ length: 5 }, async (_, i) => {
        await new Promise((resolve) => setTimeout(resolve, i * 700));
        return post(padded.replaceAll('A1', `A${i + 1}`));
      }),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(200);
    expect(statuses).toContain(429);
    const busy = answers.find(({ status }) => status === 429);
    expect(busy?.headers.get('retry-after')).toBe('2');
    slow.delay = 0;
    expect(await server.wait(async () => (await slow.count('RF')) === 100)).toBe(true);
    // Answered with 200: stored. Told to come back: not.
    for (const [i, status] of statuses.entries())
      expect(await slow.count(`A${i + 1}0`), `${i}`).toBe(status === 200 ? 40_000 : 0);
    expect(await server.stop()).toBe(0);
  } finally {
    await slow.stop();
  }
});

it('is told by doctor what its configuration lacks, before it is started', () => {
  const file = server.path('waybill.toml');
  writeFileSync(log, numbered('A0', 0, 1));
  writeFileSync(
    file,
    `[[follow]]\npath = "${log}"\n[[follow]]\npath = "${server.folder}"\n[[follow]]\npath = "/no/such.log"\n`,
  );
  const findings = () =>
    (
      JSON.parse(server.ask('doctor', '--config', file, '--json').stdout) as {
        findings: { code: string; ok: boolean; sentence: string }[];
      }
    ).findings.map(({ code, ok, sentence }) => `${code} ${ok} ${sentence.replaceAll(server.folder, 'DIR')}`);
  expect(findings().slice(0, 5)).toEqual([
    'not-serving false No server follows the logs: only what was imported is known.',
    'configuration true The configuration DIR/waybill.toml can be used.',
    'source true DIR/mail.log is there and may be read.',
    'source false DIR is a directory, not a log.',
    'source false /no/such.log is not there.',
  ]);
  writeFileSync(file, 'data = 5');
  expect(findings()[1]).toMatch(
    /^configuration false DIR\/waybill.toml: the key "data" is not of the type string/,
  );
});

it('tells wrong configurations in one sentence', () => {
  const wrong = (toml: string) => {
    const file = server.path('waybill.toml');
    writeFileSync(file, toml);
    const { status, stderr } = server.ask('serve', '--config', file);
    expect(stderr.split('\n')).toHaveLength(2);
    return `${status} ${stderr.replaceAll(file, 'FILE')}`;
  };
  expect(wrong('listen = "x"')).toBe(
    '2 waybill: FILE: the key "listen" cannot be used: it is no HOST:PORT. For example: listen = "127.0.0.1:8925"\n',
  );
  expect(wrong('listen = 8925')).toBe(
    '2 waybill: FILE: the key "listen" is not of the type string. For example: listen = "127.0.0.1:8925"\n',
  );
  expect(wrong('[[follow]]\n')).toBe(
    '2 waybill: FILE: the key "follow.path" is missing (entry 1). For example: path = "/var/log/mail.log"\n',
  );
  expect(wrong('[syslog]\nudpp = "x"')).toMatch(
    /there is no key "syslog.udpp". Known here are udp, tcp, tls, certificate/,
  );
  expect(wrong('[syslog]\ntls = "127.0.0.1:0"')).toMatch(/the key "syslog.certificate" is missing/);
  expect(wrong('[retention]\nsmtp = "soon"')).toMatch(
    /the key "retention.smtp" cannot be used: .* For example: smtp = "400 days"/,
  );
  expect(wrong('[intake]\ntoken = "short"')).toMatch(
    /"intake.token" cannot be used: it is shorter than sixteen characters/,
  );
  expect(wrong('[intake]\ntoken = "sixteen characters and blanks"')).toMatch(/it holds blanks/);
  expect(wrong('a = ')).toMatch(/is no TOML, line 1, column/);
  expect(wrong('')).toMatch(/Nothing says which logs the server is to follow/);
  expect(server.ask('serve', '--config', '/no/such/file').stderr).toMatch(
    /There is no file \/no\/such\/file/,
  );
  expect(server.ask('serve', '--listen', 'x', '--follow', '-').stderr).toMatch(
    /"x" cannot stand after --listen/,
  );
});
