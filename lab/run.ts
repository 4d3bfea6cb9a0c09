/**
 * `npm run lab -- [A|B|C|N]... [--out DIR]`: plays the scenarios on real servers and writes, for each variant,
 * DIR/VARIANT/mail.log, mail.rfc3339.log, sender.log, outside.log and truth.json.
 * Needs root and the packages in lab/packages.txt; leaves no process and no file behind except DIR.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { absent } from './absent.js';
import { Laboratory, type Scenario } from './laboratory.js';
import { enterNamespaces, furnish, run } from './namespace.js';
import { nextDebian } from './next-debian.js';
import { LabError, type Machine, pause } from './processes.js';
import { scenarios } from './scenarios/index.js';
import { ScriptedRemote } from './scripted-remote.js';
import { startServers } from './servers.js';
import { sourceDirectory } from './templates.js';
import type { NamedTruth } from './truth.js';
import { type Variant, type VariantName, variants } from './variants.js';
import { differences } from './world.js';

function missingPackages(): string[] {
  const wanted = readFileSync(join(sourceDirectory(), 'packages.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return wanted.filter((name) => {
    const done = spawnSync('dpkg-query', ['-W', '-f', '$' + '{Status}', name], { encoding: 'utf8' });
    return !done.stdout.includes('install ok installed');
  });
}

async function play(variant: Variant, directory: string, out: string): Promise<number> {
  const root = variant.name === 'N' ? nextDebian() : '';
  furnish(variant, directory, root);
  const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', TZ: variant.timeZone, LANG: 'C.UTF-8' };
  const machine: Machine = { root, environment };
  const remote = new ScriptedRemote();
  await remote.listen('127.0.4.1');
  const servers = await startServers(machine, variant, run).catch((error: unknown) => {
    const log = join(run, 'out', 'mail.log');
    const last = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-3).join('\n') : '';
    throw new LabError(
      `The servers did not start: ${error instanceof Error ? error.message : error}\n${last}`.trim(),
    );
  });
  const lab = new Laboratory(variant, run, machine, servers, remote);
  const known: NamedTruth[] = [];
  const faults: string[] = [];
  const only = process.env.LAB_ONLY?.split(',');
  const perform = async (scenario: Scenario): Promise<void> => {
    if (scenario.when?.(variant) === false || only?.includes(scenario.name) === false) return;
    const { truth, play: act } = scenario.write(lab, `<${scenario.name}@partner.example>`);
    try {
      await act();
      known.push(...truth.map((entry) => ({ scenario: scenario.name, ...entry })));
    } catch (error) {
      faults.push(`${scenario.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (const scenario of scenarios) if (scenario.last !== true) await perform(scenario);
  await lab.settled();
  for (const scenario of scenarios) if (scenario.last === true) await perform(scenario);
  await pause(500);
  faults.push(...differences(lab, known));
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  cpSync(join(run, 'out'), out, { recursive: true });
  writeFileSync(join(out, 'absent.json'), `${JSON.stringify(absent, null, 1)}\n`);
  writeFileSync(join(out, 'truth.json'), `${JSON.stringify(known, null, 1)}\n`);
  for (const fault of faults) console.error(fault);
  console.log(`variant ${variant.name}: ${known.length} recipients, ${faults.length} faults, logs in ${out}`);
  return faults.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const rest = process.argv.slice(2);
  const inside = rest[0] === '--inside';
  if (inside) rest.shift();
  const at = rest.indexOf('--out');
  const out = resolve(at < 0 ? join(tmpdir(), 'waybill-lab') : (rest.splice(at, 2)[1] ?? '.'));
  if (inside) {
    const variant = variants[(rest[0] ?? 'A') as VariantName];
    return play(variant, rest[1] ?? '', join(out, variant.name));
  }
  if (process.getuid?.() !== 0)
    throw new LabError('The lab needs root: it makes namespaces and starts mail servers in them.');
  const unknown = rest.find((name) => !(name in variants));
  if (unknown !== undefined)
    throw new LabError(`There is no variant ${unknown}: choose from ${Object.keys(variants).join(', ')}.`);
  const missing = missingPackages();
  if (missing.length > 0)
    throw new LabError(`These Debian packages are missing: apt-get install ${missing.join(' ')}`);
  let worst = 0;
  for (const name of (rest.length === 0 ? ['A', 'B'] : rest) as VariantName[]) {
    if (name === 'N') nextDebian();
    const directory = mkdtempSync(join(tmpdir(), 'waybill-lab-run-'));
    spawnSync('chmod', ['755', directory]);
    worst = Math.max(
      worst,
      await enterNamespaces(
        fileURLToPath(import.meta.url),
        [name, directory, '--out', out],
        variants[name].timeZone,
      ),
    );
    if ((process.env.LAB_KEEP ?? '') === '' && existsSync(directory))
      rmSync(directory, { recursive: true, force: true });
    else console.log(`kept ${directory}`);
  }
  return worst;
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error instanceof LabError ? error.message : error);
    process.exit(2);
  },
);
