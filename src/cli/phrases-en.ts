/** The words around an answer, in English. */
import type { Phrases } from './phrases.ts';
import { count } from './quantity.ts';

const s = (number: number) => (number === 1 ? '' : 's');

export const english: Phrases = {
  subject: (subject) => `"${subject}"`,
  from: (address) => `from ${address}`,
  nullSender: '<> (a notice)',
  headerFrom: (address) => `shown as ${address}`,
  queueIds: (ids) => `queue id${s(ids.length)} ${ids.join(', ')}`,
  onlyFor: (addresses) => ` (${addresses.join(', ')})`,
  onlyForSome: (number) => ` (${count(number)} recipients)`,
  missing: 'Not seen',
  next: 'Next',
  lines: 'Lines',
  moreMessages: (number) => `${count(number)} messages, newest first.`,
  wholeStory: (command) => `The whole story of one: ${command}`,
  moreRecipients: (number) => `and ${count(number)} more recipient${s(number)}`,
  moreFates: (number, fates) =>
    `and ${count(number)} more recipient${s(number)}: ${fates.map(([some, fate]) => `${count(some)} ${fate}`).join(', ')}`,
  asked: (query) => `▸ ${query}`,
  time: 'TIME',
  sender: 'FROM',
  recipient: 'TO',
  unnamed: '(not named)',
  likely: (fate) => `${fate} (likely)`,
  subjectTitle: 'SUBJECT',
  fate: 'FATE',
  messages: (number) => `${count(number)} message${s(number)}`,
  cutAt: (shown) => `The newest ${count(shown)} are shown; --limit N shows more.`,
  nothingFound: 'Nothing found.',
  logsTotal: (total, pageSize, page, pages) =>
    `Lines: ${count(total)} / ${pageSize} a page / page ${count(page)} of ${count(pages)}`,
  nextPage: (page) => `Next page: --page ${page}`,
  downloaded: (lines, file) => `${count(lines)} line${s(lines)} written to ${file}`,
  importing: (file, lines, speed) => `${file}  ${lines} lines  ${speed} lines/s`,
  imported: (total, added) => `${count(total)} line${s(total)} read, ${count(added)} of them new.`,
  file: 'FILE',
  lineCount: 'LINES',
  newCount: 'NEW',
  unrecognizedCount: 'UNRECOGNIZED',
  malformedCount: 'MALFORMED',
  firstLine: 'FROM',
  lastLine: 'TO',
  took: (seconds, speed) => `${seconds} s, ${speed} lines a second`,
  standardInput: 'standard input',
  nothingNew: 'Everything in it was imported before.',
};
