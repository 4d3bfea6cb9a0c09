import { describe, expect, test } from 'vitest';
import type { Stop } from '../journey/journey.ts';
import { gapsSentence } from './absence.ts';
import { stops } from './en/stops.ts';
import type { Say } from './language.ts';
import { missingSentences } from './missing.ts';
import { sampleRecipient, sampleStop, sampleTime } from './sample.ts';
import { stopSentence } from './stop.ts';

const en: Say = { language: 'en', tz: 'UTC' };
const zh: Say = { language: 'zh-TW', tz: 'UTC' };

describe('a stop', () => {
  test.each(Object.keys(stops) as Stop['stop'][])('%s has its line in both languages', (stop) => {
    expect(stopSentence(sampleStop(stop), en)).toMatch(/^[A-Z].*\.$/);
    expect(stopSentence(sampleStop(stop), zh)).toMatch(/。$/);
  });

  test('names who, where and what', () => {
    const client = { name: 'mail.b.example', ip: '192.0.2.1', helo: 'liar' };
    expect(stopSentence(sampleStop('accepted', { client, queueId: '88BDC254536' }), en)).toBe(
      'Accepted from mail.b.example [192.0.2.1] as 88BDC254536.',
    );
    expect(stopSentence(sampleStop('refused', { stage: 'rcpt', reply: '550 no' }), zh)).toBe(
      '拒收（RCPT TO 階段）：「550 no」。',
    );
    expect(
      stopSentence(sampleStop('moved', { fromMailbox: 'INBOX', mailbox: 'Junk', clientIp: '192.0.2.7' }), zh),
    ).toBe('從收件匣移動到垃圾郵件資料夾「Junk」，來自 192.0.2.7。');
    expect(stopSentence(sampleStop('flagged', { flags: ['\\Seen', '$Label1'] }), en)).toBe(
      'Marked as read and "$Label1".',
    );
    expect(stopSentence(sampleStop('expunged', { by: 'administrator' }), en)).toBe(
      'Removed for good with an administration command.',
    );
  });
});

test('what is missing says how to see it', () => {
  const [mailLog] = missingSentences(sampleRecipient({ missing: ['mailbox-log-off'] }), en);
  expect(mailLog).toContain('mail_plugins = $mail_plugins notify mail_log');
  expect(mailLog).toContain('mail_log = yes');
});

test('gaps are counted, the longest is named', () => {
  const gap = (length: number) => ({
    from: sampleTime,
    to: sampleTime + length * 1e6,
    host: 'mx1',
    program: 'dovecot',
  });
  const covered = { from: 0, to: 1, hosts: ['mx1'], programs: ['dovecot'] };
  expect(gapsSentence({ ...covered, gaps: [] }, en)).toBeUndefined();
  expect(gapsSentence({ ...covered, gaps: [gap(60)] }, en)).toBe(
    'Nothing could be seen of dovecot on mx1 between 3 July 2026 08:39:25 and 3 July 2026 08:40:25.',
  );
  expect(gapsSentence({ ...covered, gaps: [gap(1), gap(60)] }, zh)).toMatch(/^有 2 段時間.*08:40:25。$/);
});
