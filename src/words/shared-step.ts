/**
 * What to do next about a message with several recipients: advice that is the same for several is said once, with their
 * names. What is advised to each is decided in next-step.ts.
 */
import type { Journey, Recipient } from '../journey/journey.ts';
import { catalogues, text } from './catalogue.ts';
import type { Say } from './language.ts';
import { type PossibleStep, possibleSteps } from './next-step.ts';
import { fewOf } from './phrase.ts';
import { placeholders } from './template.ts';

/** Values that name people: a sentence can name several; a command takes the first, and the others stand beside it. */
const people: ReadonlySet<string> = new Set(['to', 'owner', 'user', 'mailUser', 'others']);

/** At most `most` sentences, first what is most useful to each. `recipients` in the order in which they are told. */
export function sharedSteps(
  journey: Journey,
  recipients: readonly Recipient[],
  say: Say,
  most: number,
): string[] {
  const own = recipients.map((recipient) =>
    possibleSteps(recipient, journey, say).filter(
      ({ step }) => step !== 'forward-trace' || !isTold(recipient, journey),
    ),
  );
  const shared = new Map<string, PossibleStep[]>();
  for (let rank = 0; own.some((steps) => rank < steps.length); rank++)
    for (const one of own.flatMap((steps) => steps[rank] ?? [])) {
      const key = sharingOf(one, say);
      const same = shared.get(key);
      if (same === undefined) shared.set(key, [one]);
      else same.push(one);
    }
  return [...shared.values()].slice(0, most).map((same) => told(same, say));
}

/** Equal for steps whose sentences differ in nothing but people. */
function sharingOf({ step, values }: PossibleStep, say: Say): string {
  const names = placeholders(catalogues[say.language].next[step]).map((name) => name.replace('?', ''));
  const others = names.filter((name) => !people.has(name));
  return JSON.stringify([step, ...others.map((name) => (values as Record<string, unknown>)[name] ?? null)]);
}

function told(same: readonly PossibleStep[], say: Say): string {
  const [{ step, values }] = same as [PossibleStep];
  const few = (names: readonly (string | undefined)[]) => {
    const known = [...new Set(names.filter((name) => name !== undefined))];
    return known.length === 0 ? undefined : fewOf(known, say);
  };
  return text(say, 'next', step, {
    ...values,
    to: few(same.map((one) => one.values.to)),
    owner: few(same.map((one) => one.values.owner)),
    user: few(same.map((one) => one.values.user)),
    others: few(same.slice(1).map((one) => one.values.owner ?? one.values.to)),
  });
}

/** Each address that the copy went on to is a recipient of the same message: its answer stands there already. */
function isTold({ detail }: Recipient, journey: Journey): boolean {
  const known = new Set(journey.recipients.map(({ forwardPath }) => forwardPath?.toLowerCase()));
  const targets = detail.forwardedTo ?? [];
  return targets.length > 0 && targets.every((address) => known.has(address.toLowerCase()));
}
