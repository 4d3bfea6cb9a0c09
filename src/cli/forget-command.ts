/**
 * `waybill forget ADDRESS`: a person's data is deleted from the store, or stands under a pseudonym from then on, and the
 * command says what it does not reach. Exit status 1 where nothing was found. Not: which lines are his (store/person.ts).
 */
import { Failure } from '../failure.ts';
import type { Forgotten } from '../store/forget.ts';
import { isoOf } from '../words/moment.ts';
import { safe } from '../words/safe.ts';
import { clockOf } from './clock.ts';
import { forgetPhrases } from './forget-phrases.ts';
import { jsonLine } from './json-line.ts';
import { withStore } from './opened-store.ts';
import type { Call } from './program.ts';
import { hang } from './terminal.ts';

export interface ForgetOptions {
  readonly user?: readonly string[];
  readonly pseudonymise?: boolean;
  readonly dryRun?: boolean;
}

export async function forgetCommand(call: Call, [address = '']: readonly string[]): Promise<number> {
  const { settings } = call;
  const { user = [], pseudonymise = false, dryRun = false } = call.options as ForgetOptions;
  if (settings.logs.length > 0 || settings.since !== undefined || settings.until !== undefined)
    throw new Failure(
      'unusable-option',
      'A person is forgotten in the whole store: it takes no --log, --since or --until.',
      { advice: 'Leave them out here.' },
    );
  if (!/^[^\s<>\x00-\x1f\x7f]+@[^\s<>@\x00-\x1f\x7f]+$/.test(address))
    throw new Failure('unusable-address', `"${address}" is not an address.`, {
      advice: 'Write jerry@corp.example, without brackets or spaces.',
    });
  return withStore(settings, async (store) => {
    const forgotten = await store.forget({ address, users: user, pseudonymise, dryRun });
    if (settings.json) call.print(jsonLine(inJson(forgotten, dryRun)));
    else tell(call, address, forgotten, dryRun);
    return forgotten.lines > 0 ? 0 : 1;
  });
}

function inJson({ lines, from, to, pseudonym, userNamesLeft }: Forgotten, dryRun: boolean): object {
  return {
    lines,
    from: from === undefined ? null : isoOf(from),
    to: to === undefined ? null : isoOf(to),
    pseudonym: pseudonym ?? null,
    userNamesLeft,
    dryRun,
  };
}

function tell(
  { settings: { say }, page: { colors, width }, print }: Call,
  address: string,
  { lines, from, to, pseudonym, userNamesLeft }: Forgotten,
  dryRun: boolean,
): void {
  const words = forgetPhrases(say.language);
  const tellOne = (sentence: string, style?: (line: string) => string) =>
    print(`${hang('', sentence, width, style)}\n`);
  if (lines === 0) {
    tellOne(words.nothing(safe(address)));
    return;
  }
  const done = dryRun
    ? words.would(lines)
    : pseudonym === undefined
      ? words.deleted(lines)
      : words.renamed(lines, pseudonym);
  tellOne(done, colors.bold);
  if (from !== undefined && to !== undefined)
    tellOne(words.interval(clockOf(from, say), clockOf(to, say), say.tz));
  if (userNamesLeft.length > 0) tellOne(words.namesLeft(userNamesLeft.map(safe)));
  tellOne(words.elsewhere, colors.dim);
}
