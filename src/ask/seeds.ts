/**
 * The lines that a question can be about. One condition finds them, the one that the store answers fastest and that
 * leaves the fewest; `match.ts` holds the messages against all of them.
 */
import type { JourneyEvent } from '../journey/journey.ts';
import { addressKey, isCut } from '../mail/identity.ts';
import type { LineReader } from '../store/line-reader.ts';
import type { Keys, Span } from '../store/selection.ts';
import type { Store } from '../store/store.ts';
import { understand } from '../store/understand.ts';
import { bracketed } from './message-id.ts';
import type { Condition } from './query.ts';

/** A beginning of a Message-ID shorter than this means too much. */
const LEAST_CUT = 12;

/** The most telling first. */
const ORDER: readonly Condition['key'][] = [
  'queue',
  'id',
  'session',
  'any',
  'from',
  'to',
  'client',
  'user',
  'subject',
];

export async function seedsOf(
  store: Store,
  reader: LineReader,
  conditions: readonly Condition[],
  span: Span,
): Promise<JourneyEvent[]> {
  const sorted = [...conditions].sort((a, b) => ORDER.indexOf(a.key) - ORDER.indexOf(b.key));
  const best = sorted.find((c) => keysOf(c) !== undefined) ?? sorted[0];
  if (best === undefined) return [];
  const keys = keysOf(best);
  if (keys !== undefined) {
    const { messageIdPrefixes, ...whole } = keys;
    const found = await reader.events({ keys: whole, ...span });
    // A short beginning of a Message-ID is looked for in every line: only where nothing else is meant.
    if (found.length > 0 || messageIdPrefixes === undefined) return found;
    return reader.events({ keys: { messageIdPrefixes }, ...span });
  }
  const found: JourneyEvent[] = [];
  for await (const lines of store.walk({ terms: [{ text: wordsOf(best) }], ...span }))
    found.push(...lines.map(understand));
  return found;
}

function keysOf({ key, value }: Condition): Keys | undefined {
  switch (key) {
    case 'queue':
      return { queueIds: [value] };
    case 'id':
      return messageIdKeys(value);
    case 'session':
      return { sessions: [value.split(':')[0] as string] };
    case 'any':
      return { ...messageIdKeys(value), addresses: [addressOf(value)] };
    case 'from':
    case 'to':
    case 'user': {
      const address = addressOf(value);
      return address === '' ? undefined : { addresses: [address] };
    }
    case 'client':
      return isIp(value) ? { clientIps: [value] } : undefined;
    case 'subject':
      return undefined;
  }
}

function messageIdKeys(value: string): Keys {
  const id = bracketed(value);
  if (isCut(id)) return { messageIdPrefixes: [id] };
  const messageIdPrefixes = value.startsWith('<') || value.length < LEAST_CUT ? [] : [`<${value}`];
  return { messageIdsLike: [id], messageIdPrefixes };
}

function addressOf(value: string): string {
  return addressKey(value.startsWith('<') && value.endsWith('>') ? value.slice(1, -1) : value);
}

function isIp(value: string): boolean {
  return /^[\d.]+$/.test(value) || (/^[\da-fA-F:.]+$/.test(value) && value.includes(':'));
}

/** A condition that is no key: the words that a line of such a message holds. */
function wordsOf({ key, value }: Condition): string {
  if (key === 'from' || key === 'to') return `${key}=<>`;
  return value;
}
