import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode } from '../syslog/bytes.ts';
import { AddressShapes } from './address-shapes.ts';

function found(address: string, text: string): string[] {
  const line = encode(text);
  return new AddressShapes(address)
    .in(line)
    .map(({ start, end }) => Buffer.from(line.slice(start, end), 'latin1').toString());
}

describe('jerry@corp.example', () => {
  it.each([
    ['to=<jerry@corp.example>, orig_to=<Jerry@Corp.Example>', ['jerry', 'Jerry']],
    ['jerry@corp.example', ['jerry']],
    ['sasl_username=jerry@corp.example, user=jerry@corp.example', ['jerry', 'jerry']],
    ['to=<jerry+shop@corp.example>', ['jerry+shop']],
    ['from=<prvs=1234abcdef=jerry@corp.example>', ['jerry']],
    ['from=prvs=1234abcdef=jerry@corp.example', ['jerry']],
    ['from=<SRS0=Hk8x=T7=corp.example=jerry@forwarder.example>', ['jerry']],
    ['from=<srs1=ab=f.example==Hk8x=T7=corp.example=jerry+a@g.example>', ['jerry+a']],
    ['from=<list-bounces+jerry=corp.example@lists.example>', ['jerry']],
    ['from=<jerry=corp.example@lists.example>', ['jerry']],
    ['from=<jerry+tom=x.example@corp.example>', ['jerry+tom=x.example']],
    ['from=<bounces+7654321-1a2b-jerry=corp.example@em.sender.example>', ['jerry']],
    ['from=<list-return-12-jerry=corp.example@lists.example>', ['jerry']],
    ["user 'jerry@corp.example' unknown", ['jerry']],
    ['home=/var/vmail/jerry@corp.example/Maildir', ['jerry']],
    ['imap(jerry@corp.example)<1><s>: x, (jerry@corp.example,192.0.2.1)', ['jerry', 'jerry']],
    ['rfc822;jerry@corp.example. jerry@corp.example.', ['jerry', 'jerry']],
    [
      '<@relay.example:jerry@corp.example>,<jerry@corp.example>,<jerry@corp.example>',
      ['jerry', 'jerry', 'jerry'],
    ],
    ['"jerry@corp.example"->', ['jerry']],
  ])('is in %s', (line, locals) => {
    expect(found('jerry@corp.example', line)).toEqual(locals);
  });

  it.each([
    'tomjerry@corp.example',
    'tom.jerry@corp.example tom-jerry@corp.example tom_jerry@corp.example tom+jerry@corp.example',
    "o'jerry@corp.example",
    '\u00e9jerry@corp.example',
    'jerry@corp.example.org',
    'jerry@corp.examples jerry@corp.example-mail.org jerry@corp.example_x jerry@corp.example\u00e9',
    'jerry@mail.corp.example',
    'jerry@corpxexample',
    'jerry.tom@corp.example',
    'jerry @corp.example',
    'SRS0=Hk8x=T7=other.example=jerry@corp.example',
    'SRS0=Hk8x=T7=corp.example=tomjerry@f.example',
    'SRS0=Hk8x=T7=mycorp.example=jerry@f.example SRS0=Hk8x=T7=my.corp.example=jerry@f.example',
    'list+tom-jerry=corp.example@lists.example',
    'list+tomjerry=corp.example@lists.example',
    'list+jerry=corp.example.org@lists.example',
    'relay=mx1, jerry=corp.example',
  ])('is not in %s', (line) => {
    expect(found('jerry@corp.example', line)).toEqual([]);
  });
});

it('a name that is a field of logs is no VERP', () => {
  expect(found('relay@mx.example', 'to=<x@y>, relay=mx.example[192.0.2.1]:25, relay=mx.example@x')).toEqual(
    [],
  );
});

describe('hostile and foreign addresses', () => {
  it.each([
    ["o'brien@corp.example", "to=<O'Brien@corp.example>"],
    ['a.*b@corp.example', '<a.*b@corp.example>'],
    ['$&(x@corp.example', '<$&(x@corp.example>'],
    ['"a\\"b"@corp.example', 'to=<"a\\"b"@corp.example>'],
    ['j%e@corp.example', '<j%e@corp.example>'],
    ['x@[192.0.2.1]', '<X@[192.0.2.1]>'],
    ['\u00e9mile@corp.example', '<\u00c9mile@corp.example>'],
    ['\u4f7f\u7528\u8005@\u4f8b\u5b50.tw', '<\u4f7f\u7528\u8005@\u4f8b\u5b50.tw>'],
    ['stra\u00dfe@corp.example', '<stra\u00dfe@corp.example>'],
  ])('%s', (address, line) => {
    expect(found(address, line)).toHaveLength(1);
  });

  it('mean only themselves', () => {
    expect(found('a.*b@corp.example', '<axxb@corp.example> <a.*b@corpxexample>')).toEqual([]);
    expect(found('a_b@corp.example', '<axb@corp.example>')).toEqual([]);
  });

  it('are found whatever they are, and never throw', () => {
    const part = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((s) => !/[@\s]/.test(s));
    fc.assert(
      fc.property(part, part, fc.string(), (local, domain, other) => {
        const address = `${local}@${domain}`;
        const shapes = new AddressShapes(address);
        expect(shapes.in(encode(`<${address}>`))).toEqual([{ start: 1, end: 1 + encode(local).length }]);
        shapes.in(encode(other));
      }),
      { numRuns: 2000 },
    );
  });

  it('cost no more than their length', () => {
    const shapes = new AddressShapes('jerry@corp.example');
    for (const piece of [
      'jerry+',
      '=jerry',
      'prvs=',
      'a=',
      'corp.example=jerry',
      'jerry@corp.example',
      '-return-1-jerry',
      '+1-',
    ])
      expect(shapes.in(piece.repeat(Math.ceil(500_000 / piece.length)))).toBeDefined();
  });
});
