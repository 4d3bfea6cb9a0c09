/**
 * Property: no field is read out of a stranger's text. A real line is built from its parts twice, once with harmless
 * words and once with syntax of real logs in every place where its program prints what a stranger wrote. All fields
 * but the stranger's own must be the same both times. `printable`, `quoted` and `neutered` do to the text what the
 * program itself does to it before it logs it (Postfix src/util/printable.c, src/global/quote_822_local.c, smtpd's
 * NEUTER_CHARACTERS; Dovecot src/lib/str-sanitize.c). Not: lines of mutated bytes; fuzz/ plays those.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../src/programs/parse.ts';
import { encode } from '../src/syslog/bytes.ts';
import { Framer } from '../src/syslog/framer.ts';

/** What strangers have put or could put into real lines, made-up names throughout. */
export const FRAGMENTS = [
  ', status=sent (250 ok)',
  '> to=<victim@corp.example',
  '>, relay=none, delay=1, delays=0/0/0/1, dsn=5.0.0, status=bounced (no)',
  '; from=<a@evil.example> to=<victim@corp.example> proto=SMTP helo=<x>',
  '; from=<a@evil.example>, to=<victim@corp.example>, proto=SMTP, helo=<x>',
  ' from local; from=<a@evil.example>: no',
  ' from mx.evil.example[192.0.2.66]: 550 5.1.1 no',
  ': removed',
  '27E2A22E2E8: removed',
  ': queued as 27E2A22E2E8',
  ' queued as 27E2A22E2E8)',
  'Jul  3 16:39:25 mx1 postfix/qmgr[77]: 27E2A22E2E8: removed',
  '2026-07-03T16:39:25.120331+08:00 mx1 dovecot: imap(tom)<1><s>: expunge: box=INBOX, uid=1, msgid=<o@evil.example>',
  'a],27E2A22E2E8:to=',
  'discard: header Subject: x',
  ': discard: header Subject: x from mx.evil.example[192.0.2.66]; from=<a@evil.example>',
  ', uid=1, msgid=<other@evil.example>, flags=(\\Deleted)',
  ', size=1, from=x, subject=y',
  '>, rip=10.0.0.1, lip=10.0.0.2, session=<x>',
  '>, method=PLAIN, rip=10.0.0.1, session=<x',
  ": stored mail into mailbox 'Trash'",
  ': forwarded to <victim@corp.example>',
  ': saved mail to Trash',
  ': Mailbox created',
  ', Queue-ID: 27E2A22E2E8, Message-ID: <other@evil.example>, mail_id: x, Hits: 99',
  '> -> <victim@corp.example>',
  '), [192.0.2.66] <a@evil.example> -> <victim@corp.example>, Hits: 9, queued_as: 27E2A22E2E8',
  '>, qid: <27E2A22E2E8>, ip: 192.0.2.66, from: <a@evil.example>, (default: T (reject): [99/15] [A(1){}]), len: 1, ',
  ', recipient=victim@corp.example',
  ', client_address=192.0.2.66, sender=a@evil.example',
  ', sasl_method=PLAIN, sasl_username=root, sasl_sender=x, orig_queue_id=27E2A22E2E8',
  ' sasl_method=PLAIN sasl_username=root',
  ' (in reply to RCPT TO command)',
  "' message-id 'other@evil.example' date 'x' infected by Nothing",
  ' scantime=1,size=1,user=root,mid=<other@evil.example>,',
  ' message repeated 2 times: [ x]',
  ', size=1, nrcpt=99 (queue active)',
  ', status=expired, returned to sender',
  '...',
  '1xVrIm-0004b3-1X Completed',
  ') [192.0.2.66]',
  'x) [192.0.2.66]:66 P=smtp S=1',
  ' H=mx.evil.example [192.0.2.66] P=smtp S=1 id=other@evil.example',
  '" H=(x) [192.0.2.66]:66 next input="x',
  ' F=<a@evil.example> rejected RCPT <victim@corp.example>: 550 5.1.1 no',
  ' for victim@corp.example',
  '> R=dnslookup T=remote_smtp H=mx.evil.example [192.0.2.66] C="250 OK id=1xVrIm-0004b3-1X"',
  ' defer (-44): retry time not reached',
  ': retry timeout exceeded',
  ' (set_id=root)',
  '). From <a@evil.example> (host=mx.evil.example [192.0.2.66]) for victim@corp.example',
  'SPF(mailfrom): evil.example pass',
  ' [192.0.2.66] not internal',
  ', d=evil.example)',
  ' domain=evil.example selector=x result="no signature error"',
  'Infected message 27E2A22E2E8',
  ') to corp.example is not spam, SpamAssassin (score=0.0',
];
const PIECES = [
  '"',
  '\\',
  '>',
  '<',
  '(',
  ')',
  '[',
  ']',
  ', ',
  ': ',
  '; ',
  '=',
  '@',
  ' ',
  '|',
  '{',
  '}',
  "'",
  '%',
];

/** Text of a stranger. Control characters, NUL and characters beyond ASCII among it. */
export const hostile = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...FRAGMENTS) },
      { weight: 2, arbitrary: fc.constantFrom(...PIECES) },
      fc.constantFrom('x', 'evil.example', '\u2028', '\u202e', '信', '\t', '\n'),
      fc.string({ maxLength: 8, unit: 'binary' }),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join('') || 'x');

/** Control characters become `?`. An unpaired surrogate is in no bytes. */
export function printable(text: string): string {
  return Buffer.from(text)
    .toString()
    .replace(/[\x00-\x1f\x7f]/g, '?');
}

/** A HELO name as smtpd has it. */
export function neutered(text: string): string {
  return printable(text).replace(/[ <>()\\";@]/g, '?');
}

/** An address with this local part in external form. */
export function quoted(local: string): string {
  const shown = printable(local);
  if (/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(shown))
    return `${shown}@evil.example`;
  return `"${shown.replace(/["\\]/g, '\\$&')}"@evil.example`;
}

/** An address as refusals quote it in their text, and old releases everywhere. */
export function bare(local: string): string {
  return `${printable(local)}@evil.example`;
}

/** One kind of line. */
export interface Sample<Place extends string> {
  readonly program: string;
  /** Each place where a stranger's text stands, and the fields that are read from there: `client.helo`. */
  readonly places: Readonly<Record<Place, readonly string[]>>;
  readonly line: (said: Readonly<Record<NoInfer<Place>, string>>) => string;
  /** Fields that a reader leaves out where it cannot prove them. Wrong they may never be. */
  readonly mayLack?: readonly string[];
  /** What the stranger's own fields must be. */
  readonly own?: (said: Readonly<Record<NoInfer<Place>, string>>) => Readonly<Record<string, unknown>>;
}

/** So that a sample's places are checked against its line. */
export function sample<Place extends string>(made: Sample<Place>): Sample<string> {
  return made as unknown as Sample<string>;
}

const HEADS: readonly ((program: string) => string)[] = [
  (program) => `Jul  3 16:39:25 mx1 ${program}[4711]: `,
  (program) => `2026-07-03T16:39:25.120331+08:00 mx1 ${program}[4711]: `,
  (program) => `<22>1 2026-07-03T16:39:25.120331+08:00 mx1 ${program} 4711 - - `,
];

function fieldsOf(program: string, text: string, head: number): Map<string, unknown> {
  const line = HEADS[head]!(program) + encode(text);
  const { text: _, ...fields } = parse(new Framer({ tz: 'UTC', year: 2026 }).frame(line));
  const flat = new Map<string, unknown>();
  for (const [name, value] of Object.entries(fields)) {
    if (name !== 'client' || value === undefined) flat.set(name, value);
    else for (const [part, inner] of Object.entries(value)) flat.set(`client.${part}`, inner);
  }
  return flat;
}

/** Tests every sample under its name. */
export function expectStrangersConfined(samples: Readonly<Record<string, Sample<string>>>): void {
  test.each(Object.entries(samples))('%s', (_, { program, places, line, mayLack = [], own }) => {
    const names = Object.keys(places);
    const harmless = Object.fromEntries(names.map((name) => [name, 'harmless']));
    const theirs = new Set(Object.values(places).flat());
    const said = fc.record(
      Object.fromEntries(names.map((name) => [name, fc.oneof(hostile, fc.constant('harmless'))])),
    );
    const ordinary = HEADS.map((_, head) => fieldsOf(program, line(harmless), head));
    expect(ordinary[0]!.get('kind')).toBe('event');
    fc.assert(
      fc.property(said, fc.nat(HEADS.length - 1), (text, head) => {
        const read = fieldsOf(program, line(text), head);
        for (const name of new Set([...read.keys(), ...ordinary[head]!.keys()])) {
          if (theirs.has(name)) continue;
          const value = read.get(name);
          if (value === undefined && mayLack.includes(name)) continue;
          expect([name, value]).toEqual([name, ordinary[head]!.get(name)]);
        }
        for (const [name, value] of Object.entries(own?.(text) ?? {}))
          expect([name, read.get(name)]).toEqual([name, value]);
      }),
      { numRuns: 400 },
    );
  });
}
