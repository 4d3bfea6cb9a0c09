/**
 * One variant from the empty directory to the end: servers started, scenarios played, the world compared with the truth.
 * Runs inside the namespaces; asks the product nothing.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { absent } from './absent.js';
import { Laboratory, type Scenario } from './laboratory.js';
import { furnish, run } from './namespace.js';
import { nextDebian } from './next-debian.js';
import { LabError, type Machine, pause } from './processes.js';
import { scenarios } from './scenarios/index.js';
import { ScriptedRemote } from './scripted-remote.js';
import { startServers } from './servers.js';
import type { NamedTruth } from './truth.js';
import type { Variant } from './variants.js';
import { differences } from './world.js';

/** Plays one variant inside its namespaces; writes what the servers logged and what is true into `out`. */
export async function play(variant: Variant, directory: string, out: string): Promise<void> {
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
  writeFileSync(join(out, 'absent.json'), `${JSON.stringify(only === undefined ? absent : [], null, 1)}\n`);
  writeFileSync(join(out, 'truth.json'), `${JSON.stringify(known, null, 1)}\n`);
  writeFileSync(join(out, 'faults.json'), `${JSON.stringify(faults, null, 1)}\n`);
}
