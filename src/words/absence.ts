/**
 * What is said where nothing was found: which interval, hosts and programs were covered, what came close, where to look.
 * Never claims more than the lines cover.
 */
import type { Absence, AbsenceAdvice, Coverage, Gap, NearMiss } from '../ask/answer.ts';
import type { Condition } from '../ask/query.ts';
import { type Key, text } from './catalogue.ts';
import { fateLabel } from './fate.ts';
import type { Say } from './language.ts';
import { dateOf, momentOf, timeOf } from './moment.ts';
import { joined, nameOf } from './phrase.ts';
import { named, quoted } from './safe.ts';

/** The question, as `src/ask` has read it. Empty where it is not known. */
export type Asked = readonly Condition[];

/** The sentence on a question without an answer. */
export function absenceSentence(coverage: Coverage, asked: Asked, say: Say): string {
  const message = messageOf(asked, say);
  if (coverage.from === null || coverage.to === null) return text(say, 'absence', 'nothing', { message });
  return text(say, 'absence', coverage.hosts.length > 0 ? 'not-seen' : 'not-seen-somewhere', {
    message,
    from: momentOf(coverage.from, say),
    to: momentOf(coverage.to, say),
    hosts: listed(coverage.hosts, say),
    programs: listed(coverage.programs, say),
  });
}

/** "a message from X to Y": what was asked for. */
function messageOf(asked: Asked, say: Say): string {
  const senders = asked.filter(({ key }) => key === 'from');
  const recipients = asked.filter(({ key }) => key === 'to');
  const pair = senders.length === 1 && recipients.length === 1 && senders[0]?.value !== '<>';
  const addresses = ['from', 'to', 'any'];
  const first = ({ key }: Condition) => (addresses.includes(key) ? 0 : 1);
  const parts = [...asked]
    .sort((a, b) => first(a) - first(b))
    .filter(({ key }) => !pair || (key !== 'from' && key !== 'to'))
    .map(({ key, value }) =>
      key === 'from' && value === '<>'
        ? text(say, 'names', 'asked-from-null', {})
        : text(say, 'names', `asked-${key}`, { value: wordOf(key, value, say) }),
    );
  if (pair)
    parts.unshift(
      text(say, 'names', 'asked-from-to', {
        sender: named(senders[0]!.value, say.language),
        recipient: named(recipients[0]!.value, say.language),
      }),
    );
  const what = parts.length === 0 ? undefined : parts.join(say.language === 'en' ? ' ' : '、');
  return text(say, 'names', 'message', { what });
}

function wordOf(key: Condition['key'], value: string, say: Say): string {
  if (key === 'id') return /^<[!-~]{1,200}>$/.test(value) ? value : quoted(value, 200, say.language);
  return key === 'subject' ? quoted(value, 120, say.language) : named(value, say.language);
}

/** What came close: one for each message and recipient, however many of its addresses are near. */
export function nearMisses(absence: Absence): NearMiss[] {
  const messages = new Map<string, NearMiss>();
  for (const miss of absence.nearMisses) {
    const key = `${miss.fate} ${miss.at} ${miss.evidence.map(({ id }) => id).join(' ')}`;
    const known = messages.get(key);
    // An address that differs from what was asked for says more than one that does not.
    if (known === undefined || same(known.address, known.asked)) messages.set(key, miss);
  }
  return [...messages.values()];
}

/** What came close to the question, in one sentence: from whom to whom, and what was asked for instead. */
export function nearMissSentence(nearMiss: NearMiss, say: Say): string {
  const { fate, address, asked, evidence, at } = nearMiss;
  const sender = evidence.find(({ reversePath }) => reversePath)?.reversePath;
  const recipients = evidence.flatMap(({ forwardPath }) =>
    typeof forwardPath === 'string' ? [forwardPath] : [],
  );
  const isRecipient = recipients.some((path) => same(path, address)) || !same(sender ?? '', address);
  const differs = same(address, asked) ? undefined : named(asked, say.language);
  const key = fate === 'rejected' || fate === 'greylisted' ? (`near-miss-${fate}` as const) : 'near-miss';
  return text(say, 'absence', key, {
    sender: isRecipient ? nameOf(sender, say) : named(address, say.language),
    askedSender: isRecipient ? undefined : differs,
    recipient: isRecipient ? named(address, say.language) : nameOf(recipients[0], say),
    askedRecipient: isRecipient ? differs : undefined,
    fate: fateLabel(fate, say),
    date: dateOf(at, say),
    time: timeOf(at, say),
  });
}

/** A sentence for each advice that says something: covered times and hosts only where there are any. */
export function adviceSentences(absence: Absence, coverage: Coverage, asked: Asked, say: Say): string[] {
  const { from, to, hosts } = coverage;
  const addresses = asked
    .filter(({ key, value }) => (key === 'from' || key === 'to' || key === 'any') && value.includes('@'))
    .map(({ value }) => named(value, say.language));
  const possible: Partial<Record<AbsenceAdvice, boolean>> = {
    'check-covered-time': from !== null && to !== null,
    'check-other-hosts': hosts.length > 0,
    'check-address': addresses.length > 0,
  };
  return absence.next
    .filter((advice) => possible[advice] ?? true)
    .map((advice) =>
      text(say, 'absence', advice satisfies Key<'absence'>, {
        one: nearMisses(absence).length === 1 ? '' : undefined,
        addresses: joined(addresses, say),
        from: from === null ? '' : momentOf(from, say),
        to: to === null ? '' : momentOf(to, say),
        hosts: listed(hosts, say),
      }),
    );
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
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
