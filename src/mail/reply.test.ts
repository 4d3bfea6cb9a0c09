import { expect, test } from 'vitest';
import { lmtpSession, lmtpUser, nextQueueId, readReply } from './reply.ts';

test.each([
  ['554 5.7.1 <a@b>: no', '554', '5.7.1', '<a@b>: no'],
  ['250 Ok: queued', '250', undefined, 'Ok: queued'],
  ['5.7.1 Spam', undefined, '5.7.1', 'Spam'],
  ['550-5.7.1 [192.0.2.1] first', '550', '5.7.1', '[192.0.2.1] first'],
  ['550 5.7.1234 no', '550', undefined, '5.7.1234 no'],
  ['550 1.2.3.4 blocked', '550', undefined, '1.2.3.4 blocked'],
  ['421', '421', undefined, ''],
  ['too many connections', undefined, undefined, 'too many connections'],
  ['', undefined, undefined, ''],
])('%s', (text, replyCode, enhancedStatusCode, rest) => {
  expect(readReply(text)).toEqual({ replyCode, enhancedStatusCode, text: rest });
});

test.each([
  ['250 2.0.0 <jerry@corp.example> Xk1dAAEBBB Saved', 'Xk1dAAEBBB'],
  ['250 2.0.0 <jerry@corp.example> Saved', undefined],
  ['250 2.0.0 Ok: queued as Saved it', undefined],
  [' Saved', undefined],
  ['', undefined],
])('the session of "%s"', (reply, session) => {
  expect(lmtpSession(reply)).toBe(session);
});

test.each([
  ['250 2.0.0 Ok: queued as C1D2E3F40', 'C1D2E3F40'],
  ['6242U0kc009002 Message accepted for delivery', '6242U0kc009002'],
  [
    '250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 6242U0kc009002 Message accepted for delivery',
    '6242U0kc009002',
  ],
  ['forwarded as C1D2E3F40', 'C1D2E3F40'],
  ['your Message accepted for delivery', undefined],
  ['ok', undefined],
])('%s names its queue id', (reply, queueId) => {
  expect(nextQueueId(reply)).toBe(queueId);
});

test.each([
  ['250 2.0.0 <jerry> Xk1dAAE Saved', 'jerry'],
  ['250 2.1.5 <jerry@corp.example> Saved', 'jerry@corp.example'],
  ['<jerry> Xk1dAAE Saved', 'jerry'],
  ['250 2.0.0 Ok: queued as C1D2E3F40', undefined],
  ['550 5.1.1 <jerry> User unknown', undefined],
  ['250 2.0.0 <> Saved', undefined],
])("lmtp's user in %s", (reply, user) => {
  expect(lmtpUser(reply)).toBe(user);
});
