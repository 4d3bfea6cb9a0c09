/**
 * What is said where nothing was found: which interval, hosts and programs were covered, what came close, where to look.
 * Never claims more than the lines cover.
 */
import type { Absence, AbsenceAdvice, Coverage, Gap, NearMiss } from '../ask/answer.ts';
import { type Key, text } from './catalogue.ts';
import { fateLabel } from './fate.ts';
import type { Say } from './language.ts';
import { dateOf, momentOf, timeOf } from './moment.ts';
import { joined, nameOf } from './phrase.ts';
import { named, quoted } from './safe.ts';

/** The sentence on a question without an answer. `query` as it was typed. */
export function absenceSentence(coverage: Coverage, query: string, say: Say): string {
  const asked = quoted(query, 120, say.language);
  if (coverage.from === null || coverage.to === null)
    return text(say, 'absence', 'nothing', { query: asked });
  return text(say, 'absence', coverage.hosts.length > 0 ? 'not-seen' : 'not-seen-somewhere', {
    query: asked,
    from: momentOf(coverage.from, say),
    to: momentOf(coverage.to, say),
    hosts: listed(coverage.hosts, say),
    programs: listed(coverage.programs, say),
  });
}

/** What came close to the question, in one sentence. */
export function nearMissSentence(nearMiss: NearMiss, say: Say): string {
  const { fate, address, asked } = nearMiss;
  const kind = fate === 'rejected' || fate === 'greylisted' ? (`-${fate}` as const) : '';
  const same = address.toLowerCase() === asked.toLowerCase() ? '-same' : '';
  return text(say, 'absence', `near-miss${same}${kind}`, {
    address: named(address, say.language),
    asked: named(asked, say.language),
    fate: fateLabel(fate, say),
    date: dateOf(nearMiss.at, say),
    time: timeOf(nearMiss.at, say),
  });
}

/** A sentence for each advice that says something: covered times and hosts only where there are any. */
export function adviceSentences(absence: Absence, coverage: Coverage, query: string, say: Say): string[] {
  const { from, to, hosts } = coverage;
  const possible: Partial<Record<AbsenceAdvice, boolean>> = {
    'check-covered-time': from !== null && to !== null,
    'check-other-hosts': hosts.length > 0,
  };
  return absence.next
    .filter((advice) => possible[advice] ?? true)
    .map((advice) =>
      text(say, 'absence', advice satisfies Key<'absence'>, {
        query: quoted(query, 120, say.language),
        from: from === null ? '' : momentOf(from, say),
        to: to === null ? '' : momentOf(to, say),
        hosts: listed(hosts, say),
      }),
    );
}

/** Where within the covered time nothing could be seen; undefined where there is no gap. */
export function gapsSentence(coverage: Coverage, say: Say): string | undefined {
  const [longest] = [...coverage.gaps].sort((a, b) => length(b) - length(a));
  if (longest === undefined) return undefined;
  return text(say, 'absence', coverage.gaps.length === 1 ? 'gap' : 'gaps', {
    count: String(coverage.gaps.length),
    programs: nameOf(longest.program, say) ?? '?',
    host: nameOf(longest.host, say) ?? '?',
    from: momentOf(longest.from, say),
    to: momentOf(longest.to, say),
  });
}

function length(gap: Gap): number {
  return gap.to - gap.from;
}

/** Hosts and programs come from the log: a hostile name is quoted. A dozen is enough to say. */
function listed(values: readonly string[], say: Say): string {
  const shown = values.slice(0, 12).map((value) => named(value, say.language));
  return joined(values.length > 12 ? [...shown, '…'] : shown, say);
}
