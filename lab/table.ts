/**
 * The table of truth: what really became of every recipient's copy, and whether the product says the same.
 * Kept as docs/truth.md. Words only; what differs is found in `compare.ts`.
 */
import stringWidth from 'string-width';
import type { Absence } from './absent.js';
import type { Differences } from './compare.js';
import type { NamedTruth } from './truth.js';
import type { Variant } from './variants.js';

export interface PlayedVariant {
  readonly variant: Variant;
  readonly versions: ReadonlyMap<string, string>;
  readonly entries: readonly { readonly entry: NamedTruth; readonly differences: Differences }[];
  readonly absences: readonly { readonly entry: Absence; readonly differences: Differences }[];
  /** Where the truth and the world differ: faults of the lab, not of the product. */
  readonly faults: readonly string[];
}

export interface TruthTable {
  /** Markdown. */
  readonly page: string;
  readonly agreements: number;
  /** One line for each recipient that differs and each fault of the lab. */
  readonly failures: readonly string[];
  readonly closing: string;
}

/** Compared, but other in every run or variant. */
const fleeting = new Set(['user', 'queueId', 'dsnQueueId', 'quarantineId']);

/** Text that may hold anything, as code in a cell. */
function code(text: string): string {
  const visible = text
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/g,
      (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`,
    )
    .replaceAll('`', "'")
    .replaceAll('|', '\\|');
  return `\`${visible}\``;
}

function became(entry: NamedTruth): string {
  const parts = Object.entries(entry.detail)
    .filter(([key]) => !fleeting.has(key))
    .map(([key, value]) => [key, typeof value === 'object' ? value.join(', ') : String(value)] as const)
    .map(([key, value]) => `${key} ${code(value.replace(/\bid=\d+-\d+/, 'id=...'))}`);
  const note = entry.note === '' ? [] : [entry.note];
  const { unseen } = entry;
  const said = unseen?.fate === undefined ? '' : `; the answer says ${unseen.fate}`;
  const blind = unseen === undefined ? [] : [`no line tells: ${unseen.why}${said}`];
  const more = [...note, ...blind].map((one) => ` (${one})`).join('');
  return [`**${entry.fate}**`, ...parts].join(', ') + more;
}

/** Columns as wide as their widest cell, so that the page reads well on a terminal too. */
function grid(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.min(Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))), 60),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell)))).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join(
    '\n',
  );
}

interface Row {
  readonly scenario: string;
  readonly became: string;
  readonly recipients: string[];
  readonly cells: Map<string, Differences>;
}

function rowsOf(results: readonly PlayedVariant[]): Row[] {
  const rows = new Map<string, Row>();
  for (const { variant, entries, absences } of results) {
    const add = (scenario: string, words: string, recipient: string, differences: Differences): void => {
      const key = JSON.stringify([scenario, words]);
      const row: Row = rows.get(key) ?? { scenario, became: words, recipients: [], cells: new Map() };
      rows.set(key, row);
      if (!row.recipients.includes(recipient)) row.recipients.push(recipient);
      row.cells.set(variant.name, [...(row.cells.get(variant.name) ?? []), ...differences]);
    };
    for (const { entry, differences } of entries)
      add(
        entry.scenario,
        became(entry),
        entry.recipient === null ? '(none named)' : code(entry.recipient),
        differences,
      );
    for (const { entry, differences } of absences) {
      const near = entry.nearMiss;
      const hint = near === null ? '' : `, but ${code(near.address)} came near: ${near.fate}`;
      add('never came', `**not seen**${hint}`, code(entry.query), differences);
    }
  }
  const order = [...new Set([...rows.values()].map(({ scenario }) => scenario))];
  return [...rows.values()].sort((a, b) => order.indexOf(a.scenario) - order.indexOf(b.scenario));
}

function shortened(recipients: readonly string[]): string {
  return recipients.length <= 3
    ? recipients.join(', ')
    : `${recipients[0]} and ${recipients.length - 1} more`;
}

function verdict(differences: Differences | undefined): string {
  if (differences === undefined) return '';
  return differences.length === 0 ? 'same' : `**differs**: ${code(differences.join('; '))}`;
}

/** The page for all variants that were played, and what failed. */
export function table(results: readonly PlayedVariant[]): TruthTable {
  const all = results.flatMap(({ entries, absences }) => [...entries, ...absences]);
  const agreements = all.filter(({ differences }) => differences.length === 0).length;
  const failures = results.flatMap(({ variant, entries, absences, faults }) => [
    ...faults.map((fault) => `${variant.name}: the lab itself: ${fault}`),
    ...entries
      .filter(({ differences }) => differences.length > 0)
      .map(
        ({ entry, differences }) =>
          `${variant.name}: ${entry.scenario}: ${entry.recipient ?? '(no recipient)'}: ${differences.join('; ')}`,
      ),
    ...absences
      .filter(({ differences }) => differences.length > 0)
      .map(
        ({ entry, differences }) => `${variant.name}: never came: ${entry.query}: ${differences.join('; ')}`,
      ),
  ]);
  const closing = `${agreements} of ${all.length} answers agree with the truth; ${failures.length === 0 ? 'nothing' : failures.length} failed.`;
  const names = results.map(({ variant }) => variant.name);
  const programs = [...new Set(results.flatMap(({ versions }) => [...versions.keys()]))];
  const page = `# Truth and answers

Written by \`npm run lab\`. Each row is a scenario that was played on real servers, with what really became of the copy:
known before it was played, and compared afterwards with Maildirs, queues and quarantine. A column says whether the
product, asked about the logs in both of rsyslog's formats, says the same fate, mailbox, actor and reason.

${closing}

## Configurations

${grid([
  ['', 'configuration', 'answers that agree'],
  ...results.map(({ variant, entries, absences }) => {
    const judged = [...entries, ...absences];
    return [
      variant.name,
      variant.words,
      `${judged.filter((one) => one.differences.length === 0).length} of ${judged.length}`,
    ];
  }),
])}

${grid([['version of', ...names], ...programs.map((program) => [program, ...results.map(({ versions }) => versions.get(program) ?? '')])])}

## Scenarios

${grid([['scenario', 'recipient', 'what became of it', ...names], ...rowsOf(results).map((row) => [row.scenario, shortened(row.recipients), row.became, ...names.map((name) => verdict(row.cells.get(name)))])])}
`;
  return { page, agreements, failures, closing };
}
