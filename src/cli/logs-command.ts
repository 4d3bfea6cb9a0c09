/**
 * `waybill logs TERMS`: the log lines that hold every term, newest first, a page of them, with the periods in which
 * they lie; or all of them, oldest first and byte for byte, into a file.
 */
import { once } from 'node:events';
import { createWriteStream, statSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { findLines, type LogsQuestion, type Source, walkLines } from '../ask/logs.ts';
import { Failure } from '../failure.ts';
import type { Store } from '../store/store.ts';
import type { StoredLine } from '../store/stored-line.ts';
import type { LinePage } from '../store/text-search.ts';
import { decode } from '../syslog/bytes.ts';
import { Zone } from '../syslog/zone.ts';
import { isoOf } from '../words/moment.ts';
import { safe } from '../words/safe.ts';
import { clockOf } from './clock.ts';
import { jsonLine } from './json-line.ts';
import { withStore } from './opened-store.ts';
import { phrases } from './phrases.ts';
import type { Call } from './program.ts';
import { count } from './quantity.ts';
import { readCount, readTime } from './settings.ts';

export async function logsCommand(call: Call, [terms = '']: readonly string[]): Promise<number> {
  const { settings, options } = call;
  const { source, period, download } = options as Record<string, string | undefined>;
  const question: LogsQuestion = {
    terms,
    source: source as Source,
    since: settings.since,
    until: settings.until,
    period: period === undefined ? undefined : readPeriod(period, new Zone(settings.tz)),
    zone: settings.say.tz,
  };
  const page = readCount(String(options.page), '--page', 1, 999_999_999);
  const pageSize = readCount(String(options.pageSize), '--page-size', 1, 100_000);
  const answer = async (store: Store): Promise<number> => {
    if (download !== undefined) return writeAll(call, store, question, download);
    const found = await findLines(store, question, page, pageSize);
    if (settings.json) call.print(jsonLine(inJson(found, page, pageSize)));
    else tell(call, terms, found, page, pageSize);
    return found.total > 0 ? 0 : 1;
  };
  return withStore(settings, answer, true);
}

/** `FROM..TO` or, as periods are printed, `FROM ~ TO`; both ends count. */
function readPeriod(text: string, zone: Zone): { from: number; to: number } {
  const [from, to, ...rest] = text.split(/\.\.|~/).map((part) => part.trim());
  if (!from || !to || rest.length > 0)
    throw new Failure('unusable-time', `"${text}" after --period is not an interval.`, {
      advice: 'Write FROM..TO, for example 2026-07-01..2026-07-07.',
    });
  const period = { from: readTime(from, zone, '--period')!.from, to: readTime(to, zone, '--period')!.to - 1 };
  if (period.to < period.from) {
    throw new Failure('unusable-time', `The interval "${text}" after --period ends before it begins.`, {
      advice: 'Write the earlier time first.',
    });
  }
  return period;
}

function inJson({ total, lines, periods }: LinePage, page: number, pageSize: number): object {
  return {
    total,
    page,
    pageSize,
    lines: lines.map((line) => ({
      id: line.id,
      at: isoOf(line.at),
      host: decode(line.host),
      program: decode(line.program),
      text: written(line),
    })),
    periods: periods.map(({ from, to, lines: number }) => ({
      from: isoOf(from),
      to: isoOf(to),
      lines: number,
    })),
  };
}

function tell(call: Call, terms: string, found: LinePage, page: number, pageSize: number): void {
  const { settings, print } = call;
  const { colors } = call.page;
  const { say } = settings;
  const words = phrases(say.language);
  const pages = Math.max(1, Math.ceil(found.total / pageSize));
  print(`${colors.bold(words.logsTotal(found.total, pageSize, page, pages))}\n`);
  if (found.periods.length > 1) {
    const rows = found.periods.map(
      ({ from, to, lines }) => [`${clockOf(from, say)} ~ ${clockOf(to, say)}`, count(lines)] as const,
    );
    const width = Math.max(...rows.map(([, number]) => number.length));
    print('\n');
    for (const [interval, number] of rows) print(`  ${interval}  ${colors.dim(number.padStart(width))}\n`);
  }
  if (found.lines.length === 0) return;
  print('\n');
  const mark = marker(terms, colors.bold);
  for (const line of found.lines) print(`${mark(safe(written(line)))}\n`);
  if (page < pages) print(`\n${colors.dim(words.nextPage(page + 1))}\n`);
}

/** Makes the terms stand out, where there are colours. */
function marker(terms: string, bold: (text: string) => string): (line: string) => string {
  const plain = terms
    .split(',')
    .map((term) => term.replaceAll('"', '').trim())
    .filter((term) => term !== '')
    .map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (plain.length === 0 || bold('') === '') return (line) => line;
  const pattern = new RegExp(plain.join('|'), 'gi');
  return (line) => line.replace(pattern, bold);
}

async function writeAll(call: Call, store: Store, question: LogsQuestion, path: string): Promise<number> {
  if (path !== '-' && call.settings.logs.some((log) => isSame(log, path))) {
    throw new Failure('file-unwritable', `${path} is the log that is read.`, {
      advice: 'Choose another file.',
    });
  }
  let lines = 0;
  const chunk = (some: readonly StoredLine[]) =>
    Buffer.from(some.map(({ head, text }) => `${head}${text}\n`).join(''), 'latin1');
  try {
    const file = path === '-' ? process.stdout : createWriteStream(path, { mode: 0o600 });
    if (path !== '-') await once(file, 'open');
    for await (const some of walkLines(store, question)) {
      lines += some.length;
      if (!file.write(chunk(some))) await once(file, 'drain');
    }
    if (path !== '-') {
      file.end();
      await finished(file);
    }
  } catch (cause) {
    if (cause instanceof Failure || !(cause instanceof Error) || !('code' in cause)) throw cause;
    throw new Failure('file-unwritable', `${path} cannot be written.`, { reason: cause.message, cause });
  }
  if (path !== '-') {
    const { say, json } = call.settings;
    if (json) call.print(jsonLine({ total: lines, file: path }));
    else call.print(`${phrases(say.language).downloaded(lines, safe(path))}\n`);
  }
  return lines > 0 ? 0 : 1;
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false }));
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
}

function written({ head, text }: StoredLine): string {
  return decode(head + text);
}
