import { describe, expect, test } from 'vitest';
import type { TraceAnswer } from '../ask/answer.ts';
import type { JourneyEvent } from '../journey/journey.ts';
import type { Say } from './language.ts';
import { sampleJourney, sampleRecipient, sampleStop, sampleTime } from './sample.ts';
import { traceJson } from './trace-json.ts';

const en: Say = { language: 'en', tz: 'Asia/Taipei' };
const line: JourneyEvent = {
  kind: 'event',
  event: 'client',
  at: sampleTime,
  id: '7',
  seq: 7,
  host: 'mx1',
  program: 'postfix/smtpd',
  pid: '1',
  text: '88BDC254536: client=mail.b.example[192.0.2.1]',
  written: 'Jul  3 16:39:25 mx1 postfix/smtpd[1]: 88BDC254536: client=mail.b.example[192.0.2.1]',
};
const coverage = {
  from: sampleTime,
  to: sampleTime + 5_000_001,
  hosts: ['mx1'],
  programs: ['postfix', 'dovecot'],
  gaps: [{ from: sampleTime, to: sampleTime + 1e6, host: 'mx1', program: 'dovecot' }],
};

describe('the JSON answer', () => {
  test('has the names of the contract', () => {
    const recipient = sampleRecipient({
      fate: 'deferred',
      detail: { lastAttempt: sampleTime + 1000, attempts: 2 },
      missing: ['no-end'],
      stops: [sampleStop('deferred', { reply: '450 later' })],
      evidence: [line],
    });
    const answer: TraceAnswer = {
      coverage,
      journeys: [sampleJourney({ recipients: [recipient] })],
      absence: null,
    };
    const told = JSON.parse(JSON.stringify(traceJson(answer, en)));
    expect(told).toMatchObject({
      coverage: {
        from: '2026-07-03T08:39:25.000Z',
        to: '2026-07-03T08:39:30.000001Z',
        hosts: ['mx1'],
        programs: ['postfix', 'dovecot'],
        gaps: [
          {
            from: '2026-07-03T08:39:25.000Z',
            to: '2026-07-03T08:39:26.000Z',
            host: 'mx1',
            program: 'dovecot',
          },
        ],
      },
      messages: [
        {
          id: 'j1',
          messageId: '<a@b.example>',
          client: { name: 'mail.b.example', ip: '192.0.2.1', helo: null, saslUsername: null },
          firstSeen: '2026-07-03T08:39:25.000Z',
          recipients: [
            {
              forwardPath: 'jerry@corp.example',
              originalRecipient: null,
              fate: 'deferred',
              at: '2026-07-03T08:39:25.000Z',
              detail: { lastAttempt: '2026-07-03T08:39:25.001Z', attempts: 2 },
              certainty: 'proved',
              missing: [expect.stringContaining('end before a conclusion')],
              missingCodes: ['no-end'],
              sentence: expect.stringContaining('still waits in the queue'),
              stops: [
                {
                  stop: 'deferred',
                  host: 'mx1',
                  sentence: 'Not delivered yet: "450 later".',
                  evidence: ['1'],
                },
              ],
              evidence: [{ id: '7', host: 'mx1', program: 'postfix/smtpd', text: line.written }],
            },
          ],
        },
      ],
      absence: null,
    });
  });

  test('an absence claims what was covered, shows what came close and says where to look', () => {
    const answer: TraceAnswer = {
      coverage,
      journeys: [],
      absence: {
        conclusion: 'not-seen',
        nearMisses: [
          {
            address: 'jery@corp.example',
            asked: 'jerry@corp.example',
            fate: 'rejected',
            at: sampleTime,
            evidence: [line],
          },
        ],
        next: ['check-address', 'check-covered-time'],
      },
    };
    expect(traceJson(answer, en, [{ key: 'to', value: 'jerry@corp.example' }])).toMatchObject({
      messages: [],
      absence: {
        conclusion: 'not-seen',
        sentence:
          'No line between 3 July 2026 16:39:25 and 3 July 2026 16:39:30 of mx1 (postfix and dovecot) tells of a message to jerry@corp.example.',
        nearMisses: [
          {
            address: 'jery@corp.example',
            fate: 'rejected',
            sentence:
              'A message to jery@corp.example (not jerry@corp.example) was refused on 3 July 2026 at 16:39:25.',
            evidence: [{ id: '7' }],
          },
        ],
        next: [expect.stringContaining('letter by letter'), expect.stringContaining('3 July 2026')],
      },
    });
    expect(
      traceJson(answer, { ...en, language: 'zh-TW' }, [
        { key: 'from', value: 'bob@b.example' },
        { key: 'to', value: 'jerry@corp.example' },
      ]),
    ).toMatchObject({
      absence: {
        sentence:
          'mx1（postfix 和 dovecot）從 2026 年 7 月 3 日 16:39:25 到 2026 年 7 月 3 日 16:39:30 的紀錄裡，沒有任何一行提到 bob@b.example 寄給 jerry@corp.example 的信。',
      },
    });
  });

  test('without any lines nothing is claimed', () => {
    const nothing = { from: null, to: null, hosts: [], programs: [], gaps: [] };
    const absence = {
      conclusion: 'not-seen' as const,
      nearMisses: [],
      next: ['check-covered-time' as const],
    };
    expect(
      traceJson({ coverage: nothing, journeys: [], absence }, en, [{ key: 'subject', value: 'x' }]),
    ).toMatchObject({
      coverage: { from: null, to: null },
      absence: {
        sentence:
          'No readable log lines are stored, so nothing can be said about a message with "x" in its subject.',
        next: [],
      },
    });
  });
});
