/** The command line as a person or a script meets it: the real program in a process of its own, on real files. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder, found, lines, program, waybill } from './waybill.ts';

const data = join(folder, 'data');
const log = join(folder, 'mail.log');

const ask = (...parameters: string[]) => waybill([...parameters, '--data', data, '--tz', 'UTC']);
const objects = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  writeFileSync(log, `${lines.join('\n')}\n`);
  await waybill(['import', '--data', data, '--tz', 'UTC', '--year', '2026', log]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('exit statuses', () => {
  test('0 and the answer where something is found', async () => {
    const { status, stdout, stderr } = await ask('trace', found);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('jerry@corp.example');
    expect(stdout).toContain('delivered to the inbox of jerry');
  });

  test('1 where nothing is, and what was covered', async () => {
    const { status, stdout, stderr } = await ask('trace', 'nobody@elsewhere.example');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain('mx1');
  });

  test.each([
    ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
    ['an unknown option', ['trace', 'x@y.example', '--frobnicate'], /unknown option '--frobnicate'/],
    ['a missing query', ['trace'], /missing required argument/],
    ['an unknown query key', ['trace', 'colour:red'], /colour/],
    ['a language that is not there', ['trace', 'a@b.example', '--lang', 'tlh'], /no language "tlh".*zh-TW/],
    [
      'a time that is none',
      ['trace', 'a@b.example', '--since', 'yesterday'],
      /"yesterday" after --since is not a time/,
    ],
    ['a zone that is none', ['trace', 'a@b.example', '--tz', 'Mars/Olympus'], /no time zone "Mars\/Olympus"/],
    [
      'an interval that ends before it begins',
      ['trace', 'a@b.example', '--since', '2026-07-03', '--until', '2026-07-01'],
      /not later/,
    ],
    [
      'a limit that is no number',
      ['trace', 'a@b.example', '--limit', 'ten'],
      /"ten" cannot stand after --limit/,
    ],
    ['a limit of nothing', ['search', '--limit', '0'], /"0" cannot stand after --limit/],
    ['a fate that is none', ['search', '--fate', 'lost'], /no fate "lost".*rejected, .*unknown/],
    ['an option of another command', ['logs', 'x', '--fate', 'held'], /unknown option '--fate'/],
    ['a file that is not there', ['parse', join(folder, 'nothing.log')], /nothing\.log/],
    ['a folder instead of a file', ['import', folder], /folder|directory/],
  ])('2 and one sentence for %s', async (_, parameters, sentence) => {
    const { status, stdout, stderr } = await waybill([
      ...parameters,
      ...(parameters[0] === 'frobnicate' ? [] : ['--data', join(folder, 'other')]),
    ]);
    expect({ status, stdout }).toEqual({
      status: 2,
      stdout: expect.stringMatching(parameters[0] === 'import' ? /./ : /^$/),
    });
    expect(stderr).toMatch(sentence);
    expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('--version and --help are answers', async () => {
    const { version } = JSON.parse(readFileSync(resolve(program, '../../package.json'), 'utf8'));
    expect(await waybill(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
    expect((await waybill(['trace', '--help'])).status).toBe(0);
  });
});

describe('trace --json', () => {
  test('has the shape that other programs read', async () => {
    const answer = JSON.parse((await ask('trace', '--json', found)).stdout);
    expect(answer.absence).toBeNull();
    expect(answer.coverage).toMatchObject({
      hosts: ['mx1'],
      from: '2026-07-03T16:39:20.000Z',
      to: '2026-07-03T16:40:03.000Z',
    });
    expect(answer.messages).toHaveLength(1);
    const [message] = answer.messages;
    expect(message).toMatchObject({
      messageId: `<${found}>`,
      queueIds: ['88BDC254536'],
      reversePath: 'bob@partner.example',
      size: 2101,
    });
    const [recipient] = message.recipients;
    expect(recipient).toMatchObject({
      forwardPath: 'jerry@corp.example',
      fate: 'delivered',
      detail: { mailbox: 'INBOX' },
    });
    expect(recipient.evidence.every((line: { text: string }) => lines.includes(line.text))).toBe(true);
    const known = new Set(recipient.evidence.map((line: { id: string }) => line.id));
    for (const stop of recipient.stops) for (const id of stop.evidence) expect(known).toContain(id);
  });

  test('answers several queries in their order, a bad one in its place', async () => {
    const { status, stdout } = await ask('trace', '--json', 'nobody@elsewhere.example', 'colour:red', found);
    const answers = objects(stdout);
    expect(status).toBe(2);
    expect(answers).toHaveLength(3);
    expect(answers[0].absence.conclusion).toBe('not-seen');
    expect(answers[1].error).toMatchObject({
      code: expect.any(String),
      message: expect.stringContaining('colour'),
    });
    expect(answers[2].messages).toHaveLength(1);
  });

  test('reads queries from standard input', async () => {
    const { status, stdout } = await waybill(
      ['trace', '--json', '--data', data, '-'],
      `${found}\n\nnobody@elsewhere.example\n`,
    );
    expect(status).toBe(0);
    expect(objects(stdout).map(({ messages }) => messages.length)).toEqual([1, 0]);
  });

  test('needs no import with --log', async () => {
    const { status, stdout } = await waybill(['trace', '--json', '--year', '2026', '--log', log, found]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).messages[0].recipients[0].fate).toBe('delivered');
  });
});

describe('trace for people', () => {
  test('shows the lines on --lines, as they were written', async () => {
    const { stdout } = await ask('trace', found, '--lines');
    expect(stdout).toContain(lines[5]);
  });

  test('speaks Taiwan’s Chinese, by option or by locale', async () => {
    for (const { stdout } of [
      await ask('trace', found, '--lang', 'zh-TW'),
      await ask('trace', found, '--lang', 'zh_tw'),
      await waybill(['trace', '--data', data, found], '', { LC_ALL: 'zh_TW.UTF-8' }),
    ]) {
      expect(stdout).toMatch(/[\u4e00-\u9fff]/);
      expect(stdout).toContain('jerry@corp.example');
    }
  });

  test('says in Taiwan’s Chinese what went wrong, and helps in it', async () => {
    const bad = await waybill(['trace', 'colour:red', '--lang', 'zh-TW']);
    expect(bad.status).toBe(2);
    expect(bad.stderr).toMatch(/^waybill: 沒有這種查詢條件.*colour/);
    expect((await waybill(['--help'], '', { LC_ALL: 'zh_TW.UTF-8' })).stdout).toContain('這封信到哪裡去了？');
  });

  test('has no colour in a pipe', async () => {
    expect((await ask('trace', found)).stdout).not.toContain('\x1b');
  });

  test('names a near miss where nothing matches', async () => {
    const { status, stdout } = await ask('trace', 'to:jerri@corp.example');
    expect(status).toBe(1);
    expect(stdout).toContain('tells of a message to jerri@corp.example.');
    expect(stdout.match(/≈/g)).toHaveLength(1);
    expect(stdout).toContain('from bob@partner.example to jerry@corp.example (not jerri@corp.example)');
  });
});

describe('search, logs and parse', () => {
  test('search lists messages and filters by fate', async () => {
    const all = objects((await ask('search', '--json')).stdout)[0];
    expect(all.messages).toHaveLength(2);
    const refused = objects((await ask('search', '--json', '--fate', 'rejected')).stdout)[0];
    expect(
      refused.messages.map(
        (message: { recipients: { forwardPath: string }[] }) => message.recipients[0]!.forwardPath,
      ),
    ).toEqual(['jery@corp.example']);
    expect((await ask('search', '--to', 'nobody@corp.example')).status).toBe(1);
  });

  test('logs finds lines that hold every term, newest first', async () => {
    const { status, stdout } = await ask('logs', '--json', 'JERY,reject');
    expect(status).toBe(0);
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({ total: 1, page: 1, pageSize: 25, periods: [{ lines: 1 }] });
    expect(answer.lines[0].text).toBe(lines[7]);
    expect((await ask('logs', 'no such word')).status).toBe(1);
  });

  test('logs writes every matching line to a file, oldest first', async () => {
    const file = join(folder, 'download.log');
    expect((await ask('logs', '88BDC254536', '--download', file)).status).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(
      `${lines.filter((line) => line.includes('88BDC254536')).join('\n')}\n`,
    );
  });

  test('parse tells what each line means and stores nothing', async () => {
    const answers = objects((await waybill(['parse', '--year', '2026', '--tz', 'UTC', log])).stdout);
    expect(answers).toHaveLength(lines.length);
    expect(answers.map(({ kind }) => kind)).toEqual([...Array(8).fill('event'), 'unrecognized']);
    expect(answers[5]).toMatchObject({
      queueId: '88BDC254536',
      status: 'sent',
      host: 'mx1',
      program: 'postfix/lmtp',
      pid: 803,
    });
  });

  test('a line is one line to every reader', async () => {
    const { stdout } = await waybill(['parse', '-'], 'strange \u0085 \u2028 \u2029 line\n');
    expect(stdout).not.toMatch(/[\u0085\u2028\u2029]/);
    expect(JSON.parse(stdout).text).toBe('strange \u0085 \u2028 \u2029 line');
  });

  test('parse reads standard input', async () => {
    expect(objects((await waybill(['parse', '-'], 'not a log line')).stdout)).toMatchObject([
      { kind: 'malformed' },
    ]);
  });

  test('a reader that goes away is no trouble', async () => {
    const long = join(folder, 'long.log');
    writeFileSync(long, `${Array.from({ length: 50_000 }, (_, i) => lines[i % lines.length]).join('\n')}\n`);
    const child = spawn('sh', ['-c', `"${process.execPath}" "${program}" parse "${long}" | head -n 1`]);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text) => (stdout += text));
    child.stderr.on('data', (text) => (stderr += text));
    await new Promise((done) => child.on('close', done));
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toBe('');
  });
});

test('doctor tells what is covered and what is missing', async () => {
  const { status, stdout, stderr } = await ask('doctor');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('mx1');
  expect(stdout).toContain('mail_log');
  expect(stdout).toContain('journalctl -o json | waybill import -');
});
