/** Does a journey answer a question? The last word, after the store has found what may. */
import type { Journey, JourneyEvent, Recipient } from '../journey/journey.ts';
import { addressKey, innerAddress, isCut, sameMessageId } from '../mail/identity.ts';
import { bracketed } from './message-id.ts';
import type { Condition } from './query.ts';

/** A beginning of a Message-ID shorter than this means too much. */
const LEAST_CUT = 12;

export function matches(journey: Journey, conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => matchesOne(journey, condition));
}

function matchesOne(journey: Journey, { key, value }: Condition): boolean {
  switch (key) {
    case 'any':
      return (
        matchesId(journey, value) ||
        matchesSender(journey, value) ||
        journey.recipients.some((r) => isRecipient(r, value)) ||
        hasUser(journey, value)
      );
    case 'id':
      return matchesId(journey, value);
    case 'queue':
      return (
        journey.queueIds.includes(value) ||
        events(journey).some((e) => e.queueId === value && e.event === 'other')
      );
    case 'from':
      return matchesSender(journey, value);
    case 'to':
      return journey.recipients.some((r) => isRecipient(r, value));
    case 'subject':
      return journey.subject?.toLowerCase().includes(value.toLowerCase()) ?? false;
    case 'client':
      return matchesClient(journey, value);
    case 'session':
      return events(journey).some((e) => e.session === value || e.session?.startsWith(`${value}:`));
    case 'user':
      return hasUser(journey, value);
  }
}

function events(journey: Journey): JourneyEvent[] {
  return journey.recipients.flatMap((r) => r.evidence);
}

function matchesId(journey: Journey, value: string): boolean {
  if (journey.messageId === null) return false;
  // Pasted without its brackets it may be cut short as well.
  if (!value.endsWith('>') && value.length >= LEAST_CUT && journey.messageId.startsWith(`<${value}`))
    return true;
  const id = bracketed(value);
  return (
    sameMessageId(journey.messageId, id) !== undefined || (isCut(id) && journey.messageId.startsWith(id))
  );
}

function bare(address: string): string {
  return addressKey(address.startsWith('<') && address.endsWith('>') ? address.slice(1, -1) : address);
}

function matchesSender(journey: Journey, value: string): boolean {
  const asked = bare(value);
  const { reversePath, headerFrom } = journey;
  if (asked === '') return reversePath === '';
  if (reversePath !== null && (addressKey(reversePath) === asked || innerAddress(reversePath) === asked))
    return true;
  return headerFrom !== null && headerAddress(headerFrom) === asked;
}

/** RFC 5322 puts the address of a header into the last angle brackets. */
function headerAddress(header: string): string {
  const open = header.lastIndexOf('<');
  const close = header.lastIndexOf('>');
  return addressKey((open >= 0 && close > open ? header.slice(open + 1, close) : header).trim());
}

function isRecipient(recipient: Recipient, value: string): boolean {
  const asked = bare(value);
  const { forwardPath, originalRecipient } = recipient;
  return (
    (forwardPath !== null && addressKey(forwardPath) === asked) ||
    (originalRecipient !== null && addressKey(originalRecipient) === asked)
  );
}

/** Lines that name who brought the message, or wanted to. */
const BRINGS: ReadonlySet<string> = new Set(['client', 'arrival', 'reject', 'lost-connection', 'greylist']);

function matchesClient(journey: Journey, value: string): boolean {
  const asked = value.toLowerCase();
  const clients = [
    journey.client,
    ...events(journey).map((e) => (BRINGS.has(e.event) ? e.client : undefined)),
  ];
  return clients.some(
    (c) =>
      c != null &&
      (c.ip?.toLowerCase() === asked || c.name?.toLowerCase() === asked || c.helo?.toLowerCase() === asked),
  );
}

function hasUser(journey: Journey, value: string): boolean {
  const asked = addressKey(value);
  if (addressKey(journey.client?.saslUsername ?? '') === asked) return true;
  return journey.recipients.some((r) => r.detail.user !== undefined && addressKey(r.detail.user) === asked);
}

/** Commands before which a client has not said that it brings a message. */
const BEFORE_MAIL = new Set([
  'connect',
  'helo',
  'ehlo',
  'starttls',
  'auth',
  'rset',
  'noop',
  'quit',
  'unknown',
  'vrfy',
  'etrn',
  '',
]);

/** Was a message announced at all? Not by clients that went away before: scanners and password guessers mostly. */
export function isAnnounced(journey: Journey): boolean {
  return journey.recipients.some(
    (r) => r.forwardPath !== null || r.fate !== 'connection-lost' || !BEFORE_MAIL.has(r.detail.stage ?? ''),
  );
}
