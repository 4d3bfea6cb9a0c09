import { expect, test } from 'vitest';
import { parse } from './parse.ts';
import { stated } from './stated.ts';

const AT = Date.UTC(2026, 6, 3, 16, 39, 25) * 1000;
const one = (at: number | undefined, pid: string, program: string, text: string) =>
  stated(parse({ at, host: 'mx1', program, pid, text, malformed: at === undefined }), `written: ${text}`);

test('the fields that the line states, and no others', () => {
  expect(one(AT, '12', 'postfix/smtpd', 'connect from unknown[192.0.2.1]')).toEqual({
    at: '2026-07-03T16:39:25Z',
    host: 'mx1',
    program: 'postfix/smtpd',
    pid: 12,
    kind: 'event',
    event: 'connect',
    text: 'written: connect from unknown[192.0.2.1]',
    client: { name: 'unknown', ip: '192.0.2.1' },
  });
});

test('time with the digits it has, or none', () => {
  expect(one(AT + 250_000, '', 'x', 'y')).toMatchObject({ at: '2026-07-03T16:39:25.250Z', pid: null });
  expect(one(AT + 250_001, '', 'x', 'y')).toMatchObject({ at: '2026-07-03T16:39:25.250001Z' });
  expect(one(undefined, '', '', 'y')).toMatchObject({ at: null, kind: 'malformed', event: 'other' });
});
