/**
 * One message as people read it: a sentence for each recipient, then whose message it is, its stops as a timeline,
 * what could not be seen, what to do next, and on demand the lines. What several recipients share is said once.
 * The sentences are those of src/words; here they only find their place.
 */
import type { Fate, Journey, JourneyEvent, Recipient } from '../journey/journey.ts';
import { fateLabel, recipientSentence } from '../words/fate.ts';
import type { Say } from '../words/language.ts';
import { missingSentences } from '../words/missing.ts';
import { safe, short } from '../words/safe.ts';
import { sharedSteps } from '../words/shared-step.ts';
import { phrases } from './phrases.ts';
import { bytes } from './quantity.ts';
import { type Colors, flow, hang, type Page } from './terminal.ts';
import { timeline } from './timeline.ts';

/** More recipients than this are counted by their fate. */
const mostSentences = 8;
/** More advice than this is not read. */
const mostAdvice = 5;

const tones: Readonly<Record<Fate, 'green' | 'yellow' | 'red' | 'cyan'>> = {
  delivered: 'green',
  moved: 'green',
  relayed: 'green',
  piped: 'green',
  forwarded: 'cyan',
  greylisted: 'yellow',
  'temporarily-refused': 'yellow',
  queued: 'yellow',
  deferred: 'yellow',
  held: 'yellow',
  trashed: 'yellow',
  unknown: 'yellow',
  rejected: 'red',
  'connection-lost': 'red',
  quarantined: 'red',
  discarded: 'red',
  expired: 'red',
  bounced: 'red',
  removed: 'red',
  deleted: 'red',
};

export function inTone(fate: Fate, words: string, colors: Colors): string {
  return colors[tones[fate]](words);
}

/** `asked`: the question as it was typed; recipients that it names come first. */
export function story(journey: Journey, asked: string, say: Say, page: Page, withLines: boolean): string {
  const words = phrases(say.language);
  const { shown, rest } = chosen(journey, asked);
  const parts = [
    sentences(journey, asked, say, page),
    heading(journey, say, page),
    timeline(shown, say, page),
    list(words.missing, [...new Set(shown.flatMap((one) => missingSentences(one, say)))], page),
    list(words.next, sharedSteps(journey, [...shown, ...rest], say, mostAdvice), page),
    withLines ? lines(shown, say, page) : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Only the sentences, and how to ask for more of this message. */
export function brief(journey: Journey, asked: string, say: Say, page: Page): string {
  return `${sentences(journey, asked, say, page)}\n${heading(journey, say, page)}`;
}

function sentences(journey: Journey, asked: string, say: Say, page: Page): string {
  const { shown, rest } = chosen(journey, asked);
  const told = shown.map((one) => {
    const dot = inTone(one.fate, '● ', page.colors);
    return hang(dot, recipientSentence(one, journey, say), page.width, page.colors.bold);
  });
  if (rest.length > 0) {
    const fates = [...new Set(rest.map(({ fate }) => fate))].map(
      (fate) => [rest.filter((one) => one.fate === fate).length, fateLabel(fate, say)] as const,
    );
    told.push(hang('  ', phrases(say.language).moreFates(rest.length, fates), page.width));
  }
  return told.join('\n');
}

/** Of a crowd, those whom the question names, and the first of the others. */
function chosen(journey: Journey, asked: string): { shown: Recipient[]; rest: Recipient[] } {
  const question = asked.toLowerCase();
  const named = ({ forwardPath }: Recipient) =>
    forwardPath !== null && question.includes(forwardPath.toLowerCase()) ? 0 : 1;
  // An address that the message came for stands before those that it was sent on to.
  const sentOn = ({ originalRecipient }: Recipient) => (originalRecipient === null ? 0 : 1);
  const sorted = [...journey.recipients].sort((a, b) => named(a) - named(b) || sentOn(a) - sentOn(b));
  const most = sorted.length > mostSentences + 1 ? mostSentences : sorted.length;
  return { shown: sorted.slice(0, most), rest: sorted.slice(most) };
}

function heading(journey: Journey, say: Say, page: Page): string {
  const { reversePath, headerFrom, subject, messageId, size, queueIds } = journey;
  const words = phrases(say.language);
  const facts = [
    subject === null ? '' : words.subject(short(subject, 120)),
    reversePath === null ? '' : words.from(reversePath === '' ? words.nullSender : safe(reversePath)),
    headerFrom === null || headerFrom === reversePath ? '' : words.headerFrom(short(headerFrom, 120)),
    size === null ? '' : bytes(size),
    messageId === null ? '' : short(messageId, 200),
    queueIds.length === 0 ? '' : words.queueIds(queueIds.map(safe)),
  ].filter((fact) => fact !== '');
  return flow(facts, '  ·  ', page.width - 2)
    .map((line) => `  ${page.colors.dim(line)}`)
    .join('\n');
}

function list(title: string, told: readonly string[], page: Page): string {
  if (told.length === 0) return '';
  return [`  ${page.colors.bold(title)}`, ...told.map((sentence) => hang('  - ', sentence, page.width))].join(
    '\n',
  );
}

/** Whole, unwrapped, in the order of time: they are there to be compared and copied. */
function lines(recipients: readonly Recipient[], say: Say, page: Page): string {
  const all = new Map<string, JourneyEvent>();
  for (const { evidence } of recipients) for (const line of evidence) all.set(line.id, line);
  const sorted = [...all.values()].sort((a, b) => a.at - b.at || a.seq - b.seq);
  if (sorted.length === 0) return '';
  const title = `  ${page.colors.bold(phrases(say.language).lines)}`;
  return [title, ...sorted.map(({ written }) => `  ${safe(written)}`)].join('\n');
}
