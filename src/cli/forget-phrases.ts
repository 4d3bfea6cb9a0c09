/** What `waybill forget` says, in both languages. */
import type { Language } from '../words/language.ts';
import { count } from './quantity.ts';

interface ForgetPhrases {
  readonly nothing: (address: string) => string;
  readonly would: (lines: number) => string;
  readonly deleted: (lines: number) => string;
  readonly renamed: (lines: number, pseudonym: string) => string;
  readonly interval: (from: string, to: string, zone: string) => string;
  /** Whose lines were not meant. */
  readonly namesLeft: (names: readonly string[]) => string;
  /** What Waybill does not reach. */
  readonly elsewhere: string;
}

const s = (number: number) => (number === 1 ? '' : 's');

const english: ForgetPhrases = {
  nothing: (address) => `No stored line holds ${address}.`,
  would: (lines) =>
    `${count(lines)} line${s(lines)} would be changed or deleted. Nothing was done (--dry-run).`,
  deleted: (lines) => `${count(lines)} line${s(lines)} deleted.`,
  renamed: (lines, pseudonym) => `${count(lines)} line${s(lines)} rewritten; the pseudonym is ${pseudonym}.`,
  interval: (from, to, zone) => `They are from ${from} to ${to} (${zone}).`,
  namesLeft: (names) =>
    names.length === 1
      ? `The sign-in name ${names[0]} is kept where lines name it. If it is the same person's, add --user ${names[0]}.`
      : `These sign-in names are kept where lines name them: ${names.join(', ')}. If they are the same person's, add --user for each.`,
  elsewhere:
    "The log files that were imported, and backups of them or of the store, still hold the person's data; importing the files again brings it back.",
};

const taiwanese: ForgetPhrases = {
  nothing: (address) => `沒有任何一行紀錄含有 ${address}。`,
  would: (lines) => `有 ${count(lines)} 行紀錄會被修改或刪除。目前沒有變更任何資料（--dry-run）。`,
  deleted: (lines) => `已刪除 ${count(lines)} 行紀錄。`,
  renamed: (lines, pseudonym) => `已改寫 ${count(lines)} 行紀錄，化名是 ${pseudonym}。`,
  interval: (from, to, zone) => `這些紀錄的時間從 ${from} 到 ${to}（${zone}）。`,
  namesLeft: (names) =>
    names.length === 1
      ? `紀錄中的使用者名稱 ${names[0]} 仍然保留。如果是同一個人，請加上 --user ${names[0]}。`
      : `紀錄中的下列使用者名稱仍然保留：${names.join('、')}。如果是同一個人，請分別加上 --user。`,
  elsewhere:
    '當初匯入的紀錄檔，以及紀錄檔或資料庫的備份，仍然含有這個人的資料；再次匯入這些檔案，資料就會回來。',
};

export function forgetPhrases(language: Language): ForgetPhrases {
  return language === 'en' ? english : taiwanese;
}
