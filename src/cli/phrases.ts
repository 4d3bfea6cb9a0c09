/**
 * The words around an answer on the terminal: headings, table titles, summaries. In both languages,
 * side by side. The sentences of an answer itself come from src/words.
 */
import type { Language } from '../words/language.ts';
import { english } from './phrases-en.ts';
import { taiwanese } from './phrases-zh-tw.ts';

export interface Phrases {
  // trace
  readonly subject: (subject: string) => string;
  readonly from: (address: string) => string;
  readonly nullSender: string;
  readonly headerFrom: (address: string) => string;
  readonly queueIds: (ids: readonly string[]) => string;
  /** Behind a stop, with the space before it where the language sets one. */
  readonly onlyFor: (addresses: readonly string[]) => string;
  readonly onlyForSome: (count: number) => string;
  readonly missing: string;
  readonly next: string;
  readonly lines: string;
  readonly moreMessages: (count: number) => string;
  readonly wholeStory: (command: string) => string;
  readonly moreRecipients: (count: number) => string;
  /** With how many of them have which fate. */
  readonly moreFates: (count: number, fates: readonly (readonly [number, string])[]) => string;
  readonly asked: (query: string) => string;
  // search
  readonly time: string;
  readonly sender: string;
  readonly recipient: string;
  /** Where no line names a sender or recipient. */
  readonly unnamed: string;
  readonly likely: (fate: string) => string;
  readonly subjectTitle: string;
  readonly fate: string;
  readonly messages: (count: number) => string;
  readonly cutAt: (shown: number) => string;
  readonly nothingFound: string;
  // logs
  readonly logsTotal: (total: number, pageSize: number, page: number, pages: number) => string;
  readonly nextPage: (page: number) => string;
  readonly downloaded: (lines: number, file: string) => string;
  // import
  readonly importing: (file: string, lines: string, speed: string) => string;
  readonly imported: (total: number, added: number) => string;
  readonly file: string;
  readonly lineCount: string;
  readonly newCount: string;
  readonly unrecognizedCount: string;
  readonly malformedCount: string;
  readonly firstLine: string;
  readonly lastLine: string;
  readonly took: (seconds: string, speed: string) => string;
  readonly standardInput: string;
  readonly nothingNew: string;
}

export function phrases(language: Language): Phrases {
  return language === 'en' ? english : taiwanese;
}
