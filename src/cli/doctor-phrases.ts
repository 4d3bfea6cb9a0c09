/** What `waybill doctor` says, in both languages. What is missing is said with how to add it. */
import type { Language } from '../words/language.ts';
import type { Finding } from './diagnosis.ts';

type Code = Finding['code'];

interface DoctorPhrases {
  readonly title: {
    readonly store: string;
    readonly covered: string;
    readonly hosts: string;
    readonly programs: string;
  };
  readonly embedded: (version: string) => string;
  readonly server: string;
  readonly throwAway: string;
  readonly lines: (count: string) => string;
  /** Between the words of a list. */
  readonly between: string;
  readonly interval: (from: string, to: string, zone: string) => string;
  /** Where all is well. */
  readonly well: Partial<Readonly<Record<Code, string>>>;
  /** What is missing: a statement, and what to do. Those of src/words are not repeated here. */
  readonly missing: Partial<
    Readonly<Record<Code, (what: { host: string; at: string }) => readonly [string, string]>>
  >;
  readonly journald: string;
}

const english: DoctorPhrases = {
  title: { store: 'Store', covered: 'Covered', hosts: 'Hosts', programs: 'Programs' },
  embedded: (version) => `embedded ClickHouse (chdb ${version})`,
  server: 'a ClickHouse server, which answers',
  throwAway: 'a throw-away store',
  lines: (count) => `${count} lines`,
  between: ', ',
  interval: (from, to, zone) => `${from} to ${to} (${zone})`,
  well: {
    'no-postfix-lines': "Postfix' lines are there: how a message came in and where it went.",
    'no-mailbox-lines': "Dovecot's lines are there: what the mail store did with it.",
    'mailbox-log-off':
      "Mailbox actions are logged (Dovecot's mail_log plugin): moves and deletions can be seen.",
    'no-logins': 'Sign-ins are logged: an action in a mailbox leads to the address it came from.',
    'no-filter-lines': "The content filter's lines are there: why it kept or dropped something.",
    'short-queue-ids': 'Queue ids are long: they never come back for another message.',
    old: 'The newest line is less than a day old.',
  },
  missing: {
    'no-lines': () => [
      'No readable log lines are stored yet.',
      'Import some: waybill import /var/log/mail.log*',
    ],
    'no-postfix-lines': () => [
      'There is no line of Postfix, so how messages came in cannot be seen.',
      'Import its log, usually /var/log/mail.log or /var/log/maillog.',
    ],
    'no-logins': () => [
      'No sign-in is logged, so the address behind a mailbox action stays unknown.',
      'Import the log that holds the lines of imap-login and pop3-login; Dovecot writes them at its info level (info_log_path).',
    ],
    'no-filter-lines': () => [
      'Messages go to a content filter whose lines are not here, so its reasons cannot be seen.',
      "Import that filter's log; Amavis logs to syslog with $do_syslog = 1.",
    ],
    'short-queue-ids': () => [
      'Postfix uses short queue ids, which come back for later messages; Waybill tells them apart by time.',
      'Long ones are unique: postconf -e enable_long_queue_ids=yes && postfix reload',
    ],
    old: ({ at }) => [
      `The newest line was written at ${at}.`,
      'Import the log again: only what is new is added.',
    ],
    'silent-host': ({ host, at }) => [
      `The log of ${host} has not grown since ${at}, while others went on.`,
      'See whether that host still logs, and import its newer files.',
    ],
  },
  journald: 'A host that only has journald: journalctl -o json | waybill import -',
};

const taiwanese: DoctorPhrases = {
  title: { store: '資料庫', covered: '涵蓋時間', hosts: '主機', programs: '程式' },
  embedded: (version) => `內嵌 ClickHouse（chdb ${version}）`,
  server: 'ClickHouse 伺服器，可連線',
  throwAway: '暫時的資料庫',
  lines: (count) => `${count} 行`,
  between: '、',
  interval: (from, to, zone) => `${from} 至 ${to}（${zone}）`,
  well: {
    'no-postfix-lines': '有 Postfix 的紀錄：看得到信件怎麼進來、送到哪裡。',
    'no-mailbox-lines': '有 Dovecot 的紀錄：看得到信箱伺服器怎麼處理信件。',
    'mailbox-log-off': '信箱動作有記錄（Dovecot 的 mail_log 外掛）：看得到移動與刪除。',
    'no-logins': '登入有記錄：信箱動作可以追到來源位址。',
    'no-filter-lines': '有內容過濾器的紀錄：看得到隔離或丟棄的原因。',
    'short-queue-ids': '使用長的佇列 ID：不會重複用於其他信件。',
    old: '最新的紀錄是一天之內寫的。',
  },
  missing: {
    'no-lines': () => ['還沒有任何能讀懂的紀錄。', '請先匯入：waybill import /var/log/mail.log*'],
    'no-postfix-lines': () => [
      '沒有 Postfix 的紀錄，看不到信件怎麼進來。',
      '請匯入它的紀錄檔，通常是 /var/log/mail.log 或 /var/log/maillog。',
    ],
    'no-logins': () => [
      '沒有登入的紀錄，無法得知信箱動作的來源位址。',
      '請匯入含有 imap-login 與 pop3-login 的紀錄檔；Dovecot 以 info 等級記錄登入（info_log_path）。',
    ],
    'no-filter-lines': () => [
      '信件會交給內容過濾器，但沒有它的紀錄，看不到它為什麼這樣判斷。',
      '請匯入過濾器的紀錄檔；Amavis 設定 $do_syslog = 1 就會寫入 syslog。',
    ],
    'short-queue-ids': () => [
      'Postfix 使用短的佇列 ID，日後會重複用於其他信件；Waybill 會依時間區分。',
      '長的 ID 不會重複：postconf -e enable_long_queue_ids=yes && postfix reload',
    ],
    old: ({ at }) => [`最新的紀錄寫於 ${at}。`, '請再匯入一次紀錄檔：只會加入新的部分。'],
    'silent-host': ({ host, at }) => [
      `${host} 的紀錄自 ${at} 起沒有增加，其他主機則仍在記錄。`,
      '請檢查該主機是否仍在記錄，並匯入較新的檔案。',
    ],
  },
  journald: '只有 journald 的主機：journalctl -o json | waybill import -',
};

export function doctorPhrases(language: Language): DoctorPhrases {
  return language === 'en' ? english : taiwanese;
}
