/**
 * What could not be seen, in words, with the way to see it next time.
 */
import type { Recipient } from '../journey/journey.ts';
import { text } from './catalogue.ts';
import type { Say } from './language.ts';
import { queueIdOf, relayOf } from './phrase.ts';

/** One text for each code of `recipient.missing`, in its order. */
export function missingSentences(recipient: Recipient, say: Say): string[] {
  const values = {
    relay: relayOf(recipient.detail.relay, say),
    queueId: queueIdOf(recipient.detail.queueId),
  };
  return recipient.missing.map((code) => text(say, 'missing', code, values));
}
