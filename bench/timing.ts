/** How long questions take. */

/** Milliseconds for one kind of question. */
const PATIENCE = 20_000;
const MOST = 60;

/** Milliseconds, ascending. Each question once (no answer comes out of a cache), after one to warm up. */
export async function timesOf<T>(
  questions: readonly T[],
  ask: (question: T) => Promise<unknown>,
): Promise<number[]> {
  const [first, ...others] = questions;
  if (first === undefined) return [];
  await ask(first);
  const times: number[] = [];
  const end = performance.now() + PATIENCE;
  for (const question of others.slice(0, MOST)) {
    if (performance.now() > end) break;
    const from = performance.now();
    await ask(question);
    times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b);
}

/** `part` from 0 to 1; `times` are ascending and not empty. */
export function percentile(times: readonly number[], part: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * part))]!;
}
