/**
 * `npm run fuzz -- --minutes N [--seed N]`: mutates lines and logs for N minutes (1) and checks what must hold for any of
 * them (checks.ts). What fails is made smaller and written into fuzz/findings/, each as the input with the complaint
 * beside it. Ends with a summary; the exit status is 1 if anything was found. A finding that was mended belongs into
 * test/findings/.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Dice } from '../bench/dice.ts';
import { type Complaint, checkLine, checkLog, checkTime } from './checks.ts';
import { long, mutate } from './mutation.ts';
import { distinct, logs, samples } from './seeds.ts';
import { smaller } from './smaller.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes ?? 1);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
if (!(minutes > 0) || !Number.isInteger(seed)) throw new Error('--minutes and --seed need numbers');

/** Beside so many lines, so many long ones and two logs: each takes about as long. */
const LINES_A_TURN = 1_000;
const LONG_A_TURN = 10;
/** What is not linear shows at the first length, and what stands out only at the second is rare. */
const LONG = 1 << 16;
const LONGEST = 1 << 20;

const dice = new Dice(seed);
const whole = logs();
const seeds = distinct([...whole.flat(), ...samples()]);
const folder = fileURLToPath(new URL('../../fuzz/findings/', import.meta.url));
const found = new Map<string, string>();
const tried = { lines: 0, long: 0, logs: 0 };

function report(
  kind: string,
  input: readonly string[],
  check: (input: readonly string[]) => Complaint,
): void {
  const complaint = check(input);
  if (complaint === undefined) return;
  // One finding for each place that complains.
  const key = `${kind}: ${complaint.split('\n').slice(0, 2).join(' ').replaceAll(/\d+/g, 'N')}`;
  if (found.has(key)) return;
  const least = smaller(input, (part) => check(part) !== undefined);
  const bytes = Buffer.from(`${least.join('\n')}\n`, 'latin1');
  const name = `${kind}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${name}.log`, bytes);
  writeFileSync(`${folder}${name}.txt`, `${complaint}\n`);
  found.set(key, name);
  console.log(`found ${name}: ${complaint.split('\n', 1)[0]}`);
}

function mutatedLog(): readonly string[] {
  const log = [...whole[dice.below(whole.length)]!];
  if (dice.chance(0.3)) log.push(...whole[dice.below(whole.length)]!);
  for (let changes = 1 + dice.below(10); changes > 0; changes--) {
    const at = dice.below(log.length);
    if (log.length > 1 && dice.chance(0.2)) log.splice(at, 1);
    else if (dice.chance(0.3)) log.splice(dice.below(log.length), 0, log[at]!);
    else log[at] = mutate(dice.chance(0.8) ? [log[at]!] : log, dice);
  }
  return log;
}

const end = Date.now() + minutes * 60_000;
while (Date.now() < end) {
  for (let i = 0; i < LONG_A_TURN; i++) {
    const line = long(seeds, dice.chance(0.03) ? LONGEST : LONG, dice);
    report('slow', [line], ([one = '']) => checkTime(one));
    tried.long++;
  }
  for (let i = 0; i < 2; i++) {
    report('log', mutatedLog(), checkLog);
    tried.logs++;
  }
  for (let i = 0; i < LINES_A_TURN; i++) {
    const line = mutate(seeds, dice);
    if (line.includes('\n')) continue;
    report('line', [line], ([one = '']) => checkLine(one));
    tried.lines++;
  }
}
console.log(
  `${minutes} minutes, seed ${seed}: ${tried.lines} lines, ${tried.long} of 64 KB to 1 MB, ${tried.logs} logs; ${found.size} findings`,
);
process.exitCode = found.size === 0 ? 0 : 1;
