/**
 * `waybill trace QUERY...`: where did this message go? Several questions are answered in their order; one that cannot
 * be understood is answered with its error, and the others still get their answers.
 */
import { createInterface } from 'node:readline';
import type { TraceAnswer } from '../ask/answer.ts';
import { readQuery } from '../ask/query.ts';
import { trace } from '../ask/trace.ts';
import { Failure } from '../failure.ts';
import type { Store } from '../store/store.ts';
import {
  absenceSentence,
  adviceSentences,
  gapsSentence,
  nearMisses,
  nearMissSentence,
} from '../words/absence.ts';
import { safe } from '../words/safe.ts';
import { traceJson } from '../words/trace-json.ts';
import { jsonLine } from './json-line.ts';
import { withStore } from './opened-store.ts';
import { phrases } from './phrases.ts';
import type { Call } from './program.ts';
import { readCount } from './settings.ts';
import { brief, story } from './story.ts';
import { hang, wrap } from './terminal.ts';
import { warn } from './warning.ts';

/** More messages than this are told in a sentence each. */
const mostStories = 3;

export async function traceCommand(call: Call, queries: readonly string[]): Promise<number> {
  const { options, settings } = call;
  const limit =
    typeof options.limit === 'string' ? readCount(options.limit, '--limit', 1, 999_999_999) : undefined;
  const { since, until } = settings;
  const [only] = queries;
  // A slip in the only question is told before logs are read.
  if (queries.length === 1 && only !== undefined && only !== '-') readQuery(only);
  if (settings.logs.includes('-') && queries.includes('-')) {
    throw new Failure('unusable-option', 'Standard input cannot be a log and the questions at once.', {
      advice: 'Name the log as a file, or write the questions as arguments.',
    });
  }
  const answerAll = async (store: Store): Promise<number> => {
    let found = false;
    let unusable = false;
    let first = true;
    for await (const query of questions(queries)) {
      try {
        const answer = await trace(store, query, { since, until, limit });
        found ||= answer.journeys.length > 0;
        if (settings.json) call.print(jsonLine(traceJson(answer, settings.say, readQuery(query))));
        else
          call.print(
            `${first ? '' : '\n'}${told(call, query, answer, queries.length > 1 || queries[0] === '-')}\n`,
          );
      } catch (error) {
        if (!(error instanceof Failure) || isFatal(error)) throw error;
        unusable = true;
        if (settings.json) call.print(jsonLine({ error: { code: error.code, message: error.message } }));
        warn(error, settings.say.language);
      }
      first = false;
    }
    return unusable ? 2 : found ? 0 : 1;
  };
  // Several questions are worth reading all of a log for.
  return withStore(settings, answerAll, queries.length === 1 && only !== '-');
}

/** The queries, `-` replaced by the lines of standard input. */
async function* questions(queries: readonly string[]): AsyncGenerator<string> {
  for (const query of queries) {
    if (query !== '-') yield query;
    else
      for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }))
        if (line.trim() !== '') yield line;
  }
}

/** Not a bad question but a store that does not answer: the next question would fare no better. */
function isFatal(failure: Failure): boolean {
  return failure.code.startsWith('store-');
}

function told(
  { settings, page, options }: Call,
  query: string,
  answer: TraceAnswer,
  oneOfSeveral: boolean,
): string {
  const { say } = settings;
  const { journeys } = answer;
  const words = phrases(say.language);
  const parts: string[] = [];
  if (oneOfSeveral) parts.push(page.colors.bold(words.asked(safe(query))));
  if (journeys.length === 0) parts.push(nothing(query, answer, { settings, page }));
  else if (journeys.length > mostStories && options.lines !== true) {
    parts.push(words.moreMessages(journeys.length));
    parts.push(...journeys.map((journey) => brief(journey, query, say, page)));
    const example = journeys.find(({ queueIds }) => queueIds.length > 0)?.queueIds[0];
    if (example !== undefined) parts.push(words.wholeStory(`waybill trace queue:${safe(example)}`));
  } else parts.push(...journeys.map((journey) => story(journey, query, say, page, options.lines === true)));
  return parts.join('\n\n');
}

/** Where nothing was found: what was covered, what comes close, what to do. */
function nothing(
  query: string,
  answer: TraceAnswer,
  { settings, page }: Pick<Call, 'settings' | 'page'>,
): string {
  const { absence, coverage } = answer;
  const { say } = settings;
  const words = phrases(say.language);
  const asked = readQuery(query);
  const sentence = absenceSentence(coverage, asked, say);
  const parts = [hang(page.colors.yellow('○ '), sentence, page.width)];
  const gaps = gapsSentence(coverage, say);
  if (gaps !== undefined)
    parts.push(
      wrap(gaps, page.width - 2)
        .map((line) => `  ${line}`)
        .join('\n'),
    );
  if (absence !== null && absence.nearMisses.length > 0)
    parts.push(
      nearMisses(absence)
        .map((miss) => hang('  ≈ ', nearMissSentence(miss, say), page.width))
        .join('\n'),
    );
  const advice = absence === null ? [] : adviceSentences(absence, coverage, asked, say);
  if (advice.length > 0)
    parts.push(
      [`  ${page.colors.bold(words.next)}`, ...advice.map((one) => hang('  - ', one, page.width))].join('\n'),
    );
  return parts.join('\n\n');
}
