/** Is a line one that a selection means? What SQL found is more than that (line-condition.ts). */
import type { JourneyEvent } from '../journey/journey.ts';
import { addressKey } from '../mail/identity.ts';
import { ACCEPTED } from './envelopes.ts';
import { namedKeys } from './key-places.ts';
import { eachKey, eachQueueId, type KeyKind } from './keys.ts';
import {
  type Envelope,
  type Keys,
  type Process,
  type ProcessSpan,
  type Selection,
  united,
} from './selection.ts';

export type Fits = (event: JourneyEvent) => boolean;

export function fitting(selection: Selection): Fits {
  const tests: Fits[] = [];
  const { since, until, events } = selection;
  if (since !== undefined) tests.push(({ at }) => at >= since);
  if (until !== undefined) tests.push(({ at }) => at < until);
  if (events !== undefined) {
    const names: ReadonlySet<string> = new Set(events);
    tests.push(({ event }) => names.has(event));
  }
  if ('ids' in selection) {
    const ids = new Set(selection.ids);
    tests.push(({ id }) => ids.has(id));
  }
  if ('keys' in selection) tests.push(byKey(selection.keys));
  if ('holding' in selection) {
    const some = selection.holding.map((text) => text.toLowerCase());
    tests.push(({ text }) => some.some((each) => text.toLowerCase().includes(each)));
  }
  if ('processes' in selection) tests.push(byProcess(selection.processes));
  if ('withoutQueueId' in selection) {
    const spans = united(selection.withoutQueueId);
    tests.push(
      (event) => spans.some((span) => event.at >= span.since && event.at < span.until) && !hasQueueId(event),
    );
  }
  if ('anyOf' in selection) {
    const some = selection.anyOf.map(fitting);
    tests.push((event) => some.some((fits) => fits(event)));
  }
  return (event) => tests.every((fits) => fits(event));
}

function byKey(keys: Keys): Fits {
  const wanted = new Map<KeyKind, Set<string>>();
  for (const [kind, key] of namedKeys({ ...keys, messageIdPrefixes: [], acceptedEnvelopes: [] })) {
    const known = wanted.get(kind);
    if (known === undefined) wanted.set(kind, new Set([key]));
    else known.add(key);
  }
  const prefixes = (keys.messageIdPrefixes ?? []).filter((prefix) => prefix !== '');
  const accepted = acceptedBy(keys.acceptedEnvelopes ?? []);
  return (event) => {
    let found = accepted(event);
    eachKey(event, (kind, key) => {
      found ||= wanted.get(kind)?.has(key) === true;
    });
    return found || prefixes.some((prefix) => event.messageId?.startsWith(prefix));
  };
}

/** The sender of most is known by another line only. */
function acceptedBy(envelopes: readonly Envelope[]): Fits {
  const senders = new Map<string, Set<string>>();
  for (const { from, to } of envelopes) senders.set(to, (senders.get(to) ?? new Set()).add(from));
  return (event) => {
    if (senders.size === 0 || !ACCEPTED.includes(event.event)) return false;
    const { forwardPath = [], originalRecipient = [], reversePath } = event;
    return [forwardPath, originalRecipient].flat().some((to) => {
      const from = senders.get(addressKey(to));
      return from !== undefined && (reversePath === undefined || from.has(addressKey(reversePath)));
    });
  };
}

function byProcess(processes: readonly ProcessSpan[]): Fits {
  const byName = new Map<string, ProcessSpan[]>();
  for (const process of processes)
    byName.set(nameOf(process), [...(byName.get(nameOf(process)) ?? []), process]);
  const spans = new Map([...byName].map(([name, some]) => [name, united(some)]));
  return (event) =>
    spans.get(nameOf(event))?.some(({ since, until }) => event.at >= since && event.at < until) === true;
}

function nameOf({ host, program, pid }: Process): string {
  return `${host}\0${program}\0${pid}`;
}

function hasQueueId(event: JourneyEvent): boolean {
  let found = false;
  eachQueueId(event, () => {
    found = true;
  });
  return found;
}
