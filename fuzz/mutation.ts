/**
 * Lines made of lines: spliced, doubled, cut, with fragments of log syntax or bytes that fit nowhere put in or taken
 * out. Everything comes from the dice, so a seed plays the same lines again. Not: what a line means.
 */
import type { Dice } from '../bench/dice.ts';

/** What a reader looks for, and what must not be found by searching. */
// biome-ignore format: a list of words reads best packed
const SYNTAX = [
  ', status=sent (250 ok)', ', relay=', ', dsn=', ' to=<', '; from=<', '>, ', ' helo=<', ' proto=ESMTP',
  ': removed', 'queued as ', '88BDC254536: ', 'NOQUEUE: ', 'reject: ', 'header ', ' from local; ',
  ' from a[192.0.2.1]', 'msgid=', ', uid=1', 'box=', ', flags=(', ')', '(', '"', '\\', '\\"', '"@', '<',
  '>', '[', ']', '{', '}', "'", ': ', '; ', ', ', 'sieve: ', ': stored mail into mailbox ', 'copy from ',
  'Mailbox ', ' -> ', 'Message repeated', 'message repeated 2 times: [ ', 'Passed CLEAN', 'Blocked SPAM',
  '...', '(12025-03) ', ', quarantine: ', 'Queue-ID: ', 'action=greylist', ', sender=', ', recipient=',
  'id: <', '>, qid: <', '(default: ', ']), len: ', ' infected by ', ' FOUND', 'rip=', 'session=<',
  'user=<', 'Jul  3 16:39:25 mx1 ', '2026-07-03T16:39:25+08:00 ', '<22>1 ', '{"', '"}', '\0', '\r', '\x7f',
  '\xff', '\xe4\xbf\xa1', '%', 'error', 'NaN', '-1', '99999999999999999999', '/',
];
const BYTES = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).filter((c) => c !== '\n');

/** Longer lines are made on purpose and rarely (`long`). */
const USUAL = 20_000;

export function mutate(seeds: readonly string[], dice: Dice): string {
  let line = seeds[dice.below(seeds.length)]!;
  for (let changes = 1 + dice.below(4); changes > 0; changes--) line = change(line, seeds, dice);
  return line.slice(0, USUAL);
}

function change(line: string, seeds: readonly string[], dice: Dice): string {
  const at = dice.below(line.length + 1);
  const end = Math.min(line.length, at + 1 + dice.below(dice.chance(0.5) ? 8 : 200));
  switch (dice.below(8)) {
    case 0: // the beginning of one, the end of another
      return line.slice(0, at) + tail(seeds[dice.below(seeds.length)]!, dice);
    case 1: // a whole line inside of another
      return line.slice(0, at) + seeds[dice.below(seeds.length)]! + line.slice(at);
    case 2: // doubled
      return line.slice(0, end) + line.slice(at);
    case 3:
      return line.slice(0, at) + line.slice(end);
    case 4: // cut
      return line.slice(0, at);
    case 5:
      return (
        line.slice(0, at) + BYTES[dice.below(BYTES.length)]! + line.slice(dice.chance(0.5) ? at : at + 1)
      );
    default:
      return line.slice(0, at) + SYNTAX[dice.below(SYNTAX.length)]! + line.slice(dice.chance(0.7) ? at : end);
  }
}

function tail(line: string, dice: Dice): string {
  return line.slice(dice.below(line.length + 1));
}

/** One line of about `length` bytes: a few pieces of a seed and of syntax, over and over inside of another. */
export function long(seeds: readonly string[], length: number, dice: Dice): string {
  const line = seeds[dice.below(seeds.length)]!;
  const at = dice.below(line.length + 1);
  let part = '';
  for (let pieces = 1 + dice.below(3); pieces > 0; pieces--) part += piece(line, at, dice);
  const filling = part.repeat(Math.ceil(length / part.length)).slice(0, length);
  return line.slice(0, at) + filling + line.slice(dice.chance(0.5) ? at : line.length);
}

/** What follows in the line is what its reader may look for next, and what stands between words is what it looks for. */
function piece(line: string, at: number, dice: Dice): string {
  const marks = line.match(/[^0-9A-Za-z]{1,6}/g) ?? [' '];
  if (dice.chance(0.5)) return marks[dice.below(marks.length)]!;
  if (dice.chance(0.5)) return SYNTAX[dice.below(SYNTAX.length)]!;
  return line.slice(at, at + 1 + dice.below(20)) || BYTES[dice.below(BYTES.length)]!;
}
