/**
 * `npm run lab -- [A|B|C|N]... [--next] [--out DIR] [--table FILE]`: plays the scenarios on real servers, asks the
 * product about every recipient, and prints how truth and answers compare. Without names A, B and C; `--next` is N.
 * Exit status: 0 all agree, 1 something differs, 2 the lab broke, 3 it cannot be run on this machine.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Absence } from './absent.js';
import { compare, compareAbsent } from './compare.js';
import { obstacle } from './conditions.js';
import { enterNamespaces } from './namespace.js';
import { nextDebian } from './next-debian.js';
import { play } from './play.js';
import { LabError } from './processes.js';
import { ask } from './product.js';
import { type PlayedVariant, table } from './table.js';
import type { NamedTruth } from './truth.js';
import { type VariantName, variants } from './variants.js';
import { versions } from './versions.js';

const usage = 'npm run lab -- [A|B|C|N]... [--next] [--out DIR] [--table FILE]';

function read<Content>(file: string): Content {
  return JSON.parse(readFileSync(file, 'utf8')) as Content;
}

/** Starts the variant in namespaces of its own; what it leaves is in `out/NAME`. */
async function played(name: VariantName, out: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'waybill-lab-run-'));
  spawnSync('chmod', ['755', directory]);
  const program = fileURLToPath(import.meta.url);
  const inside = ['--inside', directory, '--out', out, name];
  const status = await enterNamespaces(program, inside, variants[name].timeZone);
  if ((process.env.LAB_KEEP ?? '') === '') rmSync(directory, { recursive: true, force: true });
  else console.log(`kept ${directory}`);
  if (status !== 0) throw new LabError(`Variant ${name} was not played to its end.`);
}

/** What the product says about one variant's logs, in both formats that rsyslog wrote. */
function judged(name: VariantName, out: string): PlayedVariant {
  const directory = join(out, name);
  const truth = read<NamedTruth[]>(join(directory, 'truth.json'));
  const absences = read<Absence[]>(join(directory, 'absent.json'));
  const queries = [...new Set([...truth, ...absences].map(({ query }) => query))];
  const found = truth.map((): string[] => []);
  const absent = absences.map((): string[] => []);
  for (const log of ['mail.log', 'mail.rfc3339.log']) {
    const answers = ask(join(directory, log), variants[name].timeZone, queries);
    for (const [index, differences] of compare(truth, answers).entries()) found[index]?.push(...differences);
    for (const [index, entry] of absences.entries())
      absent[index]?.push(...compareAbsent(entry, answers.get(entry.query)));
  }
  return {
    variant: variants[name],
    versions: versions(name === 'N' ? nextDebian() : ''),
    entries: truth.map((entry, index) => ({ entry, differences: [...new Set(found[index])] })),
    absences: absences.map((entry, index) => ({ entry, differences: [...new Set(absent[index])] })),
    faults: read<string[]>(join(directory, 'faults.json')),
  };
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      inside: { type: 'string' },
      next: { type: 'boolean', default: false },
      out: { type: 'string', default: join(tmpdir(), 'waybill-lab') },
      table: { type: 'string' },
    },
  });
  const out = resolve(values.out);
  const unknown = positionals.find((name) => !Object.hasOwn(variants, name));
  if (unknown !== undefined)
    throw new LabError(`There is no variant ${unknown}: choose from ${Object.keys(variants).join(', ')}.`);
  const named = positionals as VariantName[];
  if (values.inside !== undefined) {
    for (const name of named) await play(variants[name], values.inside, join(out, name));
    return 0;
  }
  const trouble = obstacle();
  if (trouble !== undefined) {
    console.error(trouble);
    return 3;
  }
  const names = new Set<VariantName>(named);
  if (values.next) names.add('N');
  else if (named.length === 0) for (const name of ['A', 'B', 'C'] as const) names.add(name);
  if (names.has('N')) nextDebian();
  const results: PlayedVariant[] = [];
  for (const name of names) {
    await played(name, out);
    results.push(judged(name, out));
  }
  const text = table(results);
  console.log(text.page);
  for (const line of text.failures) console.error(line);
  console.log(text.closing);
  if (values.table !== undefined) writeFileSync(resolve(values.table), text.page);
  const failed = text.failures.length;
  writeFileSync(join(out, 'summary.json'), JSON.stringify({ passed: text.agreements, failed }));
  return failed === 0 ? 0 : 1;
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    const ours = error instanceof LabError;
    const misused = error instanceof TypeError && 'code' in error;
    console.error(ours ? error.message : misused ? `${error.message}\nUsage: ${usage}` : error);
    process.exit(2);
  },
);
