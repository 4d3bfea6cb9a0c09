/**
 * A line under a pseudonym: the local part of the address in all its shapes, and the sign-in names where the line says whose
 * it is, are replaced; every other byte stays. The pseudonym is by chance, so that nobody can compute it from the address;
 * the domain stays, as it is no one person's. Pure but for chance.
 */
import { randomBytes } from 'node:crypto';
import { addressKey } from '../mail/identity.ts';
import type { Range } from './address-shapes.ts';
import { patternOf } from './any-case.ts';
import { type Person, signInNames } from './person.ts';
import type { StoredLine } from './stored-line.ts';
import { understand } from './understand.ts';

export function newPseudonym(): string {
  return `forgotten-${randomBytes(5).toString('hex')}`;
}

export const PSEUDONYM = /forgotten-[0-9a-f]{10}/g;

/** Its `id` is that of the line before. */
export function underPseudonym(line: StoredLine, person: Person, pseudonym: string): StoredLine {
  const inText = (text: string) => replaced(text, person.shapes.in(text), pseudonym);
  let made = rewritten(line, (whole) => person.shapes.in(whole), pseudonym);
  made = { ...made, host: inText(made.host), program: inText(made.program), pid: inText(made.pid) };
  for (const shape of [asUser, asWord, anywhere])
    for (const name of namesIn(made, person)) made = rewritten(made, shape(name), pseudonym);
  return made;
}

function namesIn(line: StoredLine, person: Person): string[] {
  return [...new Set(signInNames(understand(line)).map(addressKey))].filter((name) => person.isUser(name));
}

type Ranges = (whole: string) => readonly Range[];

/** `imap(NAME)`, `lmtp(810, NAME)`, `passwd-file(NAME,192.0.2.1`, `user=<NAME>`, `sasl_username=NAME`, `250 2.0.0 <NAME> session Saved`. */
function asUser(name: string): Ranges {
  const user = patternOf(name);
  return matching(
    String.raw`(?<=\w\((?:\d+, ?)?)${user}(?=[),])|(?<=\buser=<?|sasl_username=)${user}(?=[>,;\s)]|$)|(?<=[ (]<)${user}(?=> )`,
  );
}

/** Where the line still is of that name: wherever the name stands by itself. */
function asWord(name: string): Ranges {
  return matching(String.raw`(?<![\w.+\x80-\xff-])${patternOf(name)}(?![\w.@+\x80-\xff-])`);
}

function anywhere(name: string): Ranges {
  return matching(patternOf(name));
}

function matching(pattern: string): Ranges {
  const all = new RegExp(pattern, 'g');
  return (whole) =>
    Array.from(whole.matchAll(all), ({ index, 0: { length } }) => ({ start: index, end: index + length }));
}

/** Head and text are one line, and stay parted where they were. */
function rewritten(line: StoredLine, ranges: Ranges, pseudonym: string): StoredLine {
  const whole = line.head + line.text;
  const found = ranges(whole);
  if (found.length === 0) return line;
  const border = line.head.length;
  const before = found.filter(({ start }) => start < border);
  const head = whole.slice(0, Math.max(border, before.at(-1)?.end ?? 0));
  const behind = found.slice(before.length).map(({ start, end }) => ({
    start: start - head.length,
    end: end - head.length,
  }));
  return {
    ...line,
    head: replaced(head, before, pseudonym),
    text: replaced(whole.slice(head.length), behind, pseudonym),
  };
}

function replaced(text: string, ranges: readonly Range[], by: string): string {
  let made = '';
  let from = 0;
  for (const { start, end } of ranges) {
    made += text.slice(from, start) + by;
    from = end;
  }
  return made + text.slice(from);
}
