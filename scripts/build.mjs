/**
 * Makes a checkout ready to run: installs the dependencies where they are missing and compiles where a source is
 * newer than the last build. Several may start at once: one works, the others wait. Types are not checked here
 * (`npm run check` does), so that a build takes a second.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const lock = join(root, 'dist', '.lock');
const stamp = join(root, 'dist', '.built');
const sources = [
  'src',
  'test',
  'lab',
  'bench',
  'fuzz',
  'tsconfig.json',
  'tsconfig.build.json',
  'package.json',
];
const nap = new Int32Array(new SharedArrayBuffer(4));

/** For scripts: ready, or an end with one sentence. */
export function prepare() {
  try {
    ready();
  } catch (error) {
    process.stderr.write(`waybill: ${error.message}\n`);
    process.exit(2);
  }
}

/** Installs and builds what is missing or old. Throws with a sentence where that fails. */
export function ready() {
  if (isReady()) return;
  mkdirSync(dirname(lock), { recursive: true });
  while (!taken()) Atomics.wait(nap, 0, 0, 100);
  try {
    if (!isInstalled()) install();
    if (!isBuilt()) build();
  } finally {
    rmSync(lock, { force: true });
  }
}

const isReady = () => isBuilt() && isInstalled();

function isInstalled() {
  const modules = join(root, 'node_modules');
  if (!existsSync(join(modules, '.package-lock.json'))) return false; // npm writes it last
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const needed = Object.keys(isBuilt() ? dependencies : { ...dependencies, ...devDependencies });
  return needed.every((name) => existsSync(join(modules, name)));
}

function isBuilt() {
  const built = statSync(stamp, { throwIfNoEntry: false });
  return built !== undefined && sources.every((name) => newest(join(root, name)) <= built.mtimeMs);
}

/** The newest modification in a tree; a folder's own counts too, since it tells of files that went away. */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  let time = stat.mtimeMs;
  if (stat.isDirectory() && path !== join(root, 'test', 'journeys'))
    for (const name of readdirSync(path)) time = Math.max(time, newest(join(path, name)));
  return time;
}

function taken() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw new Error(`cannot build Waybill in ${root}: ${error.message}`);
  }
  const owner = Number(readIfThere(lock));
  if (owner > 0 && !isAlive(owner)) rmSync(lock, { force: true });
  return false;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function install() {
  process.stderr.write('waybill: installing what it is made of (npm ci) ...\n');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci failed');
}

/** Compiled beside and moved in file by file, so that a program that is loading never reads half a file. */
function build() {
  const begun = new Date();
  const beside = join(root, 'dist', '.new');
  rmSync(beside, { recursive: true, force: true });
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['-p', 'tsconfig.build.json', '--noCheck', '--sourceMap', 'false', '--outDir', beside];
  run(process.execPath, [compiler, ...options], 'the compiler failed');
  moveInto(beside, join(root, 'dist'));
  rmSync(beside, { recursive: true, force: true });
  writeFileSync(stamp, '');
  utimesSync(stamp, begun, begun); // what was changed meanwhile is newer than the build
}

function moveInto(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) moveInto(join(from, entry.name), join(to, entry.name));
    else renameSync(join(from, entry.name), join(to, entry.name));
  }
}

/** Standard output belongs to the answer of the command that is about to run, so all of this goes to standard error. */
function run(command, parameters, trouble) {
  const { status, error } = spawnSync(command, parameters, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${trouble} in ${root}${error ? `: ${error.message}` : ''}`);
}
