import { expect, test } from 'vitest';
import type { Journey, JourneyEvent, Recipient } from '../journey/journey.ts';
import { story } from './story.ts';
import { pageFor } from './terminal.ts';

const say = { language: 'en', tz: 'UTC' } as const;
const page = pageFor({ isTTY: true, columns: 100 }, { color: false, columns: undefined });
const noon = Date.UTC(2026, 6, 3, 12) * 1000;

const line = (id: string, written: string): JourneyEvent => ({
  id,
  seq: Number(id),
  written,
  at: noon,
  host: 'mx1',
  program: 'postfix/smtpd',
  pid: '1',
  text: written,
  kind: 'event',
  event: 'client',
});

const recipient = (forwardPath: string, more: Partial<Recipient> = {}): Recipient => ({
  forwardPath,
  originalRecipient: null,
  fate: 'delivered',
  at: noon,
  detail: { mailbox: 'INBOX' },
  certainty: 'proved',
  missing: [],
  stops: [
    { at: noon, stop: 'accepted', host: 'mx1', program: 'postfix/smtpd', detail: {}, evidence: ['1'] },
    {
      at: noon + 1,
      stop: 'delivered',
      host: 'mx1',
      program: 'dovecot',
      detail: { user: forwardPath },
      evidence: ['2'],
    },
  ],
  evidence: [line('1', 'first'), line('2', `second of ${forwardPath}`)],
  ...more,
});

const journey = (recipients: readonly Recipient[], more: Partial<Journey> = {}): Journey => ({
  id: 'm',
  messageId: '<a@b.example>',
  queueIds: ['88BDC254536'],
  reversePath: 'bob@partner.example',
  headerFrom: null,
  subject: 'Hello',
  size: 2101,
  client: null,
  firstSeen: noon,
  lastSeen: noon,
  recipients,
  ...more,
});

const told = (one: Journey, asked = '') => story(one, asked, say, page, true);

test('what strangers write cannot move the cursor, on any line', () => {
  const evil = 'x\x1b[2J\u202e\r\n● forged';
  const text = told(
    journey([recipient(`${evil}@b.example`, { evidence: [line('1', evil)], detail: { mailbox: evil } })], {
      subject: evil,
      messageId: evil,
      headerFrom: evil,
      reversePath: evil,
      queueIds: [evil],
    }),
  );
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
  expect(text.split('\n').filter((row) => row.trimStart().startsWith('● forged'))).toEqual([]);
});

test('what all recipients share is said once', () => {
  const text = told(journey([recipient('anna@b.example'), recipient('otto@b.example')]));
  expect(text.match(/Accepted/g)).toHaveLength(1);
  expect(text.match(/^ {2}first$/gm)).toHaveLength(1);
  expect(text).toContain('anna@b.example');
  expect(text).toContain('otto@b.example');
});

test('of a crowd, whom the question names is told first, and the rest is counted', () => {
  const crowd = Array.from({ length: 50 }, (_, i) => recipient(`member${i}@b.example`));
  const text = told(journey(crowd), 'to:Member41@b.example');
  expect(text.split('\n')[0]).toContain('member41@b.example');
  expect(text).toContain('and 42 more recipients: 42 delivered');
});

test('a recipient that no line names is no trouble', () => {
  expect(
    told(journey([recipient('x', { forwardPath: null, fate: 'rejected', detail: {}, stops: [] })])),
  ).toContain('refused');
});
