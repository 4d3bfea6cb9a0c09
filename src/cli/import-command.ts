/**
 * `waybill import FILE...`: reads logs into the store and tells what was in them. A file that cannot be read, or not
 * to its end, does not stop the others; it is named on standard error and the exit status is 2.
 */
import { Failure } from '../failure.ts';
import { type ImportedFile, importFiles } from '../intake/import-files.ts';
import { isoOf } from '../words/moment.ts';
import { safe } from '../words/safe.ts';
import { clockOf } from './clock.ts';
import { jsonLine } from './json-line.ts';
import { withKeptStore } from './opened-store.ts';
import { phrases } from './phrases.ts';
import type { Call } from './program.ts';
import { Progress } from './progress.ts';
import { count } from './quantity.ts';
import { type Column, table } from './terminal.ts';
import { warn } from './warning.ts';

export async function importCommand(call: Call, paths: readonly string[]): Promise<number> {
  const { settings } = call;
  const { tz, year, logs, since, until } = settings;
  if (logs.length > 0 || since !== undefined || until !== undefined)
    throw new Failure(
      'unusable-option',
      'An import keeps whole files: it takes no --log, --since or --until.',
      {
        advice: 'Leave them out here, and give them to the questions.',
      },
    );
  const begun = performance.now();
  const files = await withKeptStore(settings, async (store) => {
    const progress = new Progress(settings.say.language);
    try {
      return await importFiles(store, paths, { tz, year, onProgress: (step) => progress.show(step) });
    } finally {
      progress.clear();
    }
  });
  const seconds = (performance.now() - begun) / 1000;
  if (settings.json) call.print(jsonLine(inJson(files, seconds)));
  else tell(call, files, seconds);
  const failures = files.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  for (const failure of failures) warn(failure, settings.say.language);
  return failures.length === 0 ? 0 : 2;
}

function inJson(files: readonly ImportedFile[], seconds: number): object {
  return {
    lines: sum(files, ({ lines }) => lines),
    added: sum(files, ({ added }) => added),
    seconds: Number(seconds.toFixed(3)),
    files: files.map(({ from, to, failure, ...file }) => ({
      ...file,
      from: from === undefined ? null : isoOf(from),
      to: to === undefined ? null : isoOf(to),
      error: failure === undefined ? null : { code: failure.code, message: failure.message },
    })),
  };
}

function tell({ settings, page, print }: Call, files: readonly ImportedFile[], seconds: number): void {
  const say = phrases(settings.say.language);
  const lines = sum(files, (file) => file.lines);
  const added = sum(files, (file) => file.added);
  print(`${page.colors.bold(say.imported(lines, added))}`);
  if (lines > 0 && added === 0) print(` ${say.nothingNew}`);
  // A short import mostly waits for the engine to open: its speed says nothing.
  if (seconds >= 2)
    print(`  ${page.colors.dim(say.took(seconds.toFixed(1), count(Math.round(lines / seconds))))}`);
  print('\n');
  const read = files.filter((file) => file.lines > 0);
  if (read.length === 0) return;
  const anyMalformed = read.some(({ malformed }) => malformed > 0);
  const columns: Column[] = [
    { title: say.file, shrinks: 1 },
    { title: say.lineCount, right: true },
    { title: say.newCount, right: true },
    { title: say.unrecognizedCount, right: true },
    ...(anyMalformed ? [{ title: say.malformedCount, right: true }] : []),
    { title: say.firstLine },
    { title: say.lastLine },
  ];
  const rows = read.map((file) => [
    safe(file.path === '-' ? say.standardInput : file.path),
    count(file.lines),
    count(file.added),
    count(file.unrecognized),
    ...(anyMalformed ? [count(file.malformed)] : []),
    file.from === undefined ? '' : clockOf(file.from, settings.say),
    file.to === undefined ? '' : clockOf(file.to, settings.say),
  ]);
  print(`\n${table(columns, rows, page)}\n`);
}

function sum(files: readonly ImportedFile[], value: (file: ImportedFile) => number): number {
  return files.reduce((total, file) => total + value(file), 0);
}
