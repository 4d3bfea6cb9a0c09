/** `waybill serve` and the files that it follows: growth, rotation in each of its ways, and what stands in a file's place. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { numbered, Server } from './server.ts';

let server: Server;
let log: string;
beforeEach(() => {
  server = new Server();
  log = server.path('mail.log');
});
afterEach(() => server.remove());

const start = () => server.start('--follow', log);
/** All there, each once. */
const expectLines = async (word: string, count: number) => {
  await server.until(word, count);
  expect(server.numbered(word)).toBe(numbered(word, 0, count));
};

describe('a log', () => {
  it('is found by its lines and by its journeys as they are written', {
    timeout: 180_000,
  }, async () => {
    writeFileSync(log, '');
    await start();
    const line = (program: string, text: string) => `Jul  3 10:00:00 mx1 postfix/${program}[9]: ${text}\n`;
    const id = '4XyZ3b1c2Dz3kQ';
    appendFileSync(
      log,
      line('smtpd', `${id}: client=mail.b.example[192.0.2.1]`) +
        line('cleanup', `${id}: message-id=<m1@b.example>`) +
        line('qmgr', `${id}: from=<ann@b.example>, size=999, nrcpt=1 (queue active)`),
    );
    expect(await server.until(id, 3)).toBe(3);
    appendFileSync(
      log,
      line(
        'smtp',
        `${id}: to=<jerry@c.example>, relay=c.example[192.0.2.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 Ok)`,
      ) + line('qmgr', `${id}: removed`),
    );
    expect(await server.until(id, 5)).toBe(5);
    const answer = JSON.parse(server.ask('trace', '<m1@b.example>', '--json').stdout);
    expect(answer.messages[0].recipients[0]).toMatchObject({
      forwardPath: 'jerry@c.example',
      fate: 'relayed',
    });
    expect(await server.stop()).toBe(0);
    // What was stored is asked without a server too.
    expect(server.lines(id)).toHaveLength(5);
  });

  it('is followed when it is renamed, also what its writer still writes into the old file', async () => {
    writeFileSync(log, numbered('AA', 0, 10));
    await start();
    await server.until('AA', 10);
    renameSync(log, `${log}.1`);
    appendFileSync(`${log}.1`, numbered('AA', 10, 20));
    expect(await server.until('AA', 20)).toBe(20);
    writeFileSync(log, numbered('AA', 30, 40));
    expect(await server.until('AA', 30)).toBe(30);
    appendFileSync(`${log}.1`, numbered('AA', 20, 30));
    appendFileSync(log, numbered('AA', 40, 50));
    await expectLines('AA', 50);
    // Stopped in the middle of it, and packed meanwhile.
    appendFileSync(`${log}.1`, numbered('AA', 50, 60));
    await server.stop('SIGKILL');
    execFileSync('gzip', [`${log}.1`]);
    appendFileSync(log, numbered('AA', 60, 70));
    await start();
    await expectLines('AA', 70);
  });

  it('is followed when it is copied and cut', async () => {
    writeFileSync(log, numbered('AB', 0, 3000));
    await start();
    await server.until('AB', 3000);
    appendFileSync(log, numbered('AB', 3000, 3010));
    copyFileSync(log, `${log}.1`);
    truncateSync(log);
    appendFileSync(log, numbered('AB', 3010, 3020));
    await expectLines('AB', 3020);
    // Grown beyond its old size between two looks: only the content tells.
    copyFileSync(log, `${log}.2`);
    truncateSync(log);
    appendFileSync(log, numbered('AB', 3020, 7000));
    await expectLines('AB', 7000);
  });

  it('may be replaced by a directory, be away for a while, and come back', async () => {
    await start();
    expect(server.log.some(({ detail }) => detail === 'missing')).toBe(true);
    writeFileSync(log, numbered('AC', 0, 10));
    await server.until('AC', 10);
    rmSync(log);
    mkdirSync(log);
    expect(await server.wait(() => server.log.some(({ detail }) => detail === 'directory'))).toBe(true);
    const { findings } = JSON.parse(server.ask('doctor', '--json').stdout);
    expect(findings).toContainEqual(expect.objectContaining({ code: 'source', ok: false }));
    rmdirSync(log);
    writeFileSync(log, numbered('AC', 10, 20));
    await expectLines('AC', 20);
  });

  it('is read to the last byte of a line that ends late', async () => {
    writeFileSync(log, '');
    await start();
    const text = numbered('AD', 0, 3);
    for (const byte of [text.slice(0, 40), text.slice(40, 100), text.slice(100)]) {
      appendFileSync(log, byte);
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    await expectLines('AD', 3);
  });
});

describe('while nobody follows it, a log', () => {
  const meanwhile = async (word: string, change: () => void, count: number) => {
    writeFileSync(log, numbered(word, 0, 3000));
    await start();
    await server.until(word, 3000);
    expect(await server.stop()).toBe(0);
    change();
    await start();
    await expectLines(word, count);
  };

  it('may grow', () => meanwhile('BA', () => appendFileSync(log, numbered('BA', 3000, 6000)), 6000));

  it('may be renamed', () =>
    meanwhile(
      'BB',
      () => {
        appendFileSync(log, numbered('BB', 3000, 3005));
        renameSync(log, `${log}.1`);
        writeFileSync(log, numbered('BB', 3005, 3010));
      },
      3010,
    ));

  it('may be renamed and packed several times, with names that tell the date', () =>
    meanwhile(
      'BC',
      () => {
        appendFileSync(log, numbered('BC', 3000, 3005));
        renameSync(log, `${log}-20260704`);
        execFileSync('gzip', [`${log}-20260704`]);
        writeFileSync(`${log}-20260705`, numbered('BC', 3005, 3010));
        execFileSync('xz', [`${log}-20260705`]);
        writeFileSync(`${log}-20260706`, numbered('BC', 3010, 3015));
        writeFileSync(log, numbered('BC', 3015, 3020));
      },
      3020,
    ));

  it('may be copied and cut', () =>
    meanwhile(
      'BD',
      () => {
        appendFileSync(log, numbered('BD', 3000, 3005));
        copyFileSync(log, `${log}.1`);
        truncateSync(log);
        appendFileSync(log, numbered('BD', 3005, 9000));
      },
      9000,
    ));

  it('may be taken away, and then everything is read again without doubling a line', () =>
    meanwhile('BE', () => writeFileSync(log, numbered('BE', 2000, 5000)), 5000));

  it('may be imported by hand', async () => {
    writeFileSync(log, numbered('BF', 0, 100));
    expect(server.ask('import', log, '--year', '2026').status).toBe(0);
    await start();
    appendFileSync(log, numbered('BF', 100, 110));
    await server.until('BF', 110);
    expect(JSON.parse(server.ask('import', log, '--year', '2026', '--json').stdout)).toMatchObject({
      lines: 110,
      added: 0,
    });
    await expectLines('BF', 110);
  });
});

it('logs of several hosts, whose clocks differ by seconds, are one journey', async () => {
  const folder = new URL('./journeys/handed-over-to-a-second-host/', import.meta.url);
  const text = (name: string) => readFileSync(new URL(name, folder), 'latin1');
  const paths = ['mx1.log', 'outside.log'].map((name) => server.path(name));
  for (const path of paths) writeFileSync(path, '');
  await server.start(...paths.flatMap((path) => ['--follow', path]));
  // The second host is four seconds behind, and its lines come first.
  const late = text('input-outside.log').replaceAll(
    /(\d\d:\d\d):(\d\d)/g,
    (_, minute: string, second: string) => `${minute}:${String(Number(second) - 4).padStart(2, '0')}`,
  );
  writeFileSync(paths[1]!, late);
  expect(await server.wait(() => server.lines('D9B8C226BF7').length > 0)).toBe(true);
  writeFileSync(paths[0]!, text('input-mx1.log'));
  expect(await server.wait(() => server.lines('779F8226BF0').length > 3)).toBe(true);
  const answer = JSON.parse(server.ask('trace', '<alias-to-outside@partner.example>', '--json').stdout);
  const expected = JSON.parse(text('expected.json'));
  const told = ({ messages }: { messages: { recipients: { forwardPath: string; fate: string }[] }[] }) =>
    messages.map(({ recipients }) => recipients.map(({ forwardPath, fate }) => `${forwardPath} ${fate}`));
  expect(told(answer)).toEqual(told(expected));
});
