/** What the fuzzer begins with: the logs of the golden journeys, the sample day, and the lines that tests beside the readers hold. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wordingOf } from '../bench/wording.ts';
import { Framer } from '../src/syslog/framer.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Whole logs, each a list of lines as bytes. */
export function logs(): readonly (readonly string[])[] {
  const journeys = join(root, 'test', 'journeys');
  const files = readdirSync(journeys, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.log'),
  );
  const paths = [...files.map((file) => join(journeys, file)), join(root, 'sample', 'mail.log')];
  return paths.map((path) => readFileSync(path, 'latin1').split('\n').filter(Boolean));
}

/** One line of each program and wording: logs repeat a few of them, and every reader is to have its turn. */
export function distinct(lines: readonly string[]): readonly string[] {
  const framer = new Framer({ tz: 'UTC', year: 2026 });
  const found = new Map<string, string>();
  for (const line of lines) {
    const { program, text } = framer.frame(line);
    const wording = `${program.slice(program.lastIndexOf('/') + 1)}: ${wordingOf(text)}`;
    if (!found.has(wording)) found.set(wording, line);
  }
  return [...found.values()];
}

/** Strings of the readers' tests that are long enough for a log line, each behind a header of its program. */
export function samples(): readonly string[] {
  const folder = join(root, 'src', 'programs');
  const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  );
  return tests.flatMap((file) => {
    const [program = ''] = /^[a-z]+/.exec(file) ?? [];
    const name = program === 'postfix' ? `postfix/${/([a-z]+)\.test/.exec(file)?.[1] ?? 'smtpd'}` : program;
    const source = readFileSync(join(folder, file), 'latin1');
    return [...source.matchAll(/'((?:[^'\\\n]|\\.){30,})'|`([^`\\\n]{30,})`/g)].map(
      ([, single, template]) =>
        `Jul  3 16:39:25 mx1 ${name}[4711]: ${(single ?? template)!.replaceAll(/\\(.)/g, '$1')}`,
    );
  });
}
