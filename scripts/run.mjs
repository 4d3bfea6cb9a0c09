/** Runs a compiled program of this checkout, built first: `node scripts/run.mjs dist/bench/bench.js --quick`. */
import { spawnSync } from 'node:child_process';
import { prepare, root } from './build.mjs';

const [program, ...parameters] = process.argv.slice(2);
prepare();
const { status } = spawnSync(process.execPath, [program, ...parameters], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
