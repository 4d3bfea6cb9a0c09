/**
 * `waybill doctor`: what it runs on, where the store lies, what the stored lines cover, and what they lack for better
 * answers, with how to add it. Changes nothing.
 */
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ServiceStatus } from '../serve/service.ts';
import type { Store } from '../store/store.ts';
import { decode } from '../syslog/bytes.ts';
import { gapsSentence } from '../words/absence.ts';
import { text } from '../words/catalogue.ts';
import type { Say } from '../words/language.ts';
import { safe } from '../words/safe.ts';
import { coverageJson } from '../words/trace-json.ts';
import { clockOf } from './clock.ts';
import { configurationFile } from './configured-place.ts';
import { diagnose, diagnoseConfiguration, diagnoseServer, type Finding } from './diagnosis.ts';
import { doctorPhrases } from './doctor-phrases.ts';
import { jsonLine } from './json-line.ts';
import { withStore } from './opened-store.ts';
import type { Call } from './program.ts';
import { bytes, count } from './quantity.ts';
import { hang, pad } from './terminal.ts';
import { version } from './version.ts';
import { sentences } from './warning.ts';

type Coverage = Awaited<ReturnType<Store['coverage']>>;

export async function doctorCommand(call: Call): Promise<number> {
  const { settings } = call;
  // Looking must not make a directory.
  const kept = settings.store === undefined && settings.logs.length === 0;
  const now = Date.now() * 1000;
  const file =
    settings.logs.length > 0 ? undefined : configurationFile(call.options.config as string | undefined);
  const configured = (isServing: boolean) =>
    file === undefined ? [] : diagnoseConfiguration(file, isServing);
  if (kept && !existsSync(settings.data)) {
    const findings = [...diagnoseServer(null, now), ...configured(false)];
    report(call, undefined, null, [...findings, { code: 'no-lines', ok: false }]);
    return 0;
  }
  return withStore(settings, async (store) => {
    const status = (await store.serverStatus<ServiceStatus>()) ?? null;
    const server = [...(kept ? diagnoseServer(status, now) : []), ...configured(status !== null)];
    const stored = await diagnose(store, now);
    // Whoever follows the logs is not told to import them.
    const findings = status === null ? stored : stored.filter(({ code, ok }) => ok || code !== 'old');
    report(call, await store.coverage(), status, [...server, ...findings]);
    return 0;
  });
}

function report(
  call: Call,
  coverage: Coverage | undefined,
  server: ServiceStatus | null,
  findings: readonly Finding[],
): void {
  const { settings, page, print } = call;
  const { say } = settings;
  if (settings.json) {
    print(jsonLine({ ...inJson(call, coverage, findings), server }));
    return;
  }
  const words = doctorPhrases(say.language);
  const { colors, width } = page;
  print(`${colors.bold(`Waybill ${version()}`)}  ${colors.dim(`Node.js ${process.versions.node}`)}\n\n`);
  const rows: [string, string][] = [[words.title.store, storeLine(call, coverage)]];
  if (server !== null)
    rows.push([words.title.server, words.running(server.listen, clockOf(server.since * 1000, say))]);
  if (coverage?.from != null && coverage.to !== null) {
    const interval = words.interval(clockOf(coverage.from, say), clockOf(coverage.to, say), say.tz);
    rows.push([words.title.covered, interval]);
    rows.push([words.title.hosts, coverage.hosts.map(shown).join(words.between)]);
    rows.push([words.title.programs, coverage.programs.map(shown).join(words.between)]);
  }
  for (const [title, value] of rows) print(`${hang(`${colors.dim(pad(title, 10))} `, value, width)}\n`);
  print('\n');
  for (const finding of findings) {
    const [statement, advice] = said(finding, coverage, say);
    print(`${hang(finding.ok ? colors.green('✓ ') : colors.yellow('! '), statement, width)}\n`);
    if (advice !== undefined) print(`${hang('  → ', advice, width)}\n`);
  }
  print(`\n${hang(colors.dim('· '), words.journald, width)}\n`);
}

/** A statement and, where something is missing, what to do. */
function said(finding: Finding, coverage: Coverage | undefined, say: Say): [string, string | undefined] {
  const words = doctorPhrases(say.language);
  if (finding.code === 'configuration')
    return finding.failure === undefined
      ? [words.configured(safe(finding.file)), undefined]
      : [sentences(finding.failure, say.language), undefined];
  if (finding.code === 'source') {
    const { name, state, reason, behind } = finding.source;
    const [statement, advice] = words.source[state](safe(name), safe(reason ?? ''));
    return [
      behind > 0 ? `${statement} ${words.behind(bytes(behind))}` : statement,
      finding.ok ? undefined : advice,
    ];
  }
  if (finding.ok) return [words.well[finding.code] ?? '', undefined];
  if (finding.code === 'mailbox-log-off' || finding.code === 'no-mailbox-lines')
    return [text(say, 'missing', finding.code, {}), undefined];
  if (finding.code === 'gaps') return [(coverage && gapsSentence(coverage, say)) ?? '', undefined];
  const what = {
    host: 'host' in finding ? shown(finding.host) : '',
    at: 'at' in finding ? clockOf(finding.at, say) : '',
    source: 'source' in finding ? safe(finding.source.name) : '',
    reason: 'reason' in finding ? safe(finding.reason) : '',
  };
  const [statement, advice] = words.missing[finding.code]!(what);
  return [statement, advice];
}

function storeLine({ settings }: Call, coverage: Coverage | undefined): string {
  const words = doctorPhrases(settings.say.language);
  const lines = words.lines(count(coverage?.lines ?? 0));
  const engine = words.embedded(engineVersion());
  const facts =
    settings.logs.length > 0
      ? [words.throwAway, lines, engine]
      : settings.store !== undefined
        ? [words.server, lines]
        : [safe(settings.data), bytes(sizeOf(settings.data)), lines, engine];
  return facts.join(words.between);
}

function inJson({ settings }: Call, coverage: Coverage | undefined, findings: readonly Finding[]): object {
  const { say } = settings;
  return {
    version: version(),
    node: process.versions.node,
    chdb: engineVersion(),
    store: {
      data: settings.store === undefined && settings.logs.length === 0 ? settings.data : null,
      bytes: settings.store === undefined && settings.logs.length === 0 ? sizeOf(settings.data) : null,
      lines: coverage?.lines ?? 0,
    },
    coverage: coverage === undefined ? null : coverageJson(coverage),
    findings: findings.map((finding) => {
      const [sentence, advice = null] = said(finding, coverage, say);
      return { code: finding.code, ok: finding.ok, sentence, advice };
    }),
  };
}

const shown = (name: string) => safe(decode(name));

/** Bytes of a folder with all that is in it; 0 where it is not there. */
function sizeOf(path: string): number {
  try {
    const stat = lstatSync(path);
    if (!stat.isDirectory()) return stat.size;
    return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
  } catch {
    return 0; // the engine removed it meanwhile
  }
}

function engineVersion(): string {
  try {
    const main = createRequire(import.meta.url).resolve('chdb');
    return JSON.parse(readFileSync(join(dirname(main), 'package.json'), 'utf8')).version;
  } catch {
    return '?';
  }
}
