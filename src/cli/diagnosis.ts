/**
 * What `waybill doctor` finds out about the stored lines: which of the things that answers rest on are there. Looks
 * at the newest lines first, since it is today's settings that count. Says nothing in words, changes nothing.
 */
import { accessSync, constants, statSync } from 'node:fs';
import { readConfiguration, type ServiceConfiguration } from '../config/service-configuration.ts';
import { Failure } from '../failure.ts';
import type { SourceState } from '../intake/source.ts';
import type { ServiceStatus } from '../serve/service.ts';
import type { Store } from '../store/store.ts';

export type Finding =
  | { readonly code: 'no-lines'; readonly ok: false }
  | { readonly code: 'no-mailbox-lines'; readonly ok: boolean }
  | { readonly code: 'mailbox-log-off'; readonly ok: boolean }
  | { readonly code: 'no-logins'; readonly ok: boolean }
  | { readonly code: 'no-filter-lines'; readonly ok: boolean }
  | { readonly code: 'short-queue-ids'; readonly ok: boolean }
  | { readonly code: 'no-postfix-lines'; readonly ok: boolean }
  /** No line of any host for a day. `at`: microseconds since the epoch. */
  | { readonly code: 'old'; readonly ok: boolean; readonly at: number }
  /** One host fell silent while others went on. */
  | { readonly code: 'silent-host'; readonly ok: false; readonly host: string; readonly at: number }
  | { readonly code: 'gaps'; readonly ok: false }
  /** A running server follows it, and cannot or can. */
  | {
      readonly code: 'source';
      readonly ok: boolean;
      readonly source: Pick<SourceState, 'name' | 'reason' | 'behind'> & {
        readonly state: SourceState['state'] | 'readable';
      };
    }
  /** The configuration as it stands in its file. */
  | {
      readonly code: 'configuration';
      readonly ok: boolean;
      readonly file: string;
      readonly failure?: Failure;
    }
  /** A log that is followed, and into which nobody wrote for a day. */
  | { readonly code: 'quiet-log'; readonly ok: false; readonly source: SourceState; readonly at: number }
  | { readonly code: 'store-refuses'; readonly ok: false; readonly reason: string }
  | { readonly code: 'not-serving'; readonly ok: false };

/** Can the configuration be used? Where no server tells how its logs stand (`isServing`), looks at them. */
export function diagnoseConfiguration(file: string, isServing: boolean): Finding[] {
  let follow: ServiceConfiguration['follow'];
  try {
    ({ follow } = readConfiguration(file));
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    return [{ code: 'configuration', ok: false, file, failure }];
  }
  const findings: Finding[] = [{ code: 'configuration', ok: true, file }];
  for (const { path } of isServing ? [] : follow) {
    if (path === '-') continue;
    const [state, reason] = stateOf(path);
    findings.push({
      code: 'source',
      ok: state === 'readable',
      source: { name: path, state, reason, behind: 0 },
    });
  }
  return findings;
}

function stateOf(path: string): ['readable' | 'missing' | 'directory' | 'unreadable', string?] {
  try {
    if (statSync(path).isDirectory()) return ['directory'];
    accessSync(path, constants.R_OK);
    return ['readable'];
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? ['missing'] : ['unreadable', message];
  }
}

/** What a running server says of itself; null where none runs. */
export function diagnoseServer(status: ServiceStatus | null, now: number): Finding[] {
  if (status === null) return [{ code: 'not-serving', ok: false }];
  const findings: Finding[] = [];
  if (status.trouble !== null)
    findings.push({ code: 'store-refuses', ok: false, reason: status.trouble.reason });
  for (const source of status.sources) {
    const isWell = source.state === 'following' || source.state === 'starting' || source.state === 'ended';
    findings.push({ code: 'source', ok: isWell, source });
    const at = (source.modified ?? Number.NaN) * 1000;
    if (isWell && now - at > day) findings.push({ code: 'quiet-log', ok: false, source, at });
  }
  return findings;
}

const hour = 3_600_000_000;
const day = 24 * hour;
const filters = ['amavis', 'rspamd', 'spamd', 'clamav-milter', 'clamd'];
const mailboxActions = [
  'save',
  'copy',
  'delete',
  'undelete',
  'expunge',
  'flag-change',
  'mailbox-create',
  'mailbox-delete',
  'mailbox-rename',
];

/** `now`: microseconds since the epoch. */
export async function diagnose(store: Store, now: number): Promise<Finding[]> {
  const { to, hosts, programs, gaps } = await store.coverage();
  if (to === null) return [{ code: 'no-lines', ok: false }];
  const findings: Finding[] = [{ code: 'old', ok: now - to < day, at: to }];
  const newest = (events: readonly string[]) => newestOf(store, events, to);

  const postfix = programs.includes('postfix');
  const other = programs.includes('exim') || programs.includes('sendmail');
  if (postfix || !other) findings.push({ code: 'no-postfix-lines', ok: postfix });
  if (postfix) {
    const ids = (await newest(['message-id'])).map(({ text }) => text.slice(0, text.indexOf(':')));
    if (ids.length > 0)
      findings.push({ code: 'short-queue-ids', ok: ids.some((id) => /[^0-9A-F]/.test(id)) });
    const handed = await newest(['delivery']);
    // Content filters listen on the loopback; 10024 and 10025 are the ports of Postfix' FILTER_README and of Amavis.
    if (handed.some(({ text }) => /, relay=(127\.0\.0\.1|localhost)\[[^\]]*\]:100\d\d, /.test(text)))
      findings.push({ code: 'no-filter-lines', ok: programs.some((name) => filters.includes(name)) });
  }

  const dovecot = programs.includes('dovecot');
  findings.push({ code: 'no-mailbox-lines', ok: dovecot });
  if (dovecot) {
    findings.push({ code: 'mailbox-log-off', ok: (await newest(mailboxActions)).length > 0 });
    findings.push({ code: 'no-logins', ok: (await newest(['login'])).length > 0 });
  }

  if (hosts.length > 1)
    for (const host of hosts) {
      const at = await lastOf(store, host, to);
      if (at !== undefined && to - at > day) findings.push({ code: 'silent-host', ok: false, host, at });
    }
  if (gaps.length > 0) findings.push({ code: 'gaps', ok: false });
  return findings;
}

/** Lines of these events in the newest hour that has some, or day, or month, or at all. */
async function newestOf(store: Store, events: readonly string[], to: number) {
  for (const length of [hour, day, 31 * day, Number.POSITIVE_INFINITY]) {
    const span = length === Number.POSITIVE_INFINITY ? {} : { since: to - length };
    const lines = await store.lines({ events, ...span });
    if (lines.length > 0) return lines;
  }
  return [];
}

/** When a host wrote last; undefined where that is not among its newest mentions. */
async function lastOf(store: Store, host: string, to: number): Promise<number | undefined> {
  const search = { terms: [{ text: host }], until: to + 1 };
  const { lines } = await store.page(search, { page: 1, pageSize: 200, zone: 'UTC' });
  return lines.find((line) => line.host === host)?.at;
}
