/**
 * whyscream/postfix-grok-patterns: for each line of Postfix, without its header, the fields that a pattern takes out
 * of it (all-cases.json). Their names are mapped to Waybill's; what has no name here is looked for in the text that
 * Waybill keeps whole.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogEvent } from '../src/programs/event.ts';
import { stageName } from '../src/programs/postfix/stage.ts';
import { type Comparison, comparison, holds, named, read } from './comparison.ts';

interface Case {
  readonly file: string;
  /** `^%{POSTFIX_SMTPD}$` */
  readonly pattern: string;
  readonly line: string;
  readonly expected: Readonly<Record<string, string | number>>;
}

export function* grokPatterns(folder: string): Iterable<Comparison> {
  const cases = JSON.parse(readFileSync(join(folder, 'all-cases.json'), 'utf8')) as readonly Case[];
  for (const { file, pattern, line, expected } of cases) {
    const name = /POSTFIX_(\w+)/.exec(pattern)?.[1]?.toLowerCase().replaceAll('_', '-') ?? '';
    const program = `postfix/${name === 'script' ? 'postfix-script' : name}`;
    // A line end inside would begin another line; syslog writes it so.
    const event = read(`Jul  3 16:39:25 mx1 ${program}[4711]: ${line.replaceAll('\n', '#012')}`, 2026);
    for (const [field, value] of Object.entries(expected)) {
      if (field === 'postfix_keyvalue_data') yield* pairs(file, String(value), event);
      else yield comparison(file, field, value, (FIELDS[field] ?? kept)(event, String(value)));
    }
  }
}

type Reading = (e: LogEvent, expected: string) => string | number | undefined;

const kept: Reading = (e, expected) => holds([e.reason, e.reply, e.tls].filter(Boolean).join(' '), expected);
/** The SMTP client's own lines say `RCPT TO` and `end of DATA`. */
const stage: Reading = (e, expected) =>
  named(
    e.stage,
    expected === 'end of DATA' ? 'end-of-message' : stageName(expected.replace(/ (?:TO|FROM)$/, '')),
    expected,
  );
const relay =
  (part: number): Reading =>
  (e) =>
    /^([^[]*)\[([^\]]*)\](?::(\d+))?$/.exec(e.relay ?? '')?.[part];

const ACTIONS: Readonly<Record<string, string>> = {
  'placed on hold': 'held',
  'released from hold': 'released',
};
const VIOLATIONS: Readonly<Record<string, string>> = {
  'COMMAND TIME LIMIT': 'time-limit',
  'COMMAND COUNT LIMIT': 'count-limit',
  'COMMAND LENGTH LIMIT': 'length-limit',
  'COMMAND PIPELINING': 'pipelining',
  'NON-SMTP COMMAND': 'non-smtp-command',
  'BARE NEWLINE': 'bare-newline',
  BLACKLISTED: 'denylisted',
  WHITELISTED: 'allowlisted',
  'WHITELIST VETO': 'allowlist-veto',
};
const spoken: Reading = (e, expected) =>
  named(e.action, VIOLATIONS[expected] ?? expected.toLowerCase().replaceAll(' ', '-'), expected);
const replied: Reading = (e, expected) => holds(e.reply ?? e.reason, expected);
/** Postfix' `END-OF-MESSAGE from name[ip]: 5.7.1 text`: the last part is the reply. */
const ended = (e: LogEvent, expected: string) =>
  e.reply !== undefined && expected.endsWith(e.reply) ? expected : e.reason;
const message: Reading = (e, expected) => {
  if (e.event === 'header-check')
    return expected.includes(e.subject ?? e.header ?? e.headerFrom ?? ' ') ? expected : undefined;
  if (e.event === 'sasl-failed')
    return e.reason !== undefined && expected.endsWith(e.reason) ? expected : e.reason;
  return e.event === 'removed' ? e.event : kept(e, expected);
};
const lost: Reading = (e, expected) => (e.action === expected ? expected : kept(e, expected));
const code: Reading = (e) => e.reply?.slice(0, 3);

const FIELDS: Readonly<Record<string, Reading>> = {
  postfix_client_ip: (e) => e.client?.ip,
  postfix_client_ip_unknown: (e) =>
    e.client !== undefined && e.client.ip === undefined ? 'unknown' : e.client?.ip,
  postfix_client_hostname: (e) => e.client?.name,
  postfix_client_port: (e) => e.client?.port,
  postfix_queueid: (e) => e.queueId ?? 'NOQUEUE',
  postfix_smtp_stage: stage,
  postfix_proxy_smtp_stage: stage,
  postfix_relay_hostname: relay(1),
  postfix_relay_ip: relay(2),
  postfix_relay_service: relay(2),
  postfix_relay_port: relay(3),
  // A warning that has a name says how grave it is in its text only.
  postfix_message_level: (e, expected) =>
    e.event === 'warning' && e.text.includes(`${expected}: `) ? expected : e.action,
  postfix_status: (e) => e.status,
  postfix_action: (e) =>
    e.event === 'reject' ? 'reject' : e.event === 'milter' ? `milter-${e.action}` : e.action,
  postfix_milter_result: (e, expected) =>
    named(e.action, expected.slice(expected.lastIndexOf('-') + 1), expected),
  postfix_milter_message: (e, expected) =>
    e.header === undefined ? ended(e, expected) : message(e, expected),
  postfix_message: message,
  postfix_smtpd_lostconn_data: lost,
  postfix_prepend_type: (e) => e.stage,
  postfix_prepend_trigger: message,
  postfix_prepend_value: (e, expected) => (e.reason === expected ? expected : e.header),
  postfix_postscreen_violation: spoken,
  postfix_postscreen_access: spoken,
  postfix_postscreen_dnsbl_rank: (e) => e.score,
  postfix_smtp_response: replied,
  postfix_error_response: replied,
  postfix_pipe_response: replied,
  postfix_local_response: replied,
  postfix_status_message: replied,
  postfix_status_data: replied,
  postfix_status_code: code,
  postfix_proxy_status_code: code,
  postfix_status_code_enhanced: (e) => e.enhancedStatusCode,
  postfix_proxy_status_code_enhanced: (e) => e.enhancedStatusCode,
  postfix_proxy_result: (e) => e.action,
  postfix_proxy_message: (e) => e.reply,
  postfix_tls_trustlevel: (e, expected) => named(e.action, expected.toLowerCase(), expected),
  postfix_bounce_queueid: (e) => (typeof e.nextQueueId === 'string' ? e.nextQueueId : undefined),
  postfix_bounce_recipient: (e) => e.reason,
  postfix_bounce_reason: (e, expected) => named(e.action, expected.replaceAll(' ', '-'), expected),
  'postfix_message-id': (e) => e.messageId?.replace(/^<(.*)>$/, '$1'),
  postfix_from: (e) => e.reversePath,
  postfix_dnsbl_domain: (e) => e.list,
  postfix_postsuper_action: (e, expected) => named(e.event, ACTIONS[expected] ?? expected, expected),
};

/** `to=<a@b>, relay=none, ...`, as it stands in the line: each key against the field that Waybill has for it. */
function* pairs(file: string, data: string, e: LogEvent): Iterable<Comparison> {
  for (const [, key = '', value = ''] of data.matchAll(/(?:^|[ ,])(\w+)=(<[^>]*>|[^, ]*)/g)) {
    const reading = KEYS[key];
    const expected = value.replace(/^<(.*)>$/, '$1');
    yield comparison(file, `keyvalue.${key}`, expected, (reading ?? kept)(e, expected));
  }
}

const KEYS: Readonly<Record<string, Reading>> = {
  from: (e) => e.reversePath,
  to: (e) => String(e.forwardPath),
  orig_to: (e) => e.originalRecipient,
  relay: (e) => e.relay,
  delay: (e) => e.delay,
  delays: (e) => e.delays?.join('/'),
  dsn: (e) => e.enhancedStatusCode,
  proto: (e) => e.client?.protocol,
  helo: (e) => e.client?.helo,
  size: (e) => e.size,
  nrcpt: (e) => e.nrcpt,
  uid: (e) => e.user,
  status: (e) => e.status,
  sasl_method: (e) => e.client?.saslMethod,
  sasl_username: (e) => e.client?.saslUsername,
  orig_queue_id: (e) => e.originalQueueId,
  client: (e) => `${e.client?.name}[${e.client?.ip}]`,
};
