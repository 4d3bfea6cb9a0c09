/**
 * `waybill logs`: raw lines that hold every term, as a person types them: `"Jul 03 16,jerry"`. Reads terms, times and
 * sources out of the question and leaves finding to the store. Not: what lines mean.
 */
import { Failure } from '../failure.ts';
import { FILTER_PROGRAMS, MAILBOX_PROGRAMS } from '../programs/data-kind.ts';
import type { Store } from '../store/store.ts';
import type { StoredLine } from '../store/stored-line.ts';
import type { LinePage, Term, TextSearch, WallTime } from '../store/text-search.ts';

const SOURCES = ['smtp', 'mailbox', 'filter', 'all'] as const;
export type Source = (typeof SOURCES)[number];

export interface LogsQuestion {
  /** Comma-separated; double quotes keep a comma. */
  readonly terms: string;
  readonly source?: Source;
  /** Microseconds since the epoch: `since` inclusive, `until` exclusive. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** One of an answer's periods; both ends inclusive. */
  readonly period?: { readonly from: number; readonly to: number } | undefined;
  /** IANA name: in it a term such as `Jul 03 16` is meant, and periods begin. */
  readonly zone: string;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

export function findLines(
  store: Store,
  question: LogsQuestion,
  page: number,
  pageSize: number,
): Promise<LinePage> {
  return store.page(searchOf(question), { page, pageSize, zone: question.zone });
}

/** Every matching line, oldest first, some thousands at a time. */
export function walkLines(store: Store, question: LogsQuestion): AsyncGenerator<readonly StoredLine[]> {
  return store.walk(searchOf(question));
}

/** What the store is asked. Throws `terms-unclosed-quote`. */
export function searchOf(question: LogsQuestion): TextSearch {
  const { period, zone } = question;
  return {
    terms: splitTerms(question.terms).map((text): Term => {
      const time = readWallTime(text, zone);
      return time === undefined ? { text } : { text, time, printed: printedForms(time) };
    }),
    families: familiesOf(question.source ?? 'all'),
    since: later(question.since, period?.from),
    until: earlier(question.until, period === undefined ? undefined : period.to + 1),
  };
}

/** Trimmed and without their quotes; empty ones fall away. Throws `terms-unclosed-quote`. */
export function splitTerms(terms: string): string[] {
  const found: string[] = [];
  let term = '';
  let quoted = false;
  let wasQuoted = false;
  const end = () => {
    const text = wasQuoted ? term : term.trim();
    if (text !== '') found.push(text);
    term = '';
    wasQuoted = false;
  };
  for (const char of terms) {
    if (char === '"' && (quoted || term.trim() === '')) {
      quoted = !quoted;
      if (quoted) term = '';
      wasQuoted = true;
    } else if (char === ',' && !quoted) end();
    else if (quoted || !wasQuoted || char !== ' ') term += char;
  }
  if (quoted)
    throw new Failure('terms-unclosed-quote', 'A double quote in the terms is not closed.', {
      advice: 'Close it, or leave it out: quotes are only needed around a comma.',
    });
  end();
  return found;
}

const SYSLOG_TIME = /^([a-z]{3})\s+(\d{1,2})(?:\s+(\d{1,2})(?::(\d{1,2})(?::(\d{1,2}))?)?)?:?$/i;
const ISO_TIME = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t](\d{1,2})(?::(\d{1,2})(?::(\d{1,2}))?)?)?:?$/i;

/** `Jul 03 16`, `Jul  3 16:39`, `2026-07-03 16:39:25`; undefined where the term is no time. */
export function readWallTime(term: string, zone: string): WallTime | undefined {
  const iso = ISO_TIME.exec(term);
  const syslog = iso === null ? SYSLOG_TIME.exec(term) : null;
  const [, first = '', second = '', ...rest] = iso ?? syslog ?? [];
  if (first === '') return undefined;
  const numbers = (iso === null ? [second, ...rest] : rest).map((part) => (part ? Number(part) : undefined));
  const [day = 0, hour, minute, seconds] = numbers;
  const month = iso === null ? MONTHS.indexOf(first.toLowerCase()) + 1 : Number(second);
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || (seconds ?? 0) > 60) return undefined;
  return { zone, year: iso === null ? undefined : Number(first), month, day, hour, minute, second: seconds };
}

/** A time as the heads of lines print it, whatever their zone: `Jul  3 16:39`, `07-03T16:39`, `2026-07-03 16:39`. */
function printedForms({ year, month, day, hour, minute, second }: WallTime): readonly string[] {
  const two = (n: number) => String(n).padStart(2, '0');
  const clock = [hour, minute, second]
    .filter((part) => part !== undefined)
    .map(two)
    .join(':');
  const behind = (date: string, between: string) => (clock === '' ? date : `${date}${between}${clock}`);
  const iso = `${year === undefined ? '-' : `${year}-`}${two(month)}-${two(day)}`;
  const forms = [behind(iso, 'T'), behind(iso, ' ')];
  if (year !== undefined) return forms;
  const name = MONTHS[month - 1] as string;
  return [
    ...forms,
    behind(`${name} ${two(day)}`, ' '),
    behind(`${name} ${String(day).padStart(2, ' ')}`, ' '),
  ];
}

/** What is neither a filter's nor a mail store's is the mail transport's. */
function familiesOf(source: Source): TextSearch['families'] {
  if (source === 'all') return undefined;
  if (source === 'mailbox') return { names: MAILBOX_PROGRAMS };
  if (source === 'filter') return { names: FILTER_PROGRAMS };
  return { names: [...MAILBOX_PROGRAMS, ...FILTER_PROGRAMS], except: true };
}

function later(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b);
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}
