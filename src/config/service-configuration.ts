/**
 * The configuration of `waybill serve`: one TOML file, checked as a whole before anything starts. Every error names the key, what
 * is wrong and an example. docs/configuration.md lists the keys; a test holds it equal to EXAMPLES.
 */
import { readFileSync } from 'node:fs';
import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';
import { Failure } from '../failure.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface FollowedFile {
  /** `-` is standard input. */
  readonly path: string;
  readonly timeZone?: string | undefined;
  readonly year?: number | undefined;
}

export interface Retention {
  /** Days; what is absent is kept for ever. */
  readonly smtp?: number | undefined;
  readonly mailbox?: number | undefined;
  readonly filter?: number | undefined;
  readonly other?: number | undefined;
}

export interface ServiceConfiguration {
  readonly data?: string | undefined;
  readonly store?: string | undefined;
  readonly listen: Address;
  readonly timeZone?: string | undefined;
  readonly follow: readonly FollowedFile[];
  readonly journal?:
    | { readonly match?: readonly string[] | undefined; readonly directory?: string | undefined }
    | undefined;
  readonly syslog?: SyslogConfiguration | undefined;
  readonly intake?: { readonly token: string } | undefined;
  readonly retention: Retention;
}

export interface SyslogConfiguration {
  readonly udp?: Address | undefined;
  readonly tcp?: Address | undefined;
  readonly tls?: Address | undefined;
  /** Paths of PEM files. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly clientAuthority?: string | undefined;
  readonly timeZone?: string | undefined;
}

export const USUAL_LISTEN: Address = { host: '127.0.0.1', port: 8925 };

/** Every key, with a line that shows it. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  data: 'data = "/var/lib/waybill"',
  store: 'store = "http://waybill:secret@clickhouse.example:8123/waybill"',
  listen: 'listen = "127.0.0.1:8925"',
  'time-zone': 'time-zone = "Asia/Taipei"',
  follow: '[[follow]]',
  'follow.path': 'path = "/var/log/mail.log"',
  'follow.time-zone': 'time-zone = "Asia/Taipei"',
  'follow.year': 'year = 2026',
  journal: '[journal]',
  'journal.match': 'match = ["SYSLOG_FACILITY=2", "_SYSTEMD_UNIT=rspamd.service"]',
  'journal.directory': 'directory = "/var/log/journal"',
  syslog: '[syslog]',
  'syslog.udp': 'udp = "127.0.0.1:5514"',
  'syslog.tcp': 'tcp = "127.0.0.1:5514"',
  'syslog.tls': 'tls = "0.0.0.0:6514"',
  'syslog.certificate': 'certificate = "/etc/waybill/certificate.pem"',
  'syslog.key': 'key = "/etc/waybill/key.pem"',
  'syslog.client-authority': 'client-authority = "/etc/waybill/client-authority.pem"',
  'syslog.time-zone': 'time-zone = "Asia/Taipei"',
  intake: '[intake]',
  'intake.token': 'token = "at-least-sixteen-characters"',
  'intake.token-file': 'token-file = "/etc/waybill/intake.token"',
  retention: '[retention]',
  'retention.smtp': 'smtp = "400 days"',
  'retention.mailbox': 'mailbox = "180 days"',
  'retention.filter': 'filter = "180 days"',
  'retention.other': 'other = "30 days"',
};

/** `127.0.0.1:8925`, `[::1]:8925`, `localhost:8925`; undefined where it is none. */
export function readAddress(text: string): Address | undefined {
  const [, v6, name, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  const host = v6 ?? name;
  return host === undefined || !(port <= 65_535) ? undefined : { host, port };
}

const address = z.string().transform((text, context) => {
  const read = readAddress(text);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: 'it is no HOST:PORT' });
  return z.NEVER;
});
const zone = z.string().refine(isZone, 'there is no such time zone');
const path = z.string().min(1, 'it is empty');
const token = z
  .string()
  .min(16, 'it is shorter than sixteen characters')
  .regex(/^[\x21-\x7e]*$/, 'it holds blanks or characters that are not ASCII');
const days = z.string().transform((text, context) => {
  const [, number, unit] = /^(\d{1,5}) (day|week|month|year)s?$/.exec(text.trim()) ?? [];
  const length = { day: 1, week: 7, month: 31, year: 366 }[unit ?? ''];
  if (length !== undefined && Number(number) > 0) return Number(number) * length;
  context.addIssue({ code: 'custom', message: 'it is no number of days, weeks, months or years' });
  return z.NEVER;
});

const schema = z.strictObject({
  data: path.optional(),
  store: z.url({ protocol: /^https?$/, error: 'it is no http:// address' }).optional(),
  listen: address.default(USUAL_LISTEN),
  'time-zone': zone.optional(),
  follow: z
    .array(
      z.strictObject({
        path,
        'time-zone': zone.optional(),
        year: z.int('it is no year').min(1970, 'it is no year').max(9999, 'it is no year').optional(),
      }),
    )
    .default([]),
  journal: z
    .strictObject({ match: z.array(z.string()).min(1, 'it is empty').optional(), directory: path.optional() })
    .optional(),
  syslog: z
    .strictObject({
      udp: address.optional(),
      tcp: address.optional(),
      tls: address.optional(),
      certificate: path.optional(),
      key: path.optional(),
      'client-authority': path.optional(),
      'time-zone': zone.optional(),
    })
    .optional(),
  intake: z
    .strictObject({
      token: token.optional(),
      'token-file': path.optional(),
    })
    .optional(),
  retention: z
    .strictObject({
      smtp: days.optional(),
      mailbox: days.optional(),
      filter: days.optional(),
      other: days.optional(),
    })
    .default({}),
});

/** Throws Failure `file-not-found`, `file-unreadable` or `configuration-unusable`. */
export function readConfiguration(file: string): ServiceConfiguration {
  return configurationOf(readText(file), file);
}

/** `file` is named in errors. */
export function configurationOf(toml: string, file: string): ServiceConfiguration {
  let written: unknown;
  try {
    written = parse(toml);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new Failure(
      'configuration-unusable',
      `${file} is no TOML, line ${error.line}, column ${error.column}.`,
      {
        reason: error.message.split('\n')[0]!.replace(/^Invalid TOML document: /, ''),
        advice: `A line looks like ${EXAMPLES.listen}, a section like [syslog].`,
      },
    );
  }
  const checked = schema.safeParse(written);
  if (!checked.success) throw unusable(file, checked.error.issues[0]!);
  const { 'time-zone': timeZone, follow, syslog, intake, ...rest } = checked.data;
  const wrong = (key: string, what: string) => unusableKey(file, key, what);
  if (syslog?.tls !== undefined && (syslog.certificate === undefined || syslog.key === undefined))
    throw wrong(
      syslog.certificate === undefined ? 'syslog.certificate' : 'syslog.key',
      'is missing, and syslog.tls needs it',
    );
  if (
    syslog !== undefined &&
    syslog.udp === undefined &&
    syslog.tcp === undefined &&
    syslog.tls === undefined
  )
    throw wrong('syslog.tcp', 'is missing: the section names neither udp nor tcp nor tls');
  if (intake !== undefined && (intake.token === undefined) === (intake['token-file'] === undefined))
    throw wrong(
      'intake.token-file',
      intake.token === undefined ? 'is missing' : 'stands beside intake.token: give one of them',
    );
  return {
    ...rest,
    timeZone,
    follow: follow.map(({ path, year, 'time-zone': own }) => ({ path, year, timeZone: own ?? timeZone })),
    syslog:
      syslog === undefined
        ? undefined
        : {
            ...syslog,
            clientAuthority: syslog['client-authority'],
            timeZone: syslog['time-zone'] ?? timeZone,
          },
    intake:
      intake === undefined ? undefined : { token: intake.token ?? readToken(intake['token-file']!, file) },
  };
}

function readToken(tokenFile: string, file: string): string {
  const read = token.safeParse(readText(tokenFile).trim());
  if (read.success) return read.data;
  throw unusableKey(file, 'intake.token-file', `names ${tokenFile}: ${read.error.issues[0]!.message}`);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new Failure('file-not-found', `There is no file ${file}.`, { reason: message, cause });
    throw new Failure('file-unreadable', `${file} cannot be read.`, { reason: message, cause });
  }
}

function unusable(file: string, issue: z.core.$ZodIssue): Failure {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const key = [...path, issue.keys[0]!].filter((part) => !/^\d+$/.test(part)).join('.');
    const beside = Object.keys(EXAMPLES).filter((each) => each.split('.').length === key.split('.').length);
    const known = beside.filter(
      (each) => each.split('.').slice(0, -1).join('.') === key.split('.').slice(0, -1).join('.'),
    );
    return new Failure('configuration-unusable', `${file}: there is no key "${key}".`, {
      advice: `Known here are ${known.map((each) => each.split('.').at(-1)).join(', ')}.`,
    });
  }
  const key = path.filter((part) => !/^\d+$/.test(part)).join('.');
  const place = path.find((part) => /^\d+$/.test(part));
  const what =
    issue.code === 'invalid_type'
      ? issue.input === undefined && issue.message.includes('undefined')
        ? 'is missing'
        : `is not of the type ${issue.expected}`
      : `cannot be used: ${issue.message}`;
  return unusableKey(file, key, place === undefined ? what : `${what} (entry ${Number(place) + 1})`);
}

function unusableKey(file: string, key: string, what: string): Failure {
  const example = EXAMPLES[key];
  return new Failure('configuration-unusable', `${file}: the key "${key}" ${what}.`, {
    advice: example === undefined ? 'See docs/configuration.md.' : `For example: ${example}`,
  });
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
