import { expect, test } from 'vitest';
import type { Recipient, Stop } from '../journey/journey.ts';
import { sampleRecipient, sampleStop, sampleTime } from '../words/sample.ts';
import { pageFor } from './terminal.ts';
import { timeline } from './timeline.ts';

const say = { language: 'en', tz: 'UTC' } as const;
const page = pageFor({}, { color: undefined, columns: undefined });
const at = (seconds: number, stop: Stop): Stop => ({ ...stop, at: sampleTime + seconds * 1_000_000 });
const rows = (...recipients: Partial<Recipient>[]) =>
  timeline(recipients.map(sampleRecipient), say, page)
    .split('\n')
    .slice(1)
    .map((row) => row.replace(/^.*smtpd {2}/, ''));

const accepted = at(0, sampleStop('accepted'));
const filtered = at(2, sampleStop('filtered'));
const reinjected = at(1, sampleStop('reinjected'));
const delivered = (user: string) => at(2, sampleStop('delivered', { user }));

test('a cause stands before what it caused, also where its line was written later', () => {
  const stops = (user: string) => [accepted, filtered, reinjected, delivered(user)];
  expect(
    rows(
      { forwardPath: 'dora@b.example', fate: 'delivered', stops: stops('dora') },
      { forwardPath: 'mei@b.example', fate: 'delivered', stops: stops('mei') },
    ),
  ).toEqual([
    'Accepted.',
    'The content filter let it pass.',
    'Back in the queue from the content filter.',
    'Delivered to the mailbox of dora. (dora@b.example)',
    'Delivered to the mailbox of mei. (mei@b.example)',
  ]);
});

test('a list is expanded before its copies go their ways, and what all copies share is said of nobody', () => {
  const expanded = at(2, sampleStop('expanded', { by: 'alias', forwardedTo: ['dora@b.example'] }));
  expect(
    rows(
      { forwardPath: 'info@b.example', fate: 'forwarded', stops: [accepted, expanded] },
      { forwardPath: 'dora@b.example', fate: 'delivered', stops: [accepted, filtered, reinjected] },
    ),
  ).toEqual([
    'Accepted.',
    'The content filter let it pass.',
    'Back in the queue from the content filter.',
    'Sent on by an alias or list to dora@b.example. (info@b.example)',
  ]);
});

test('recipients that disagree on the order are told all the same', () => {
  const [one, two] = [at(0, sampleStop('queued')), at(0, sampleStop('held'))];
  expect(rows({ stops: [one, two] }, { stops: [two, one] })).toHaveLength(2);
});
