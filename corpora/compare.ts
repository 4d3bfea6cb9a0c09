/**
 * `npm run compare -- DIR`: what other people's tests expect of their logs, beside what Waybill says of the same lines.
 * DIR holds the corpora, each in the folder `owner+repository`. Prints a table and every difference that
 * explanations.ts does not explain; the exit status is 1 if there is one. `--explained` prints the explained ones too.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Comparison, Corpus } from './comparison.ts';
import { crowdsecurity } from './crowdsecurity.ts';
import { type Explanation, explanations } from './explanations.ts';
import { fail2ban } from './fail2ban.ts';
import { grokPatterns } from './grok-patterns.ts';
import { lightmeter } from './lightmeter.ts';
import { lightmeterLines } from './lightmeter-lines.ts';

/** By folder; a corpus may have expectations of several kinds. */
const CORPORA: Readonly<Record<string, readonly Corpus[]>> = {
  'whyscream+postfix-grok-patterns': [grokPatterns],
  'lightmeterio+ControlCenter': [lightmeter, lightmeterLines],
  'crowdsecurity+hub': [crowdsecurity],
  'fail2ban+fail2ban': [fail2ban],
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { explained: { type: 'boolean', default: false } },
});
const [folder] = positionals;
if (folder === undefined || positionals.length > 1)
  throw new Error('usage: npm run compare -- DIR [--explained]');

const used = new Set<Explanation>();
const table = [
  'corpus'.padEnd(32) +
    ['compared', 'agree', 'explained', 'differ'].map((word) => word.padStart(10)).join(''),
];
let unexplained = 0;

for (const [name, kinds] of Object.entries(CORPORA)) {
  const place = join(folder, name);
  if (!existsSync(place)) {
    table.push(`${name}: not in ${folder}`);
    continue;
  }
  const counts = { compared: 0, agree: 0, explained: 0, differ: 0 };
  for (const compared of kinds.flatMap((corpus) => [...corpus(place)])) {
    counts.compared++;
    const outcome = compared.expected === compared.got ? 'agree' : judge(name, compared);
    counts[outcome]++;
  }
  unexplained += counts.differ;
  const { compared, agree, explained, differ } = counts;
  table.push(
    name.padEnd(32) + [compared, agree, explained, differ].map((n) => String(n).padStart(10)).join(''),
  );
}
console.log(table.join('\n'));
for (const { reason } of explanations.filter((one) => !used.has(one)))
  console.log(`explains nothing: ${reason}`);
process.exitCode = unexplained === 0 ? 0 : 1;

function judge(corpus: string, difference: Comparison): 'explained' | 'differ' {
  const explanation = explanations.find(
    (one) => one.corpus.test(corpus) && one.case.test(difference.case) && one.field.test(difference.field),
  );
  if (explanation !== undefined) used.add(explanation);
  if (explanation === undefined || values.explained) {
    const { case: where, field, expected, got } = difference;
    console.log(
      `${corpus} ${where} ${field}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}${explanation === undefined ? '' : ` (${explanation.reason})`}`,
    );
  }
  return explanation === undefined ? 'differ' : 'explained';
}
