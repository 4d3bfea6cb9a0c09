/**
 * Holds the code to ARCHITECTURE.md: every import in `src/` goes where the table of rooms allows, and each room keeps
 * what is its alone. The table is read from the document, so a room that is not written down is not allowed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

interface Room {
  readonly name: string;
  readonly mayImport: ReadonlyMap<string, 'everything' | 'types'>;
}

/** Rows like "| question | `src/ask/` | store, journey, words (types) |". */
function readRooms(): Room[] {
  const rooms: Room[] = [];
  for (const line of readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').split('\n')) {
    const cells = line.split('|').map((cell) => cell.trim());
    const name = /^`src\/([a-z-]+)\/`$/.exec(cells[2] ?? '')?.[1];
    if (name === undefined) continue;
    const mayImport = new Map<string, 'everything' | 'types'>();
    for (const word of cells[3]?.split(',') ?? []) {
      const [, room, types] = /^([a-z-]+)( \(types\))?$/.exec(word.trim()) ?? [];
      if (room !== undefined && room !== 'nothing') mayImport.set(room, types ? 'types' : 'everything');
    }
    rooms.push({ name, mayImport });
  }
  return rooms;
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typesOnly: boolean;
}

function sourceFiles(folder = src): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

function importsOf(path: string): Import[] {
  const text = readFileSync(path, 'utf8');
  const statements = text.matchAll(/^\s*(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm);
  const dynamic = text.matchAll(/\bimport\(\s*'([^']+)'/g);
  return [
    ...[...statements].map((match) => ({ from: path, to: match[3]!, typesOnly: match[2] !== undefined })),
    ...[...dynamic].map((match) => ({ from: path, to: match[1]!, typesOnly: false })),
  ];
}

const roomOf = (path: string) => relative(src, path).split('/')[0]!;
const shown = (path: string) => relative(root, path);
const rooms = readRooms();
const files = sourceFiles();
const code = files.filter((path) => !path.endsWith('.test.ts'));
const inRoom = (path: string, room: string) => roomOf(path) === room;

describe('the table of rooms in ARCHITECTURE.md', () => {
  test('names every folder in src, and each room imports only rooms above it', () => {
    const names = rooms.map(({ name }) => name);
    expect(new Set(files.filter((path) => dirname(path) !== src).map(roomOf))).toEqual(
      new Set(names.filter((name) => existsSync(join(src, name)))),
    );
    rooms.forEach(({ name, mayImport }, place) => {
      for (const other of mayImport.keys())
        expect(names.slice(0, place), `${name} may import ${other}, which stands below it`).toContain(other);
    });
  });

  test('is what every import obeys', () => {
    const trespasses: string[] = [];
    for (const { from, to, typesOnly } of code.flatMap(importsOf)) {
      if (!to.startsWith('.')) continue;
      const target = resolve(dirname(from), to);
      const [room, other] = [roomOf(from), roomOf(target)];
      if (room === other || other === 'failure.ts') continue;
      const allowed = rooms.find(({ name }) => name === room)?.mayImport.get(other);
      if (allowed === undefined || (allowed === 'types' && !typesOnly))
        trespasses.push(`${shown(from)} imports ${to}`);
    }
    expect(trespasses).toEqual([]);
  });
});

describe('each room keeps what is its alone', () => {
  const offenders = (pattern: RegExp, allowed: (path: string) => boolean) =>
    code.filter((path) => !allowed(path) && pattern.test(withoutComments(path))).map(shown);

  test('SQL in store', () => {
    const sql =
      /[`'"]\s*(SELECT\s[^`'"]*\sFROM|INSERT INTO|CREATE TABLE|ALTER TABLE|DROP TABLE|OPTIMIZE TABLE)\b/i;
    expect(offenders(sql, (path) => inRoom(path, 'store'))).toEqual([]);
  });

  test('the engine and its client in store', () => {
    expect(offenders(/from '(chdb|@clickhouse)/, (path) => inRoom(path, 'store'))).toEqual([]);
  });

  test('the environment in config', () => {
    expect(offenders(/\bprocess\.env\b/, (path) => inRoom(path, 'config'))).toEqual([]);
  });

  test('exit statuses, standard output and standard error in cli', () => {
    const marks = /\bprocess\.(exit|exitCode|stdout|stderr)\b|\bconsole\./;
    expect(offenders(marks, (path) => inRoom(path, 'cli'))).toEqual([]);
  });
});

describe('files', () => {
  test('have at most 300 lines', () => {
    const long = files.filter((path) => readFileSync(path, 'utf8').split('\n').length > 301);
    expect(long.map(shown)).toEqual([]);
  });

  test('bear kebab-case nouns, and none of the names that say nothing', () => {
    const bad = files.filter((path) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      return (
        !/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.ts$/.test(name) ||
        /^(utils?|helpers?|types?|misc|common|manager)\./.test(name)
      );
    });
    expect(bad.map(shown)).toEqual([]);
  });

  test('are not barrels', () => {
    const barrels = code.filter((path) => {
      const statements = withoutComments(path)
        .split('\n')
        .filter((line) => line.trim() !== '');
      return statements.length > 0 && statements.every((line) => /^export .* from /.test(line));
    });
    expect(barrels.map(shown)).toEqual([]);
  });

  test('begin with what they are for', () => {
    const mute = code.filter((path) => !/^(#!.*\n)?(\/\*\*|\/\/)/.test(readFileSync(path, 'utf8')));
    expect(mute.map(shown)).toEqual([]);
  });
});

describe('docs/errors.md', () => {
  // A code may be put together from its first word and a kind: archive- and truncated.
  test('lists the codes of the failures in the code, and no others', () => {
    const written = code.flatMap((path) => [
      ...readFileSync(path, 'utf8').matchAll(/new Failure\(\s*(?:'([a-z-]+)'|`([a-z-]+)\$\{)/g),
    ]);
    const whole = new Set(written.flatMap(([, name]) => name ?? []));
    const beginnings = [...new Set(written.flatMap(([, , beginning]) => beginning ?? []))];
    const text = readFileSync(join(root, 'docs/errors.md'), 'utf8');
    const listed = [...text.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1]!);
    const combined = listed.filter((name) => beginnings.some((beginning) => name.startsWith(beginning)));
    expect(listed.filter((name) => !combined.includes(name)).sort()).toEqual([...whole].sort());
    for (const beginning of beginnings)
      expect(combined.some((name) => name.startsWith(beginning))).toBe(true);
    expect(listed).toEqual([...listed].sort());
  });
});

function withoutComments(path: string): string {
  return readFileSync(path, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '');
}
