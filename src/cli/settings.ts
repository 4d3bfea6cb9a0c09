/**
 * The options that every command takes, checked and with their defaults. What the options of one command mean is that
 * command's file. Times become microseconds since the epoch here.
 */
import type { Command } from 'commander';
import type { Environment } from '../config/environment.ts';
import { Failure } from '../failure.ts';
import { Zone } from '../syslog/zone.ts';
import { languageNamed, type Say } from '../words/language.ts';
import type { Usage } from './usage-phrases.ts';

export interface Settings {
  readonly data: string;
  readonly store: string | undefined;
  /** Files to read into a throw-away store. */
  readonly logs: readonly string[];
  readonly json: boolean;
  readonly say: Say;
  /** For lines that do not say, and for times that were typed without a zone. Undefined: the system's. */
  readonly tz: string | undefined;
  readonly year: number | undefined;
  /** Microseconds since the epoch; `since` inclusive, `until` exclusive. */
  readonly since: number | undefined;
  readonly until: number | undefined;
}

export function addCommonOptions(program: Command, environment: Environment, words: Usage): void {
  program
    .option('--data <dir>', words.data, environment.dataDirectory)
    .option('--store <url>', words.store)
    .option('--log <file>', words.log, collect)
    .option('--json', words.json)
    .option('--lang <language>', words.lang, environment.language)
    .option('--tz <zone>', words.tz)
    .option('--year <yyyy>', words.year)
    .option('--since <time>', words.since)
    .option('--until <time>', words.until);
}

/** Throws Failure `unusable-option`, `unusable-time` or `unknown-time-zone`. */
export function readSettings(options: Record<string, unknown>, environment: Environment): Settings {
  const { lang, tz, year } = options as Record<string, string | undefined>;
  const language = languageNamed(lang ?? environment.language);
  if (language === undefined)
    throw new Failure('unusable-option', `There is no language "${lang}".`, {
      advice: 'Use --lang en or --lang zh-TW.',
    });
  const zone = new Zone(tz);
  const since = readTime(options.since as string | undefined, zone, '--since')?.from;
  const until = readTime(options.until as string | undefined, zone, '--until')?.to;
  if (since !== undefined && until !== undefined && since >= until)
    throw new Failure('unusable-time', 'The time after --until is not later than the one after --since.');
  return {
    data: options.data as string,
    store: options.store as string | undefined,
    logs: (options.log ?? []) as string[],
    json: options.json === true,
    // Without `now`: a sentence names the year, since answers are saved and forwarded.
    say: { language, tz: tz ?? environment.timeZone },
    tz,
    year: year === undefined ? undefined : readCount(year, '--year', 1970, 9999),
    since,
    until,
  };
}

/** Throws Failure `unusable-option` unless `text` is a whole number in the range. */
export function readCount(text: string, option: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most))
    throw new Failure('unusable-option', `"${text}" cannot stand after ${option}.`, {
      advice: `Give a whole number from ${least} to ${most}.`,
    });
  return number;
}

const written =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,6})\d*)?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/**
 * The interval that a written time names: a day, an hour, a minute, a second or an instant, `to` exclusive.
 * Without an offset it is the zone's wall clock.
 */
export function readTime(
  text: string | undefined,
  zone: Zone,
  option: string,
): { from: number; to: number } | undefined {
  if (text === undefined) return undefined;
  const match = written.exec(text.trim());
  const unusable = () =>
    new Failure('unusable-time', `"${text}" after ${option} is not a time.`, {
      advice: 'Write 2026-07-03, 2026-07-03T16:39 or 2026-07-03T16:39:25+08:00.',
    });
  if (match === null) throw unusable();
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  );
  const back = new Date(wall);
  if (back.getUTCMonth() !== Number(month) - 1 || back.getUTCDate() !== Number(day) || Number(hour ?? 0) > 23)
    throw unusable();
  if (Number(minute ?? 0) > 59 || Number(second ?? 0) > 60) throw unusable();
  const length =
    hour === undefined ? 86_400_000 : minute === undefined ? 3_600_000 : second === undefined ? 60_000 : 1000;
  const instant = (at: number, later: boolean) =>
    offset === undefined ? zone.instants(at)[later ? 1 : 0] : at - milliseconds(offset);
  const rest = fraction === undefined ? undefined : Number(fraction.padEnd(6, '0'));
  const from = instant(wall, false) * 1000 + (rest ?? 0);
  return { from, to: rest === undefined ? instant(wall + length, true) * 1000 : from + 1 };
}

function milliseconds(offset: string): number {
  if (/^z$/i.test(offset)) return 0;
  const digits = offset.replace(/\D/g, '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** For an option that may be given several times. */
export function collect(value: string, all: readonly string[] = []): readonly string[] {
  return [...all, value];
}
