/**
 * Programs of the lab: run to the end, or started and kept in the foreground; and waiting for a condition.
 * Whatever is left is ended by the PID namespace when the lab's first process ends.
 */
import { spawn, spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { connect } from 'node:net';

export class LabError extends Error {}

export interface Machine {
  /** Prefix of every command, e.g. a chroot into another Debian; empty for this one. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
}

function commandLine(machine: Machine, command: readonly string[]): [string, string[]] {
  const whole = machine.root === '' ? command : ['chroot', machine.root, ...command];
  return [whole[0] ?? '', whole.slice(1)];
}

export function runProgram(machine: Machine, command: readonly string[], input?: string): string {
  const [file, rest] = commandLine(machine, command);
  const done = spawnSync(file, rest, {
    env: machine.environment,
    input: input ?? '',
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (done.error !== undefined)
    throw new LabError(`${command[0] ?? ''} could not be run: ${done.error.message}`);
  if (done.status !== 0) {
    throw new LabError(
      `${command.join(' ')} ended with ${done.status ?? 'a signal'}: ${`${done.stderr}${done.stdout}`.trim()}`,
    );
  }
  return done.stdout;
}

/** Starts a program that stays in the foreground; its own output goes to a file. */
export function startProgram(machine: Machine, command: readonly string[], outputFile: string): number {
  const [file, rest] = commandLine(machine, command);
  const output = openSync(outputFile, 'a');
  const child = spawn(file, rest, { env: machine.environment, stdio: ['ignore', output, output] });
  if (child.pid === undefined) throw new LabError(`${command[0] ?? ''} could not be started`);
  child.unref();
  return child.pid;
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  milliseconds = 30_000,
): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) throw new LabError(`waited ${milliseconds / 1000} s in vain: ${what}`);
    await pause(25);
  }
}

export async function accepts(target: { host: string; port: number } | { path: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(target);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
