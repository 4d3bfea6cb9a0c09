/** `npm run check`: format and lint, types, log formats, architecture. Each is one of the project's promises about its own code. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare, root } from './build.mjs';

const tool = (path) => join(root, 'node_modules', path);
export const checks = [
  ['format and lint', [tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.']],
  ['types', [tool('typescript/bin/tsc'), '-p', '.', '--noEmit']],
  ['log formats', [join(root, 'dist', 'test', 'log-formats.js')]],
];
const architecture = ['architecture', [tool('vitest/vitest.mjs'), 'run', 'test/architecture.test.ts']];

/** True where it passed. What it has to say goes to the terminal. */
export function passes([name, command]) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  process.stdout.write(`${status === 0 ? 'passed' : 'FAILED'}: ${name}\n`);
  return status === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  prepare();
  const results = [...checks, architecture].map(passes);
  process.exit(results.every(Boolean) ? 0 : 1);
}
