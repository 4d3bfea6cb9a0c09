import { describe, expect, it } from 'vitest';
import { handshakeOf, handshakes, handshakeTime } from './handshakes.ts';
import type { JourneyEvent } from './journey.ts';

const SECOND = 1_000_000;
const line = {
  host: 'mx1',
  program: 'postfix/smtp',
  pid: '7',
  text: '',
  written: '',
  kind: 'event',
} as const;

function event(at: number, fields: Pick<JourneyEvent, 'event'> & Partial<JourneyEvent>): JourneyEvent {
  return { ...line, at: at * SECOND, id: `l${at}`, seq: at, ...fields };
}

describe('the encryption of a delivery', () => {
  const relay = 'mx.b.example[192.0.2.5]:25';
  const shake = (at: number, pid = '7') => event(at, { event: 'tls', relay, tls: 'TLSv1.3', pid });
  const delivery = event(100.5, { event: 'delivery', relay, delays: [1, 0, 0.3, 0.4] });

  it('is that of the same process and relay while it ran', () => {
    const own = shake(99.9);
    expect(handshakeOf(delivery, handshakes([shake(99), own, shake(100, '8'), shake(101)]))).toBe(own);
    expect(handshakeOf(delivery, handshakes([shake(99), shake(101)]))).toBeUndefined();
    expect(
      handshakeOf({ ...delivery, relay: 'mx.c.example[192.0.2.6]:25' }, handshakes([own])),
    ).toBeUndefined();
  });

  it('knows a log of whole seconds by a time without fraction', () => {
    expect(handshakeTime(delivery)).toBe(800_000);
    expect(handshakeTime({ ...delivery, at: 100 * SECOND })).toBe(1_700_000);
  });
});
