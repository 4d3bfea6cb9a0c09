/**
 * MailScanner 4 and 5: `Message QUEUEID from 192.0.2.1 (a@b) to c.example is spam, SpamAssassin (..., score=7.1, ...)`, the requeueing
 * under another id, and what it says of its batches. It does not say whether a message passed: that depends on its
 * actions and is seen when the queue has it again. The sender is printed raw, so its end is the last that fits.
 * To Postfix' queue id it adds a point and five random characters.
 * Source: MailScanner/Message.pm IsSpam(), MessageBatch.pm, PFDiskStore.pm.
 */
import { jobIdEnd } from '../mail/queue-id.ts';
import type { Fields, Wording } from './event.ts';

export const mailscanner: Wording = (text) => {
  if (text.startsWith('Message ')) return readMessage(text);
  if (text.startsWith('Requeue: ')) return readRequeued(text);
  for (const [words, action] of ABOUT) {
    const at = text.indexOf(words);
    if (at >= 0 && at < 24) return readAbout(text, at + words.length, action);
  }
  if (DAEMON_WORDS.some((word) => text.startsWith(word))) return { event: 'session', reason: text };
  return undefined;
};

/** `Q from IP (sender) to domain,domain is [not] spam, REPORT`; cut lines end anywhere. */
function readMessage(text: string): Fields | undefined {
  const end = jobIdEnd(text, 8);
  if (end < 0) return undefined;
  const fields: Fields = { event: 'filter-detail', queueId: text.slice(8, end) };
  const from = text.indexOf(' from', end);
  if (from < 0) return undefined;
  const open = text.indexOf(' (', from);
  const close = text.lastIndexOf(') to ');
  if (open < 0 || from + 6 > open) return fields;
  fields.client = { ip: text.slice(from + 6, open) };
  if (close < open) {
    fields.reason = text.slice(open + 1);
    return fields;
  }
  fields.reversePath = text.slice(open + 2, close);
  const is = text.indexOf(' is ', close);
  if (is < 0) return fields;
  const report = text.slice(is + 4);
  fields.reason = report;
  if (report.startsWith('spam')) fields.action = 'spam';
  else if (report.startsWith('not spam')) fields.action = 'clean';
  const score = report.indexOf('score=');
  if (score >= 0) fields.score = Number.parseFloat(report.slice(score + 6));
  return fields;
}

/** `Requeue: 88BDC254536.A1B2C to 3AFD4254570`. */
function readRequeued(text: string): Fields {
  const fields: Fields = { event: 'filter-detail', action: 'requeued' };
  const end = jobIdEnd(text, 9);
  const to = text.indexOf(' to ', 9);
  if (end < 0 || to < 0) return fields;
  fields.queueId = text.slice(9, end);
  fields.nextQueueId = text.slice(to + 4);
  return fields;
}

const ABOUT = [
  ['Infected message ', 'infected'],
  ['Actions: message ', 'actions'],
  ['Delivery of spam: message ', 'delivered'],
  ['Delivery of nonspam: message ', 'delivered'],
] as const;

function readAbout(text: string, at: number, action: string): Fields {
  const fields: Fields = { event: 'filter-detail', action, reason: text };
  const end = jobIdEnd(text, at);
  if (end > 0) fields.queueId = text.slice(at, end);
  return fields;
}

// biome-ignore format: a list of words reads best packed
const DAEMON_WORDS: readonly string[] = [
  'New Batch: ', 'Batch ', 'Spam Checks: ', 'MCP Checks: ', 'Virus and Content Scanning: ', 'Virus Scanning: ', 'Content Checks: ',
  'Filename Checks: ', 'Filetype Checks: ', 'Uninfected: ', 'Unscanned: ', 'Cleaned: ', 'Disinfection: ', 'Deleted ', 'Saved ',
  'Notices: ', 'Logging message ', 'MailScanner ', 'Using ', 'Enabling ', 'Config: ', 'Read ', 'Reading ', 'SpamAssassin ',
  'Connected to ', 'Bayes ', 'Process did not exit cleanly', 'User\'s home directory ', 'Expired ', 'Sender Address ',
];
