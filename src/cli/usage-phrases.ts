/** What `--help` says, in both languages. Names of options and what stands after them are the same in both. */
import type { Language } from '../words/language.ts';

/** Commander's own titles, where the language has others. */
const noTitles: Readonly<Record<string, string>> = {};

const english = {
  titles: noTitles,
  waybill: '"I never got that mail. Where is it?" Waybill answers from the logs of the mail server.',
  version: 'print the version',
  help: 'show this help',
  helpCommand: 'the help of a command',
  import: 'read log files into the store: plain, .gz .bz2 .xz .zst, or - for standard input',
  trace:
    'where did this message go? A Message-ID, a queue id, an address, or key:value pairs in quotes (from: to: subject: id: queue: client: session: user:); - reads queries from standard input',
  search: 'a list of messages',
  logs: 'log lines that hold every term: "Jul 03 16,jerry"',
  parse: 'what each line means, one JSON object a line; nothing is stored',
  doctor: 'what is configured, reachable and covered; what is missing and how to add it',
  forget: "delete a person's lines from the store, or put a pseudonym in the place of the address",
  user: 'a sign-in name of the same person, whose lines are meant as well; repeatable',
  pseudonymise: 'keep the lines, under a pseudonym that nobody can compute from the address',
  dryRun: 'only say how many lines are meant',
  data: 'where the embedded store lies',
  store: 'a ClickHouse server instead: http://user:password@host:8123/database',
  log: 'read this log into a throw-away store; repeatable, no import needed',
  json: 'answer in JSON, one object a line',
  lang: 'en or zh-TW',
  tz: 'time zone of logs that do not say, and of the answer (Europe/Berlin)',
  year: 'year of the first line of logs that do not say',
  since: 'only from this time on: 2026-07-03 or 2026-07-03T16:39',
  until: 'only up to this time; a day counts whole',
  limit: 'at most this many messages',
  lines: 'print the log lines that prove it',
  from: 'reverse path or header From; "<>" is the null sender',
  to: 'forward path or original recipient',
  subject: 'a part of the subject, where the log has it',
  fate: 'deferred, bounced, deleted, ...',
  client: 'name or address of the host that brought it',
  source: 'whose lines',
  page: 'which page, 1 is the newest',
  pageSize: 'lines a page',
  period: 'one of the periods, or any FROM..TO',
  download: 'write every matching line to a file, oldest first',
};

const taiwanese: typeof english = {
  titles: {
    'Usage:': '用法：',
    'Options:': '選項：',
    'Global Options:': '共同選項：',
    'Commands:': '指令：',
    'Arguments:': '參數：',
  },
  waybill: '「那封信我沒收到，到底跑去哪裡了？」Waybill 從郵件伺服器的紀錄找答案。',
  version: '顯示版本',
  help: '顯示這份說明',
  helpCommand: '顯示指令的說明',
  import: '把紀錄檔讀進資料庫：純文字、.gz .bz2 .xz .zst，或用 - 代表標準輸入',
  trace:
    '這封信到哪裡去了？可用 Message-ID、佇列 ID、地址，或在引號裡寫條件（from: to: subject: id: queue: client: session: user:）；用 - 從標準輸入讀取',
  search: '列出信件',
  logs: '含有每個詞的紀錄："Jul 03 16,jerry"',
  parse: '說明每一行的意思，每行輸出一個 JSON 物件；不存入資料庫',
  doctor: '目前的設定、能否連線、涵蓋範圍；還缺什麼以及如何補上',
  forget: '從資料庫刪除一個人的紀錄，或以化名取代地址',
  user: '同一個人的使用者名稱，其紀錄也一併處理；可重複指定',
  pseudonymise: '保留紀錄，改用無法從地址推算出來的化名',
  dryRun: '只說明有幾行紀錄，不變更任何資料',
  data: '內嵌資料庫的位置',
  store: '改用 ClickHouse 伺服器：http://user:password@host:8123/database',
  log: '把這個紀錄檔讀進暫時的資料庫，不必先匯入；可重複指定',
  json: '以 JSON 輸出，每行一個物件',
  lang: 'en 或 zh-TW',
  tz: '紀錄沒有寫明時的時區，也是答案的時區（Asia/Taipei）',
  year: '紀錄沒有寫明時，第一行的年份',
  since: '從這個時間開始：2026-07-03 或 2026-07-03T16:39',
  until: '到這個時間為止；只寫日期就包含當天',
  limit: '最多列出幾封信',
  lines: '列出可以證明的紀錄原文',
  from: '信封寄件者或標頭寄件者；"<>" 是系統通知信的空寄件者',
  to: '信封收件者或原來的收件者',
  subject: '主旨的一部分（紀錄裡有主旨時）',
  fate: 'deferred、bounced、deleted 等結果',
  client: '送信來的主機名稱或 IP',
  source: '哪一種紀錄',
  page: '第幾頁，第 1 頁最新',
  pageSize: '每頁行數',
  period: '列出的時段之一，或任意的 FROM..TO',
  download: '把所有符合的紀錄寫入檔案，舊的在前',
};

export type Usage = typeof english;

export function usage(language: Language): Usage {
  return language === 'en' ? english : taiwanese;
}
