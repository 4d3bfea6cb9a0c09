/**
 * `waybill search`: a list of messages, newest first, a row for each recipient. With `--json` the messages as
 * `trace --json` has them.
 */
import { search } from '../ask/search.ts';
import { Failure } from '../failure.ts';
import { FATES, type Fate, type Journey, type Recipient } from '../journey/journey.ts';
import { fateLabel } from '../words/fate.ts';
import type { Say } from '../words/language.ts';
import { clientOf } from '../words/phrase.ts';
import { safe, short } from '../words/safe.ts';
import { traceJson } from '../words/trace-json.ts';
import { clockOf } from './clock.ts';
import { jsonLine } from './json-line.ts';
import { withStore } from './opened-store.ts';
import { phrases } from './phrases.ts';
import type { Call } from './program.ts';
import { readCount } from './settings.ts';
import { inTone } from './story.ts';
import { type Page, table } from './terminal.ts';

/** Messages for people; a script gets them all unless it says otherwise. */
const usualLimit = 50;
/** Recipients of one message that get a row. */
const mostRows = 5;

export async function searchCommand({ settings, options, page, print }: Call): Promise<number> {
  const { from, to, subject, client } = options as Record<string, string | undefined>;
  const fate = readFate(options.fate as string | undefined);
  const { since, until, say } = settings;
  const given =
    typeof options.limit === 'string' ? readCount(options.limit, '--limit', 1, 999_999_999) : undefined;
  const limit = given ?? (settings.json ? undefined : usualLimit + 1);
  return withStore(settings, async (store) => {
    const journeys = await search(store, { from, to, subject, fate, client, since, until, limit });
    if (settings.json) {
      const coverage = await store.coverage();
      print(jsonLine(traceJson({ coverage, journeys, absence: null }, say)));
    } else if (journeys.length === 0) print(`${phrases(say.language).nothingFound}\n`);
    else {
      const shown = given === undefined ? journeys.slice(0, usualLimit) : journeys;
      print(`${listOf(shown, say, page)}\n\n`);
      const words = phrases(say.language);
      print(
        `${page.colors.dim(shown.length < journeys.length ? words.cutAt(shown.length) : words.messages(shown.length))}\n`,
      );
    }
    return journeys.length > 0 ? 0 : 1;
  });
}

function isFate(text: string): text is Fate {
  return (FATES as readonly string[]).includes(text);
}

function readFate(text: string | undefined): Fate | undefined {
  if (text === undefined || isFate(text)) return text;
  throw new Failure('unusable-option', `There is no fate "${text}".`, {
    advice: `Use one of ${FATES.join(', ')}.`,
  });
}

function listOf(journeys: readonly Journey[], say: Say, page: Page): string {
  const words = phrases(say.language);
  const rows = journeys.flatMap((journey) => rowsOf(journey, say));
  return table(
    [
      { title: words.time },
      { title: words.sender, shrinks: 1, most: 50 },
      { title: words.recipient, shrinks: 1, most: 50 },
      { title: words.subjectTitle, shrinks: 2, most: 60, color: (cell) => page.colors.dim(cell) },
      {
        title: words.fate,
        color: (cell, row) => {
          const { recipient } = rows[row]!;
          return recipient === undefined ? cell : inTone(recipient.fate, cell, page.colors);
        },
      },
    ],
    rows.map(({ cells }) => cells),
    page,
  );
}

interface Row {
  readonly cells: readonly string[];
  readonly recipient: Recipient | undefined;
}

function rowsOf(journey: Journey, say: Say): Row[] {
  const words = phrases(say.language);
  const { firstSeen, reversePath, headerFrom, client, subject, messageId, recipients } = journey;
  const host = client === null ? undefined : `(${clientOf(client, say)})`;
  const sender = reversePath === '' ? '<>' : (reversePath ?? headerFrom ?? host);
  const shown = recipients.length > mostRows + 1 ? recipients.slice(0, mostRows) : recipients;
  const rows: Row[] = shown.map((recipient, index) => ({
    cells: [
      ...(index === 0
        ? [clockOf(firstSeen, say), sender === undefined ? words.unnamed : safe(sender)]
        : ['', '']),
      recipient.forwardPath === null ? words.unnamed : safe(recipient.forwardPath),
      index === 0 ? short(subject ?? messageId ?? '', 200) : '',
      recipient.certainty === 'likely'
        ? words.likely(fateLabel(recipient.fate, say))
        : fateLabel(recipient.fate, say),
    ],
    recipient,
  }));
  const rest = recipients.length - shown.length;
  if (rest > 0) rows.push({ cells: ['', '', words.moreRecipients(rest)], recipient: undefined });
  return rows;
}
