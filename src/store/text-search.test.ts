import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLines, walkLines } from '../ask/logs.ts';
import { BatchParser } from '../intake/batch-parser.ts';
import { Store } from './store.ts';

const HOUR = 3_600_000;
const FIRST = Date.UTC(2026, 6, 3, 8);
/** An hour of Dovecot 1.x in Taipei, and a Postfix line every minute of thirty days, but for one day. */
const DOVECOT = `dovecot: Jul 03 16:39:25 Info: IMAP(jerry): deleted: uid=22052, msgid=<df2f@ma
dovecot: Jul 03 16:45:47 Info: imap-login: Login: user=<jerry>, method=PLAIN, rip=192.168.10.51, lip=192.168.10.8, TLS
dovecot: Jul 03 17:45:47 Info: imap-login: Login: user=<JERRY>, method=PLAIN, rip=192.168.10.51, lip=192.168.10.8, TLS
`;
const NOTES = [
  '2026-07-03T16:50:00+08:00 mx1 postfix/smtpd[7]: warning: header Subject: 100%_\\ J\u00c9R\u00d4ME jerry',
  '2026-07-04T16:50:00+08:00 mx1 amavis[8]: (8-1) Blocked SPAM, jerry said Jul 03 16',
].join('\n');

let store: Store;

async function put(text: string, source = store.newSource()): Promise<void> {
  const parsed = new BatchParser({ tz: 'Asia/Taipei', year: 2026 }).parse(Buffer.from(text));
  await store.insert({ rows: [parsed.rows], count: parsed.count, spans: parsed.spans }, source);
}

beforeAll(async () => {
  store = await Store.open({});
  await put(DOVECOT);
  await put(`${NOTES}\n`);
  let busy = '';
  for (let minute = 0; minute < 30 * 24 * 60; minute++) {
    const at = new Date(FIRST + minute * 60_000);
    const silent = at.getUTCDate() === 20 && at.getUTCMonth() === 6;
    if (!silent)
      busy += `${at.toISOString().replace('Z', '+00:00')} mx1 postfix/qmgr[9]: ${(minute + 0xa000).toString(16).toUpperCase()}00: removed\n`;
  }
  await put(busy);
});

afterAll(() => store.close());

const ask = async (terms: string, more: object = {}) =>
  findLines(store, { terms, zone: 'Asia/Taipei', ...more }, 1, 25);
const total = async (terms: string, more: object = {}) => (await ask(terms, more)).total;

describe('terms', () => {
  it('are all held by the line, letter case aside, in the head or the text or across', async () => {
    expect(await total('JERRY')).toBe(5);
    expect(await total('jerry, deleted')).toBe(1);
    expect(await total('j\u00e9r\u00f4me')).toBe(1);
    expect(await total('100%_\\')).toBe(1);
    expect(await total('1000_')).toBe(0);
    expect(await total('smtpd[7]: warning')).toBe(1);
    expect(await total('Info: IMAP(jerry)')).toBe(1);
  });

  it('that are a time match the time of the line, however it is written', async () => {
    expect(await total('Jul 03 16,jerry')).toBe(4);
    expect(await total('2026-07-03 16:39,jerry')).toBe(1);
    expect(await total('Jul  3 16:50,jerry')).toBe(1);
    expect(await total('2025-07-03,jerry')).toBe(0);
  });

  it('are looked for in one source, and between two times', async () => {
    expect(await total('jerry', { source: 'mailbox' })).toBe(3);
    expect(await total('jerry', { source: 'filter' })).toBe(1);
    expect(await total('jerry', { source: 'smtp' })).toBe(1);
    const until = Date.UTC(2026, 6, 3, 9) * 1000;
    expect(await total('jerry', { until })).toBe(3);
  });
});

describe('pages', () => {
  it('come newest first, and each line once', async () => {
    const seen: number[] = [];
    for (let page = 1; page <= 4; page++) {
      const { lines } = await findLines(store, { terms: 'removed', zone: 'UTC' }, page, 500);
      seen.push(...lines.map(({ at }) => at));
    }
    expect(new Set(seen).size).toBe(2000);
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
    expect((await findLines(store, { terms: 'removed', zone: 'UTC' }, 99, 500)).lines).toEqual([]);
  });

  it('know the periods: days, or weeks where there are many', async () => {
    const weeks = (await ask('removed')).periods;
    expect(weeks.length).toBeLessThan(7);
    expect(weeks.reduce((sum, { lines }) => sum + lines, 0)).toBe(29 * 24 * 60);
    const period = weeks[1]!;
    expect(await total('removed', { period })).toBe(period.lines);
    expect((await ask('jerry')).periods.map(({ lines }) => lines)).toEqual([4, 1]);
  });

  it('are not needed for a download: every line, oldest first', async () => {
    const seen: number[] = [];
    for await (const lines of walkLines(store, { terms: 'removed', zone: 'UTC' }))
      seen.push(...lines.map(({ at }) => at));
    expect(seen).toHaveLength(29 * 24 * 60);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });
});

it('coverage says from when to when, whose, and where a program fell silent', async () => {
  const { from, to, hosts, programs, gaps } = await store.coverage();
  expect(from).toBe(FIRST * 1000);
  expect(to).toBe((FIRST + 30 * 24 * HOUR - 60_000) * 1000);
  expect(hosts).toEqual(['mx1']);
  expect(programs).toEqual(['amavis', 'dovecot', 'postfix']);
  expect(gaps.map(({ program }) => program)).toEqual(['postfix']);
  expect(new Date(gaps[0]!.from / 1000).toISOString()).toBe('2026-07-19T23:59:00.000Z');
});

it('a line that names neither host nor program covers nothing', async () => {
  const before = await store.coverage();
  await put('no date, no host\n');
  expect(await store.coverage()).toEqual({ ...before, lines: before.lines + 1 });
});
