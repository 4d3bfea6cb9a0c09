/**
 * `npm run deb [-- OUTDIR]`: waybill_VERSION_ARCHITECTURE.deb in dist/ or OUTDIR, made with dpkg-deb alone. It has what
 * package.json's `files` name, and the libraries that package-lock.json names for this machine's architecture.
 * `npm run deb -- --try` then installs, runs and removes it in a Debian of its own (deb-trial.mjs).
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { prepare, root } from './build.mjs';

const packaging = join(root, 'packaging');
const home = 'usr/lib/waybill';
const documents = 'usr/share/doc/waybill';
/** Zstandard's level: 13 takes eight times as long as 9 and saves 1 %. */
const compression = ['-Zzstd', '-z9'];
/** What explains a library to people and compilers. Its licence stays. */
const unused = /(\.d\.[cm]?ts|\.[cm]?ts|\.map|\.md|\.markdown|\.tsbuildinfo)$/;
const licence = /^(licen[cs]e|notice|copying)/i;

/** Debian's order puts `~` before everything: 1.0.0~beta.1 is older than 1.0.0. */
export const debianVersion = (version) => version.replace('-', '~');

/** The control file; `size` is in KiB. */
export function control(manifest, architecture, size) {
  const words = {
    version: debianVersion(manifest.version),
    architecture,
    size,
    node: manifest.engines.node.replace(/^>=\s*/, '>= '),
    description: 'tells where a mail went, from the logs of the mail server',
  };
  return readFileSync(join(packaging, 'debian', 'control'), 'utf8').replaceAll(
    /@(\w+)@/g,
    (_, name) => words[name],
  );
}

/** Builds it; gives its path. Throws with one sentence. */
export function buildPackage(outdir) {
  const architecture = output('dpkg', ['--print-architecture']);
  output('dpkg-deb', ['--version']);
  prepare();
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  mkdirSync(outdir, { recursive: true });
  mkdirSync(join(root, 'dist'), { recursive: true });
  const staging = mkdtempSync(join(root, 'dist', 'deb-'));
  try {
    program(staging, manifest);
    libraries(join(staging, home), architecture);
    placed(staging, manifest);
    run('chmod', ['-R', 'u=rwX,go=rX', staging]);
    const size = Number(output('du', ['-sk', '--apparent-size', staging]).split('\t')[0]);
    maintenance(staging, control(manifest, architecture, size));
    const file = join(outdir, `waybill_${debianVersion(manifest.version)}_${architecture}.deb`);
    run('dpkg-deb', ['--root-owner-group', ...compression, '--build', staging, `${file}.new`]);
    renameSync(`${file}.new`, file);
    return file;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Compiled anew: dist/ may still have files whose source is gone. */
function program(staging, { files }) {
  const compiled = join(staging, 'compiled');
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['-p', 'tsconfig.build.json', '--noCheck', '--sourceMap', 'false', '--outDir', compiled];
  run(process.execPath, [compiler, ...options]);
  for (const name of files) {
    const to = { docs: join(documents, name), sample: join(documents, 'examples') }[name] ?? join(home, name);
    cpSync(name === 'dist/src' ? join(compiled, 'src') : join(root, name), join(staging, to), {
      recursive: true,
    });
  }
  rmSync(compiled, { recursive: true });
  for (const name of ['package.json', 'package-lock.json'])
    cpSync(join(root, name), join(staging, home, name));
  const start = join(staging, home, 'bin', 'waybill');
  // Debian's Node, not another one that comes first in somebody's PATH.
  writeFileSync(start, readFileSync(start, 'utf8').replace(/^#!.*/, '#!/usr/bin/node'));
  chmodSync(start, 0o755);
}

function libraries(directory, architecture) {
  // None of them has anything to do at its installation.
  const options = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['ci', '--prefer-offline', ...options], directory);
  const modules = join(directory, 'node_modules');
  if (!existsSync(join(modules, '@chdb')))
    throw new Error(`chDB, the engine of the store, is not made for ${architecture} (${process.arch})`);
  for (const path of ['node_modules/.bin', 'node_modules/.package-lock.json', 'package-lock.json'])
    rmSync(join(directory, path), { recursive: true, force: true });
  for (const entry of readdirSync(modules, { withFileTypes: true, recursive: true }))
    if (entry.isFile() && unused.test(entry.name) && !licence.test(entry.name))
      rmSync(join(entry.parentPath, entry.name));
}

/** Everything that is not below /usr/lib/waybill. */
function placed(staging, manifest) {
  const put = (from, to) => cpSync(join(root, from), join(staging, to), { recursive: true });
  mkdirSync(join(staging, 'usr/bin'), { recursive: true });
  symlinkSync('../lib/waybill/bin/waybill', join(staging, 'usr/bin/waybill'));
  put('packaging/waybill.service', 'usr/lib/systemd/system/waybill.service');
  put('packaging/waybill.toml', 'etc/waybill/waybill.toml');
  for (const name of ['README.md', 'README.zh-TW.md', 'CHANGELOG.md']) put(name, join(documents, name));
  const changelog = `waybill (${debianVersion(manifest.version)}) unstable; urgency=medium\n\n  * See CHANGELOG.md.\n`;
  writeFileSync(join(staging, documents, 'changelog.gz'), gzipSync(changelog));
  writeFileSync(join(staging, documents, 'copyright'), copyright(join(staging, home, 'node_modules')));
}

/** Whose each part is. The libraries' own texts lie beside them. */
function copyright(modules) {
  const rows = readdirSync(modules, { recursive: true })
    .filter((path) => /(^|node_modules\/)(@[^/]+\/)?[^@/.][^/]*\/package\.json$/.test(path))
    .map((path) => JSON.parse(readFileSync(join(modules, path), 'utf8')))
    .filter(({ name, version }) => name !== undefined && version !== undefined)
    .map(({ name, version, license }) => `  ${name} ${version}: ${license ?? 'see its directory'}`);
  return [
    'Waybill is under the Apache License, version 2.0: /usr/share/common-licenses/Apache-2.0',
    '',
    `It comes with these libraries; their licences are in /${home}/node_modules:`,
    '',
    ...[...new Set(rows)].sort(),
    '',
  ].join('\n');
}

function maintenance(staging, controlFile) {
  const directory = join(staging, 'DEBIAN');
  mkdirSync(directory);
  writeFileSync(join(directory, 'control'), controlFile);
  chmodSync(join(directory, 'control'), 0o644);
  for (const name of ['conffiles', 'postinst', 'prerm', 'postrm']) {
    cpSync(join(packaging, 'debian', name), join(directory, name));
    chmodSync(join(directory, name), name === 'conffiles' ? 0o644 : 0o755);
  }
  chmodSync(directory, 0o755);
}

function output(command, parameters) {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, { encoding: 'utf8' });
  if (error?.code === 'ENOENT')
    throw new Error(`a Debian package is made with ${command}, which is not installed here`);
  if (status !== 0) throw new Error(`${command} failed: ${(stderr || String(error)).trim()}`);
  return stdout.trim();
}

function run(command, parameters, cwd = root) {
  const { status, error } = spawnSync(command, parameters, { cwd, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${basename(command)} failed${error ? `: ${error.message}` : ''}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const parameters = process.argv.slice(2);
  const outdir = resolve(
    process.env.INIT_CWD ?? '.',
    parameters.find((p) => p !== '--try') ?? join(root, 'dist'),
  );
  try {
    const begun = Date.now();
    const file = buildPackage(outdir);
    const size = readFileSync(file).length / 1e6;
    console.log(`${file}: ${size.toFixed(0)} MB, made in ${Math.round((Date.now() - begun) / 1000)} s`);
    if (parameters.includes('--try')) process.exit(await (await import('./deb-trial.mjs')).tried(file));
  } catch (error) {
    process.stderr.write(`waybill: ${error.message}.\n`);
    process.exit(1);
  }
}
