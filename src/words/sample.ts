/** A message and its parts for the tests of this room: what a test does not say is plain. */
import type { Journey, Recipient, Stop } from '../journey/journey.ts';

/** 3 July 2026, 16:39:25 in Taipei. */
export const sampleTime = Date.UTC(2026, 6, 3, 8, 39, 25) * 1000;

export function sampleRecipient(given: Partial<Recipient> = {}): Recipient {
  return {
    forwardPath: 'jerry@corp.example',
    originalRecipient: null,
    fate: 'unknown',
    at: sampleTime,
    detail: {},
    certainty: 'proved',
    missing: [],
    stops: [],
    evidence: [],
    ...given,
  };
}

export function sampleStop(stop: Stop['stop'], detail: Stop['detail'] = {}): Stop {
  return { at: sampleTime, stop, host: 'mx1', program: 'postfix/smtpd', detail, evidence: ['1'] };
}

export function sampleJourney(given: Partial<Journey> = {}): Journey {
  return {
    id: 'j1',
    messageId: '<a@b.example>',
    queueIds: ['88BDC254536'],
    reversePath: 'anna@b.example',
    headerFrom: null,
    subject: null,
    size: 1234,
    client: { name: 'mail.b.example', ip: '192.0.2.1' },
    firstSeen: sampleTime,
    lastSeen: sampleTime,
    recipients: [],
    ...given,
  };
}
