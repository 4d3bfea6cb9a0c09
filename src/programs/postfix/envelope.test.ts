import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { delivery } from './delivery.ts';
import { envelope } from './envelope.ts';
import { smtpd } from './smtpd.ts';

/** Pieces that a stranger would put into a local part to be taken for the line itself. */
const piece = fc.constantFrom(
  'a',
  '"',
  '\\',
  '<',
  '>',
  '@',
  ';',
  ' ',
  ': ',
  'x',
  'é',
  '; from=<',
  '> to=<',
  ' proto=ESMTP',
  ' helo=<',
  '>, relay=none',
  ', status=bounced (',
  'victim@corp.example',
  '[192.0.2.66]',
  ' from evil[192.0.2.66]',
  '550 5.1.1 ',
);
const local = fc.array(piece, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
const address = fc.oneof(
  fc.constant({ internal: '', external: '' }),
  local.map((name) => ({ internal: `${name}@evil.example`, external: external(name, 'evil.example') })),
);
const helo = fc
  .array(piece, { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join('').replace(/[ <>()\\";@]/g, '?'));

/** As quote_822_local.c prints an address. */
function external(name: string, domain: string): string {
  const plain = /^[^\s()<>@,;:\\"[\]\u0000-\u001f]+$/.test(name) && !/^\.|\.\.|\.$/.test(name);
  return `${plain ? name : `"${name.replace(/["\\]/g, '\\$&')}"`}@${domain}`;
}

describe('the tail of a refusal', () => {
  test('is read back whatever the addresses, the HELO name and the reply hold', () => {
    fc.assert(
      fc.property(address, fc.option(address, { nil: undefined }), helo, (from, to, name) => {
        const said = `550 5.1.1 <${(to ?? from).internal}>: Recipient address rejected: User unknown`;
        const path = to === undefined ? '' : ` to=<${to.external}>`;
        const text = `NOQUEUE: reject: RCPT from a.example[192.0.2.1]: ${said}; from=<${from.external}>${path} proto=ESMTP helo=<${name}>`;
        expect(smtpd(text)).toMatchObject({
          event: 'reject',
          stage: 'rcpt',
          reply: said,
          enhancedStatusCode: '5.1.1',
          reversePath: from.external,
          forwardPath: to?.external,
          client: { name: 'a.example', ip: '192.0.2.1', helo: name, protocol: 'ESMTP' },
        });
      }),
      { numRuns: 500 },
    );
  });

  test('before HELO and before MAIL', () => {
    const at = (text: string) => envelope(text, 1);
    expect(at('x: 554 no; proto=SMTP')).toMatchObject({ start: 9, protocol: 'SMTP', helo: undefined });
    expect(at('x: 554 no; proto=SMTP helo=<a>')).toMatchObject({
      start: 9,
      helo: 'a',
      reversePath: undefined,
    });
    expect(at('x: 554 no; to=<a@b> proto=SMTP helo=<a>')).toMatchObject({ start: 9, forwardPath: 'a@b' });
    expect(at('x: 554 no; see https://rbl.example/?a; b')).toBeUndefined();
  });

  test('with the sign-in that 3.9 adds', () => {
    const tail = '; from=<a@b> proto=ESMTP helo=<c> sasl_method=PLAIN sasl_username=jerry sasl_sender=x';
    expect(envelope(`x: 550 no${tail}`, 1)).toMatchObject({
      reversePath: 'a@b',
      helo: 'c',
      saslMethod: 'PLAIN',
      saslUsername: 'jerry',
    });
    expect(envelope('x: 4.7.1 no; from=<a@b> proto=ESMTP helo=<c> sasl_username=<jerry>', 1)).toMatchObject({
      saslUsername: 'jerry',
    });
  });

  test('with bare addresses of an old Postfix only where one reading is possible', () => {
    expect(envelope('x: 550 no; from=<joe smith@a> to=<b@c> proto=SMTP helo=<d>', 1)).toMatchObject({
      reversePath: 'joe smith@a',
      forwardPath: 'b@c',
    });
    expect(envelope('x: 550 no; from=<a> to=<victim@x@evil> to=<b@c> proto=SMTP helo=<d>', 1)).toMatchObject({
      reversePath: undefined,
      forwardPath: undefined,
      helo: 'd',
    });
  });
});

describe('a delivery', () => {
  test('is read back whatever the addresses and the reply hold', () => {
    fc.assert(
      fc.property(address, fc.option(address, { nil: undefined }), local, (to, original, said) => {
        const from = original === undefined ? '' : `, orig_to=<${original.external}>`;
        const text = `to=<${to.external}>${from}, relay=mx.example[192.0.2.1]:25, delay=1.2, delays=0.1/0.2/0.3/0.6, dsn=5.1.1, status=bounced (${said})`;
        expect(delivery(text, 0, 'A')).toMatchObject({
          forwardPath: to.external,
          originalRecipient: original?.external,
          relay: 'mx.example[192.0.2.1]:25',
          status: 'bounced',
          reply: said,
        });
      }),
      { numRuns: 500 },
    );
  });
});
