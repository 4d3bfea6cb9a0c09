/**
 * One thing that a corpus expects of one line or message, beside what Waybill says of it. `case` names it by file and
 * number, so that nobody's data has to be repeated to talk about it. Not: which differences are legitimate
 * (explanations.ts).
 */
import type { LogEvent } from '../src/programs/event.ts';
import { parse } from '../src/programs/parse.ts';
import { encode } from '../src/syslog/bytes.ts';
import { Framer } from '../src/syslog/framer.ts';

export interface Comparison {
  readonly case: string;
  readonly field: string;
  readonly expected: string;
  /** '' where Waybill states no such thing. */
  readonly got: string;
}

/** Reads expected values from a corpus' folder. */
export type Corpus = (folder: string) => Iterable<Comparison>;

export function comparison(where: string, field: string, expected: unknown, got: unknown): Comparison {
  return { case: where, field, expected: String(expected), got: got === undefined ? '' : String(got) };
}

/** The year stands in few of the corpora's lines; `year` is for the others. */
export function read(line: string, year: number): LogEvent {
  return parse(new Framer({ tz: 'UTC', year }).frame(encode(line)));
}

/** `expected` where `text` holds it, else the text: for what a corpus takes apart and Waybill keeps whole. */
export function holds(text: string | undefined, expected: string): string | undefined {
  return text?.includes(expected.trim()) ? expected : text;
}

/** `expected` where the two are the same, else what was read: for what both name, in words of their own. */
export function named(
  read: string | undefined,
  name: string | undefined,
  expected: string,
): string | undefined {
  return read !== undefined && read === name ? expected : read;
}
