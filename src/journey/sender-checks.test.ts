import { describe, expect, it } from 'vitest';
import { policydSpf } from '../programs/postfix/policyd-spf.ts';
import { smtpd } from '../programs/postfix/smtpd.ts';
import type { JourneyEvent } from './journey.ts';
import { Legs } from './leg.ts';
import { senderStops, spfChecks } from './sender-checks.ts';
import { Timeline } from './timeline.ts';

const SECOND = 1_000_000;
let seq = 0;

function event(at: number, program: string, text: string, fields: object | undefined): JourneyEvent {
  seq += 1;
  const line = { at: at * SECOND, host: 'mx1', program, pid: '7', text, written: text, id: `l${seq}`, seq };
  return { kind: 'event', ...line, ...fields } as JourneyEvent;
}

const said = (at: number, result: string, from = 'carol@partner.example', ip = '192.0.2.1') => {
  const text = `prepend Received-SPF: ${result} (mailfrom) identity=mailfrom; client-ip=${ip}; helo=x; envelope-from=${from}; receiver=y`;
  return event(at, 'policyd-spf', text, policydSpf(text));
};

const stops = (...lines: readonly JourneyEvent[]) => {
  const opened = '88BDC254536: client=mail.partner.example[192.0.2.1]';
  const legs = new Legs();
  legs.take([event(100, 'postfix/smtpd', opened, smtpd(opened))]);
  const [leg] = legs.all;
  if (leg === undefined) throw new Error('BUG: no leg');
  leg.reversePath = 'carol@partner.example';
  const t = new Timeline();
  senderStops(t, leg, spfChecks(lines));
  return t.told().stops.map(({ detail }) => detail.result);
};

describe('an SPF answer without queue id', () => {
  it('is told where client, sender and moment agree', () => {
    expect(stops(said(99, 'Pass'), said(100, 'Pass'))).toEqual(['pass']);
    expect(stops(said(60, 'Pass'))).toEqual([]);
    expect(stops(said(100, 'Pass', 'dave@third.example'))).toEqual([]);
    expect(stops(said(100, 'Pass', 'carol@partner.example', '192.0.2.9'))).toEqual([]);
  });

  it('is not told where the lines contradict each other', () => {
    expect(stops(said(99, 'Temperror'), said(100, 'Pass'))).toEqual([]);
  });
});
