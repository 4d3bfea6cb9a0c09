import { describe, expect, test } from 'vitest';
import { compare, compareAbsent } from './compare.ts';
import type { Answer, AnsweredRecipient } from './product.ts';
import { type NamedTruth, truth } from './truth.ts';

const query = 'id:<a@partner.example>';
const entry: NamedTruth = {
  scenario: 'trashed',
  ...truth(query, 'jerry@corp.example', 'trashed', { mailbox: 'Trash', clientIp: '127.0.1.55' }),
};
const given: AnsweredRecipient = {
  forwardPath: 'jerry@corp.example',
  originalRecipient: null,
  fate: 'trashed',
  detail: { mailbox: 'Trash', clientIp: '127.0.1.55', session: 'x' },
  evidence: [{}],
};
const answers = (...recipients: AnsweredRecipient[]): Map<string, Answer> =>
  new Map([[query, { messages: [{ recipients }], absence: null }]]);

describe('compare', () => {
  test('finds nothing where the answer says the truth', () => {
    expect(compare([entry], answers(given))).toEqual([[]]);
  });

  test.each<[string, Partial<AnsweredRecipient>, string]>([
    ['another fate', { fate: 'deleted' }, 'fate deleted instead of trashed'],
    ['another mailbox', { detail: { ...given.detail, mailbox: 'Bin' } }, 'mailbox Bin instead of Trash'],
    ['another actor', { detail: { mailbox: 'Trash' } }, 'clientIp nothing instead of 127.0.1.55'],
    [
      'an address of origin',
      { originalRecipient: 'x@y.example' },
      'originalRecipient x@y.example instead of nothing',
    ],
    ['no evidence', { evidence: [] }, 'no evidence'],
  ])('tells of %s', (_, change, words) => {
    expect(compare([entry], answers({ ...given, ...change }))).toEqual([[words]]);
  });

  test('tells of a recipient that is missing, and of one that never was', () => {
    expect(compare([entry], answers())[0]?.[0]).toMatch(/^0 answers about jerry@corp.example/);
    const stranger = { ...given, forwardPath: 'victim@corp.example' };
    expect(compare([entry], answers(given, stranger))).toEqual([['1 recipients too many']]);
  });

  test('knows that Postfix logs the refusal of a check without its code', () => {
    const detail = { stage: 'header', reply: '550 5.7.1 We do not take such subjects' };
    const refused = { ...entry, fate: 'rejected' as const, detail };
    const answered = {
      ...given,
      fate: 'rejected',
      detail: { ...detail, reply: '5.7.1 We do not take such subjects' },
    };
    expect(compare([refused], answers(answered))).toEqual([[]]);
    expect(
      compare([{ ...refused, detail: { ...detail, stage: 'rcpt' } }], answers(answered))[0],
    ).toHaveLength(2);
  });

  test('expects what an honest answer says where no line can tell', () => {
    const unseen = { ...entry, unseen: { fate: 'delivered' as const, why: 'no line' } };
    expect(compare([unseen], answers({ ...given, fate: 'delivered' }))).toEqual([[]]);
    expect(compare([unseen], answers(given))).toEqual([['fate trashed instead of delivered']]);
  });
});

describe('compareAbsent', () => {
  const nearMiss = { address: 'jery@corp.example', fate: 'rejected' };
  const absent = (nearMisses: (typeof nearMiss)[]): Answer => ({ messages: [], absence: { nearMisses } });

  test('wants the near miss and nothing else', () => {
    expect(compareAbsent({ query, nearMiss }, absent([nearMiss]))).toEqual([]);
    expect(compareAbsent({ query, nearMiss }, absent([]))).toHaveLength(1);
    expect(compareAbsent({ query, nearMiss: null }, absent([]))).toEqual([]);
    expect(compareAbsent({ query, nearMiss: null }, absent([nearMiss]))).toHaveLength(1);
    expect(compareAbsent({ query, nearMiss: null }, answers(given).get(query))).toHaveLength(1);
  });
});
