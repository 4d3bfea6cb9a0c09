/**
 * The examples of the READMEs are what the program prints: every command in a `console` block is run on the sample
 * day and compared. `WAYBILL_UPDATE=1 npx vitest run test/readme.test.ts` writes the blocks anew.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const update = process.env.WAYBILL_UPDATE === '1';
const locales = { 'README.md': 'C.UTF-8', 'README.zh-TW.md': 'zh_TW.UTF-8' };
const fence = /^```console\n([\s\S]*?)^```$/gm;

function run(command: string, locale: string): string {
  const { stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd: root,
    encoding: 'utf8',
    env: {
      PATH: `${join(root, 'bin')}${delimiter}${process.env.PATH}`,
      HOME: root,
      LC_ALL: locale,
      TZ: 'Asia/Taipei', // the sample day is one of an office there
      COLUMNS: '92',
    },
  });
  return (stdout + stderr).trimEnd();
}

/** A block with the output of its commands in the place of what stood there. */
function played(block: string, locale: string): string {
  const commands = block.split('\n').filter((line) => line.startsWith('$ '));
  return commands.map((line) => `${line}\n${run(line.slice(2), locale)}\n`).join('\n');
}

describe.skipIf(!existsSync(join(root, 'sample', 'mail.log')))('the examples of', () => {
  test.each(Object.entries(locales))('%s', (name, locale) => {
    const path = join(root, name);
    const text = readFileSync(path, 'utf8');
    if (update)
      writeFileSync(
        path,
        text.replace(fence, (_, block) => `\`\`\`console\n${played(block, locale)}\`\`\``),
      );
    else for (const [, block] of text.matchAll(fence)) expect(block).toBe(played(block!, locale));
  });
});
