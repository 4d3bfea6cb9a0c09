/** What went wrong, in one line on standard error: what, why, and what to do. */
import type { Failure } from '../failure.ts';
import type { Language } from '../words/language.ts';
import { safe } from '../words/safe.ts';
import { taiwaneseFailures } from './failure-phrases.ts';

export function warn(failure: Failure, language: Language): void {
  process.stderr.write(`waybill: ${sentences(failure, language)}\n`);
}

export function sentences({ code, message, reason, advice }: Failure, language: Language): string {
  const because =
    reason === undefined ? message : `${message.replace(/[.:]$/, '')}: ${reason.replace(/\.$/, '')}.`;
  const english = safe(advice === undefined ? because : `${because} ${advice}`);
  const chinese = language === 'zh-TW' ? taiwaneseFailures[code] : undefined;
  return chinese === undefined ? english : `${chinese}（${english}）`;
}
