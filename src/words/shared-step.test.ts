import { expect, test } from 'vitest';
import type { Recipient } from '../journey/journey.ts';
import { sampleJourney, sampleRecipient } from './sample.ts';
import { sharedSteps } from './shared-step.ts';

const say = { language: 'en', tz: 'UTC' } as const;
const steps = (...given: Partial<Recipient>[]) => {
  const recipients = given.map(sampleRecipient);
  return sharedSteps(sampleJourney({ recipients }), recipients, say, 5);
};
const delivered = (name: string): Partial<Recipient> => ({
  forwardPath: `${name}@corp.example`,
  fate: 'delivered',
  detail: { user: name, mailbox: 'INBOX' },
});

test('what is the same for several is said once, with their names', () => {
  const [look, find, ...rest] = steps(delivered('dora'), delivered('mei'), delivered('omar'));
  expect(look).toBe('Have dora, mei and omar look in the inbox, and sort by date or search for the sender.');
  expect(find).toMatch(
    /^See where the copy lies now \(the same way for mei and omar\) with: doveadm fetch -u dora /,
  );
  expect(rest.join()).not.toMatch(/dora|mei|omar/);
});

test('a crowd is counted', () => {
  const crowd = Array.from({ length: 50 }, (_, i) => delivered(`m${i}`));
  expect(steps(...crowd)[0]).toContain('m0, m1, m2, m3 and 46 others');
});

test('what differs in more than people stays apart, and each has its first step before anyone has a second', () => {
  const other = { ...delivered('mei'), detail: { user: 'mei', mailbox: 'Junk' } };
  const told = steps(delivered('dora'), other, { fate: 'held', detail: { queueId: '88BDC254536' } });
  expect(told[0]).toContain('Have dora look in the inbox');
  expect(told[1]).toContain('Have mei look in the spam folder');
  expect(told[2]).toContain('postsuper -H 88BDC254536');
  expect(told).toHaveLength(5);
});

test('nobody is sent to trace copies whose answer stands beside', () => {
  const list = (...forwardedTo: string[]): Partial<Recipient> => ({
    forwardPath: 'info@corp.example',
    fate: 'forwarded',
    detail: { by: 'alias', forwardedTo },
  });
  expect(steps(list('Dora@corp.example'), delivered('dora')).join()).not.toContain('Trace the copies');
  expect(steps(list('anna@b.example'), delivered('dora')).join()).toContain(
    'Trace the copies at anna@b.example',
  );
});
