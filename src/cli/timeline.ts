/**
 * The stops of a message's recipients as one timeline. What several share is told once, with whom it concerns where
 * that is not everybody. Each recipient's stops keep their order, which is that of cause: a line's own time may lie a
 * moment before that of the line above.
 */
import type { Recipient, Stop } from '../journey/journey.ts';
import type { Say } from '../words/language.ts';
import { safe, short } from '../words/safe.ts';
import { stopSentence } from '../words/stop.ts';
import { clockOf } from './clock.ts';
import { phrases } from './phrases.ts';
import { hang, type Page, pad } from './terminal.ts';

interface SharedStop {
  readonly stop: Stop;
  readonly sentence: string;
  readonly recipients: Set<Recipient>;
}

export function timeline(recipients: readonly Recipient[], say: Say, page: Page): string {
  const stops = merged(recipients, say);
  const place = ({ stop }: SharedStop) => `${short(stop.host, 24)}  ${short(stop.program, 24)}`;
  const column = Math.max(0, ...stops.map((one) => place(one).length));
  let day = '';
  return stops
    .flatMap((one) => {
      const [date = '', time = ''] = clockOf(one.stop.at, say).split(' ');
      const head = `  ${time}  ${page.colors.dim(pad(place(one), column))}  `;
      const row = hang(head, one.sentence + concerned(one, recipients, say, page), page.width);
      if (date === day) return [row];
      day = date;
      return [`  ${page.colors.dim(date)}`, row];
    })
    .join('\n');
}

/** By time, as far as no recipient's own order is broken. */
function merged(recipients: readonly Recipient[], say: Say): SharedStop[] {
  const shared = new Map<string, SharedStop>();
  const queues = recipients.map((recipient) => {
    const own = new Set<SharedStop>();
    for (const stop of recipient.stops) {
      const sentence = stopSentence(stop, say);
      const key = `${Math.floor(stop.at / 1_000_000)} ${stop.stop} ${sentence}`;
      const known = shared.get(key) ?? { stop, sentence, recipients: new Set() };
      shared.set(key, known);
      known.recipients.add(recipient);
      own.add(known);
    }
    return own;
  });
  const told: SharedStop[] = [];
  while (told.length < shared.size) {
    const heads = queues.flatMap((own) => own.values().next().value ?? []);
    const ready = heads.filter((head) =>
      queues.every((own) => !own.has(head) || own.values().next().value === head),
    );
    // Where recipients disagree on the order, none is ready.
    const next = (ready.length > 0 ? ready : heads).reduce((a, b) => (isBefore(b, a) ? b : a));
    told.push(next);
    for (const own of queues) own.delete(next);
  }
  return told;
}

/** Within a second a message is filtered, then its alias is expanded, then the copies go their ways. */
function isBefore({ stop: a }: SharedStop, { stop: b }: SharedStop): boolean {
  const [second, other] = [Math.floor(a.at / 1_000_000), Math.floor(b.at / 1_000_000)];
  if (second !== other) return second < other;
  return rank(a) === rank(b) ? a.at < b.at : rank(a) < rank(b);
}

const early: ReadonlySet<Stop['stop']> = new Set([
  'accepted',
  'submitted',
  'sender-checked',
  'signed',
  'checked',
  'queued',
  'filtered',
  'reinjected',
]);

function rank({ stop }: Stop): number {
  return early.has(stop) ? 0 : stop === 'expanded' ? 1 : 2;
}

/** Whom a stop concerns, where it is not everybody whose copy did not just go on, and the sentence does not say it. */
function concerned(one: SharedStop, all: readonly Recipient[], say: Say, page: Page): string {
  if (all.every((recipient) => one.recipients.has(recipient))) return '';
  const ends = all.filter(({ fate }) => fate !== 'forwarded');
  if (ends.length > 0 && ends.every((recipient) => one.recipients.has(recipient))) return '';
  const words = phrases(say.language);
  const addresses = [...one.recipients].map(({ forwardPath }) => safe(forwardPath ?? '?'));
  if (addresses.every((address) => one.sentence.includes(address))) return '';
  return page.colors.dim(
    addresses.length > 3 ? words.onlyForSome(addresses.length) : words.onlyFor(addresses),
  );
}
