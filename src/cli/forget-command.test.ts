import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import picocolors from 'picocolors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../intake/import-files.ts';
import { Store } from '../store/store.ts';
import type { Language } from '../words/language.ts';
import { type ForgetOptions, forgetCommand } from './forget-command.ts';
import type { Settings } from './settings.ts';

const LINES = [
  'Jul  3 16:39:21 mx1 postfix/lmtp[803]: 88BDC254536: to=<jerry@corp.example>, relay=mx1[private/dovecot-lmtp], delay=0.9, dsn=2.0.0, status=sent (250 2.0.0 <jd> Xk1dAAE Saved)',
  'Jul  3 16:39:25 mx1 dovecot: imap-login: Login: user=<jd>, method=PLAIN, rip=192.0.2.9, lip=192.0.2.1, mpid=9, session=<s1>',
  'Jul  3 16:39:29 mx1 postfix/lmtp[803]: 99BDC254536: to=<tom@corp.example>, relay=x, delay=0.9, dsn=2.0.0, status=sent (ok)',
];

let folder: string;
let data: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-test-'));
  data = join(folder, 'store');
  writeFileSync(join(folder, 'mail.log'), `${LINES.join('\n')}\n`);
  const store = await Store.open({ data });
  await importFiles(store, [join(folder, 'mail.log')], { tz: 'UTC', year: 2026 });
  await store.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(
  address: string,
  options: ForgetOptions = {},
  over: Partial<Settings> & { language?: Language } = {},
): Promise<{ status: number; said: string }> {
  const { language = 'en', ...settings } = over;
  let said = '';
  const status = await forgetCommand(
    {
      settings: {
        data,
        dataGiven: true,
        store: undefined,
        logs: [],
        json: false,
        say: { language, tz: 'UTC' },
        tz: 'UTC',
        year: undefined,
        since: undefined,
        until: undefined,
        ...settings,
      },
      options: { ...options },
      page: { width: Number.POSITIVE_INFINITY, colors: picocolors.createColors(false) },
      print: (text) => {
        said += text;
      },
    },
    [address],
  );
  return { status, said };
}

describe('waybill forget', () => {
  it.each([
    'jerry',
    '@corp.example',
    'jerry@',
    'jerry @corp.example',
    '<jerry@corp.example>',
    'a\u3000b@corp.example',
    'a\0@corp.example',
    '',
  ])('refuses what is no address: %j', async (address) => {
    await expect(run(address)).rejects.toMatchObject({ code: 'unusable-address' });
  });

  it('takes no --log, --since or --until', async () => {
    for (const over of [{ logs: ['x'] }, { since: 1 }, { until: 1 }])
      await expect(run('jerry@corp.example', {}, over)).rejects.toMatchObject({ code: 'unusable-option' });
  });

  it('says what is meant, in both languages, and does nothing when it is only tried', async () => {
    const { status, said } = await run('jerry@corp.example', { dryRun: true });
    expect(status).toBe(0);
    expect(said).toBe(
      '1 line would be changed or deleted. Nothing was done (--dry-run).\n' +
        'They are from 2026-07-03 16:39:21 to 2026-07-03 16:39:21 (UTC).\n' +
        "The sign-in name jd is kept where lines name it. If it is the same person's, add --user jd.\n" +
        "The log files that were imported, and backups of them or of the store, still hold the person's data; importing the files again brings it back.\n",
    );
    const chinese = await run('jerry@corp.example', { dryRun: true }, { language: 'zh-TW' });
    expect(chinese.said).toContain('紀錄中的使用者名稱 jd 仍然保留');
    expect(chinese.said).toContain('紀錄檔或資料庫的備份');
  });

  it('puts a pseudonym in the place, then deletes, and says so in JSON', async () => {
    const first = JSON.parse((await run('Tom@corp.example', { pseudonymise: true }, { json: true })).said);
    expect(first).toEqual({
      lines: 1,
      from: '2026-07-03T16:39:29.000Z',
      to: '2026-07-03T16:39:29.000Z',
      pseudonym: expect.stringMatching(/^forgotten-[0-9a-f]{10}$/),
      userNamesLeft: [],
      dryRun: false,
    });
    const { status, said } = await run('jerry@corp.example', { user: ['jd'] });
    expect(status).toBe(0);
    expect(said).toContain('2 lines deleted.');
    const again = await run('jerry@corp.example', { user: ['jd'] });
    expect(again).toEqual({ status: 1, said: 'No stored line holds jerry@corp.example.\n' });
    expect((await run(`${first.pseudonym}@corp.example`, { dryRun: true })).status).toBe(0);
  }, 30_000);

  it('makes no directory where there is none', async () => {
    const { status, said } = await run('jerry@corp.example', {}, { data: join(folder, 'none'), json: true });
    expect(status).toBe(1);
    expect(JSON.parse(said)).toMatchObject({ lines: 0, from: null, pseudonym: null });
  });
});
