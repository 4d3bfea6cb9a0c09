/**
 * The entry of `waybill`: runs the command that was typed, turns a failure into one sentence and an exit status.
 * 0: answered. 1: nothing found. 2: wrong usage or unusable input. A reader that goes away (`| head`) is no trouble.
 */
import { CommanderError } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import { Failure } from '../failure.ts';
import { closeStores } from './opened-store.ts';
import { buildProgram } from './program.ts';
import { warn } from './warning.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE')
    process.stderr.write(`waybill: the answer cannot be written: ${error.message}.\n`);
  end(error.code === 'EPIPE' ? 0 : 2);
});
process.once('SIGINT', () => end(130));
process.once('SIGTERM', () => end(143));
process.once('SIGHUP', () => end(129));

const program = buildProgram(readEnvironment());
let ending = false;

try {
  const status = await program.run(process.argv);
  if (!ending) process.exitCode = status;
} catch (error) {
  if (!ending) process.exitCode = explain(error);
}

/** The files of a throw-away store are removed first. */
async function end(status: number): Promise<void> {
  if (ending) return;
  ending = true;
  await closeStores();
  process.exit(status);
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has said it
  if (error instanceof Failure) {
    warn(error, program.language());
    return 2;
  }
  process.stderr.write(
    `waybill: this is a defect of Waybill; please report it with these lines.\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return 2;
}
