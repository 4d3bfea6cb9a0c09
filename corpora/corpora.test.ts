/** Each reader of a corpus, on a small one of our own making: it must agree where it should, and must be able to differ. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Comparison, Corpus } from './comparison.ts';
import { crowdsecurity } from './crowdsecurity.ts';
import { fail2ban } from './fail2ban.ts';
import { grokPatterns } from './grok-patterns.ts';
import { lightmeter } from './lightmeter.ts';
import { lightmeterLines } from './lightmeter-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-corpora-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
}

function judged(corpus: Corpus): { readonly agree: string[]; readonly differ: Comparison[] } {
  const all = [...corpus(folder)];
  const agree = all.filter(({ expected, got }) => expected === got).map(({ field }) => field);
  return { agree, differ: all.filter(({ expected, got }) => expected !== got) };
}

test('grok patterns', () => {
  write('all-cases.json', [
    {
      file: 'smtp_1.yaml',
      pattern: '^%{POSTFIX_SMTP}$',
      line: '88BDC254536: to=<a@b.example>, relay=mx[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=4.2.0, status=deferred (host said no)',
      expected: {
        postfix_queueid: '88BDC254536',
        postfix_keyvalue_data: 'to=<a@b.example>, relay=mx[192.0.2.1]:25, dsn=4.2.1',
        postfix_status: 'deferred',
        postfix_smtp_response: 'host said no',
      },
    },
  ]);
  expect(judged(grokPatterns)).toEqual({
    agree: ['postfix_queueid', 'keyvalue.to', 'keyvalue.relay', 'postfix_status', 'postfix_smtp_response'],
    differ: [{ case: 'smtp_1.yaml', field: 'keyvalue.dsn', expected: '4.2.1', got: '4.2.0' }],
  });
});

test('crowdsecurity', () => {
  const message = 'NOQUEUE: reject: RCPT from mx.b.example[192.0.2.1]: 554 5.7.1 No; proto=SMTP helo=<x>';
  write('.tests/postfix-logs/postfix-logs.log', `Jul  3 16:39:25 mx1 postfix/smtpd[7]: ${message}\n`);
  const said = (kind: string, field: string, value: string) =>
    `results["s01-parse"]["crowdsecurity/postfix-logs"][0].Evt.${kind}["${field}"] == "${value}"\n`;
  write(
    '.tests/postfix-logs/parser.assert',
    said('Parsed', 'message', message) +
      said('Parsed', 'timestamp', 'Jul  3 16:39:25') +
      said('Meta', 'source_ip', '192.0.2.1') +
      said('Meta', 'machine', 'mx2'),
  );
  expect(judged(crowdsecurity)).toEqual({
    agree: ['message', 'timestamp', 'source_ip'],
    differ: [{ case: 'postfix-logs 0', field: 'machine', expected: 'mx2', got: 'mx1' }],
  });
});

test('fail2ban', () => {
  const line = 'Jul  3 16:39:25 mx1 postfix/smtpd[7]: connect from mx.b.example[192.0.2.1]';
  write('plain/postfix.json', [
    { line, failJSON: { time: '2005-07-03T16:39:25', match: true, host: '192.0.2.1' } },
    { line, failJSON: { time: '2004-07-03T16:39:26', match: true, host: 'mx.b.example' } },
    { line, failJSON: { match: false } },
  ]);
  expect(judged(fail2ban)).toEqual({
    agree: ['time', 'host', 'host'],
    differ: [
      { case: 'postfix 2', field: 'time', expected: '2004-07-03T16:39:26', got: '2004-07-03T16:39:25' },
    ],
  });
});

test('Lightmeter', () => {
  const at = 'Jul  3 16:39:25 mx1 postfix';
  const delivered =
    'to=<tom@corp.example>, relay=mx[192.0.2.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)';
  write(
    'test_files/postfix_logs/one.log',
    `${at}/smtpd[7]: 88BDC254536: client=mx.b.example[192.0.2.1]
${at}/cleanup[8]: 88BDC254536: message-id=<m@b.example>
${at}/qmgr[9]: 88BDC254536: from=<a@b.example>, size=9, nrcpt=1 (queue active)
${at}/smtp[6]: 88BDC254536: ${delivered}
${at}/qmgr[9]: 88BDC254536: removed
`,
  );
  const result = (field: string, value: string) =>
    `So(pub.results[0][${field}].Text(), ShouldEqual, ${value})`;
  write('expected/tracking_test.expectations.json', [
    {
      files: ['one.log'],
      assertions: [
        'So(len(pub.results), ShouldEqual, 1)',
        result('ResultRecipientLocalPartKey', '"tom"'),
        result('QueueMessageIDKey', '"m@b.example"'),
        result('ResultStatusKey', 'parser.SentStatus'),
        result('QueueSenderLocalPartKey', '"b"'),
      ],
    },
  ]);
  expect(judged(lightmeter)).toEqual({
    agree: ['results', 'RecipientLocalPart', 'MessageID', 'Status'],
    differ: [{ case: 'one 0', field: 'SenderLocalPart', expected: 'b', got: 'a' }],
  });
  write('expected/parser_test.cases.json', [
    {
      line: `${at}/smtp[6]: 88BDC254536: ${delivered}`,
      assertions: [
        'So(h.Time.Month, ShouldEqual, time.July)',
        'So(header.Daemon, ShouldEqual, "smtp")',
        'So(p.RelayIP, ShouldEqual, net.ParseIP("192.0.2.9"))',
        'So(p.Status, ShouldEqual, DeferredStatus)',
      ],
    },
  ]);
  expect(judged(lightmeterLines)).toEqual({
    agree: ['Time.Month', 'Daemon', 'RelayIP'],
    differ: [{ case: 'line 1', field: 'Status', expected: 'DeferredStatus', got: 'sent' }],
  });
});
