import { expect, test } from 'vitest';
import { type PlayedVariant, table } from './table.ts';
import { truth } from './truth.ts';
import { variants } from './variants.ts';

const entry = {
  scenario: 'odd',
  ...truth('id:<a@b.example>', '"x|\u202e`y"@corp.example', 'delivered', {
    mailbox: 'INBOX',
    queueId: '4543221C173',
  }),
};

function played(change: Partial<PlayedVariant>): PlayedVariant {
  const versions = new Map([['postfix', '3.7.11']]);
  return { variant: variants.A, versions, entries: [], absences: [], faults: [], ...change };
}

test('shows what agrees, with versions and without ids, and nothing that breaks the page', () => {
  const { page, failures, agreements } = table([played({ entries: [{ entry, differences: [] }] })]);
  expect([agreements, failures]).toEqual([1, []]);
  expect(page).toContain('3.7.11');
  expect(page).toMatch(
    /\| odd +\| `"x\\\|\\u\{202e\}'y"@corp.example` \| \*\*delivered\*\*, mailbox `INBOX` +\| same +\|/,
  );
  expect(page).not.toContain('4543221C173');
});

test('names what differs, what the lab did wrong, and an absence that was not seen', () => {
  const absence = { query: 'id:<never@b.example>', nearMiss: null };
  const { page, failures, closing } = table([
    played({
      entries: [{ entry, differences: ['fate deleted instead of delivered'] }],
      absences: [{ entry: absence, differences: ['a message that never was'] }],
      faults: ['odd: lies elsewhere'],
    }),
  ]);
  expect(failures).toHaveLength(3);
  expect(failures[0]).toBe('A: the lab itself: odd: lies elsewhere');
  expect(page).toContain('**differs**: `fate deleted instead of delivered`');
  expect(closing).toBe('0 of 2 answers agree with the truth; 3 failed.');
});
