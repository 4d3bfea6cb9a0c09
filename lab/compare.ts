/**
 * The lab's truth against the product's answers: every recipient, fate, mailbox, actor address and reason, and no
 * recipient that never was. Pure; a difference is put into words for the table.
 */
import type { Absence } from './absent.js';
import type { Answer, AnsweredRecipient } from './product.js';
import type { DetailValue, NamedTruth } from './truth.js';

/** What the table says of one entry: empty where truth and answer agree. */
export type Differences = readonly string[];

/** Postfix logs the text of these refusals without the reply code that the client was given before it. */
const loggedWithoutCode = new Set(['header', 'body', 'milter']);

function wanted(entry: NamedTruth, key: string, value: DetailValue): DetailValue {
  if (key === 'reply' && typeof value === 'string' && loggedWithoutCode.has(String(entry.detail.stage)))
    return value.replace(/^\d{3} /, '');
  return value;
}

function text(value: DetailValue | undefined | null): string {
  if (value === undefined || value === null) return 'nothing';
  return typeof value === 'object' ? [...value].sort().join(', ') : String(value);
}

function differencesOf(entry: NamedTruth, given: AnsweredRecipient): Differences {
  const fate = entry.unseen?.fate ?? entry.fate;
  const found: string[] = [];
  if (given.fate !== fate) found.push(`fate ${given.fate} instead of ${fate}`);
  if (given.evidence.length === 0) found.push('no evidence');
  if (given.originalRecipient !== entry.originalRecipient)
    found.push(
      `originalRecipient ${text(given.originalRecipient)} instead of ${text(entry.originalRecipient)}`,
    );
  for (const [key, value] of Object.entries(entry.unseen === undefined ? entry.detail : {})) {
    const should = text(wanted(entry, key, value));
    const is = text(given.detail[key]);
    if (is !== should) found.push(`${key} ${is} instead of ${should}`);
  }
  return found;
}

/** The differences of each entry, in the order of the entries. */
export function compare(
  truth: readonly NamedTruth[],
  answers: ReadonlyMap<string, Answer>,
): readonly Differences[] {
  return truth.map((entry) => {
    const recipients = answers.get(entry.query)?.messages.flatMap((message) => message.recipients) ?? [];
    const recipient = entry.unseen?.nameless === true ? null : entry.recipient;
    const given = recipients.filter((one) => one.forwardPath === recipient);
    const same = truth.filter((one) => one.query === entry.query && one.recipient === entry.recipient);
    if (given.length !== same.length)
      return [
        `${given.length} answers about ${text(recipient)}; named are ${text(recipients.map((one) => text(one.forwardPath)))}`,
      ];
    const known = truth.filter((one) => one.query === entry.query).length;
    const strangers = recipients.length > known ? [`${recipients.length - known} recipients too many`] : [];
    return [...given.flatMap((one) => differencesOf(entry, one)), ...strangers];
  });
}

/** The same for messages that never came: no message, and the near miss that helps. */
export function compareAbsent(entry: Absence, answer: Answer | undefined): Differences {
  if (answer === undefined || answer.messages.length > 0) return ['a message that never was'];
  const { nearMiss } = entry;
  const nearMisses = answer.absence?.nearMisses ?? [];
  if (nearMiss === null) return nearMisses.length === 0 ? [] : [`${nearMisses.length} near misses too many`];
  const pointed = nearMisses.some((one) => one.address === nearMiss.address && one.fate === nearMiss.fate);
  return pointed ? [] : [`no near miss ${nearMiss.address}, ${nearMiss.fate}`];
}
