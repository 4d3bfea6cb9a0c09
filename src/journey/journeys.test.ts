/**
 * Properties of the whole room on the bundled sample day, which real servers wrote: the answer does not depend on the
 * order in which lines became known, nor on lines of other messages; and no part of a log makes it fail.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../programs/parse.ts';
import { decode } from '../syslog/bytes.ts';
import { Framer } from '../syslog/framer.ts';
import type { Journey, JourneyEvent, Seen } from './journey.ts';
import { journeys } from './journeys.ts';

const seen: Seen = { mailboxLines: true, mailLog: new Map([['mx1', { since: 0, copies: true }]]) };

function read(path: string): JourneyEvent[] {
  const framer = new Framer({ tz: 'Asia/Taipei', year: 2026 });
  const lines = readFileSync(new URL(path, import.meta.url), 'latin1').split('\n');
  return lines.filter(Boolean).map((line, seq) => {
    const event = parse(framer.frame(line));
    return { ...event, at: event.at ?? 0, id: `line-${seq}`, seq, written: decode(line) };
  });
}

const day = read('../../sample/mail.log');
const whole = journeys(day, seen);

function shuffled(events: readonly JourneyEvent[], order: readonly number[]): JourneyEvent[] {
  return events
    .map((event, i) => ({ event, key: order[i % order.length] as number, i }))
    .sort((a, b) => a.key - b.key || a.i - b.i)
    .map(({ event }) => event);
}

function linesOf(journey: Journey): JourneyEvent[] {
  return journey.recipients.flatMap((r) => r.evidence);
}

const some = { numRuns: 30 };

describe('journeys of the sample day', () => {
  it('are many, and of nearly every fate', () => {
    expect(whole.length).toBeGreaterThan(20);
    expect(new Set(whole.flatMap((j) => j.recipients.map((r) => r.fate))).size).toBeGreaterThan(12);
  });

  it('do not depend on the order in which lines became known', () => {
    const order = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 50, maxLength: 200 });
    fc.assert(
      fc.property(order, (keys) => {
        expect(journeys(shuffled(day, keys), seen)).toEqual(whole);
      }),
      some,
    );
  });

  it('rest on their own lines: without those of all others each is told the same', () => {
    for (const journey of whole) {
      const own = new Set(linesOf(journey).map((e) => e.id));
      const alone = journeys(
        day.filter((e) => own.has(e.id)),
        seen,
      );
      const same = alone.find((j) => j.id === journey.id);
      expect(
        same?.recipients.map(({ forwardPath, fate, detail }) => ({ forwardPath, fate, detail })),
      ).toEqual(journey.recipients.map(({ forwardPath, fate, detail }) => ({ forwardPath, fate, detail })));
    }
  });

  it('show every line of a queue file to somebody, and no line twice to one recipient', () => {
    for (const journey of whole) {
      for (const r of journey.recipients) {
        const ids = r.evidence.map((e) => e.id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const stop of r.stops) for (const id of stop.evidence) expect(ids).toContain(id);
        expect(ids.length).toBeGreaterThan(0);
      }
    }
  });

  it('survive any part of the log', () => {
    const part = fc.array(fc.boolean(), { minLength: 20, maxLength: 400 });
    fc.assert(
      fc.property(part, (kept) => {
        const events = day.filter((_, i) => kept[i % kept.length]);
        for (const journey of journeys(events, seen)) {
          for (const r of journey.recipients) {
            if (r.fate === 'unknown') expect(r.certainty).toBe('unknown');
            if (r.certainty === 'likely') expect(r.missing.length).toBeGreaterThan(0);
          }
        }
      }),
      some,
    );
  });
});
