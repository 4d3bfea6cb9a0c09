/** What a content filter's line that blocked a message says of its copy: kept aside, or dropped. */
import type { Detail, JourneyEvent } from './journey.ts';
import type { Outcome } from './outcome.ts';

const KINDS: Readonly<Record<string, Detail['kind']>> = {
  INFECTED: 'virus',
  VIRUS: 'virus',
  SPAM: 'spam',
  SPAMMY: 'spam',
  BANNED: 'banned',
  'BAD-HEADER': 'bad-header',
};

function kindOf(reason: string | undefined): Detail['kind'] {
  const word = (reason ?? '').toUpperCase();
  return KINDS[word] ?? KINDS[word.replace(/-\d+$/, '')] ?? 'condition';
}

export function verdictOutcome(verdict: JourneyEvent): Outcome {
  const kind = kindOf(verdict.reason);
  const name = verdict.virus ?? (kind === 'banned' ? verdict.symbols?.join(', ') : undefined);
  const { at } = verdict;
  const decided = [verdict];
  if (verdict.quarantineId === undefined) {
    const reason = [verdict.reason, name].filter(Boolean).join(': ');
    return { fate: 'discarded', at, detail: { by: 'filter', reason }, decided };
  }
  const detail: Detail = { kind, quarantineId: verdict.quarantineId };
  if (name !== undefined) detail.name = name;
  if (verdict.score !== undefined) detail.score = verdict.score;
  return { fate: 'quarantined', at, detail, decided };
}
