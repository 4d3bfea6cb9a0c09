/**
 * Waits for what the system has received already and this process has not: each turn of the event loop brings a part of
 * it (one connection, some datagrams). Not for what is still on its way through the network.
 */
import { setImmediate } from 'node:timers/promises';

/** A sender that never pauses is left after these many turns. */
const MOST_TURNS = 1000;

/** Resolves when a turn has brought nothing: `arrived` counts what came. */
export async function untilQuiet(arrived: () => number): Promise<void> {
  for (let turns = 0, before = -1; turns < MOST_TURNS && before !== arrived(); turns++) {
    before = arrived();
    // Between two of these lies a whole turn.
    await setImmediate();
    await setImmediate();
  }
}
