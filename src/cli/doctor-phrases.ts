/** What `waybill doctor` says, in both languages. What is missing is said with how to add it. */
import type { SourceState } from '../intake/source.ts';
import type { Language } from '../words/language.ts';
import type { Finding } from './diagnosis.ts';

type Code = Finding['code'];

interface DoctorPhrases {
  readonly title: {
    readonly store: string;
    readonly server: string;
    readonly covered: string;
    readonly hosts: string;
    readonly programs: string;
  };
  /** Where the server answers, and since when it runs. */
  readonly running: (address: string, since: string) => string;
  readonly configured: (file: string) => string;
  /** How a source stands: a statement, and what to do. */
  readonly source: Readonly<
    Record<SourceState['state'] | 'readable', (name: string, reason: string) => readonly [string, string]>
  >;
  /** Behind it, where bytes wait to be read. */
  readonly behind: (size: string) => string;
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
    Readonly<
      Record<
        Code,
        (what: Readonly<Record<'host' | 'at' | 'source' | 'reason', string>>) => readonly [string, string]
      >
    >
  >;
  readonly journald: string;
}

const english: DoctorPhrases = {
  title: { store: 'Store', server: 'Server', covered: 'Covered', hosts: 'Hosts', programs: 'Programs' },
  running: (address, since) => `running since ${since}, ${address}`,
  configured: (file) => `The configuration ${file} can be used.`,
  source: {
    readable: (name) => [`${name} is there and may be read.`, ''],
    starting: (name) => [`${name} is being opened.`, ''],
    following: (name) => [`${name} is followed.`, ''],
    ended: (name) => [`${name} has ended.`, ''],
    missing: (name) => [
      `${name} is not there.`,
      'It is followed as soon as it is. Check the path in the configuration, or whether the program that writes it runs.',
    ],
    directory: (name) => [
      `${name} is a directory, not a log.`,
      'It is followed as soon as a file stands there again.',
    ],
    unreadable: (name, reason) => [
      `${name} may not be read: ${reason}.`,
      'Let the user that Waybill runs as read it (on Debian: the group adm).',
    ],
    failed: (name, reason) => [`${name} cannot be followed: ${reason}.`, 'It is tried again and again.'],
  },
  behind: (size) => `${size} of it wait to be read.`,
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
    'quiet-log': ({ source, at }) => [
      `Nobody has written into ${source} since ${at}.`,
      'See whether the mail server still logs there (rsyslog, maillog_file, log_path), or name its new log.',
    ],
    'store-refuses': ({ reason }) => [
      `The store takes no lines: ${reason}.`,
      'Nothing is lost: the logs are read on as soon as it takes them again. Make room on its disk, or make it writable.',
    ],
    'not-serving': () => [
      'No server follows the logs: only what was imported is known.',
      'Start one: systemctl start waybill, or waybill serve --follow /var/log/mail.log',
    ],
    'silent-host': ({ host, at }) => [
      `The log of ${host} has not grown since ${at}, while others went on.`,
      'See whether that host still logs, and import its newer files.',
    ],
  },
  journald: 'A host that only has journald: journalctl -o json | waybill import -',
};

const taiwanese: DoctorPhrases = {
  title: { store: '資料庫', server: '服務', covered: '涵蓋時間', hosts: '主機', programs: '程式' },
  running: (address, since) => `自 ${since} 起執行中，${address}`,
  configured: (file) => `設定檔 ${file} 可以使用。`,
  source: {
    readable: (name) => [`${name} 存在而且可以讀取。`, ''],
    starting: (name) => [`正在開啟 ${name}。`, ''],
    following: (name) => [`正在持續讀取 ${name}。`, ''],
    ended: (name) => [`${name} 已經結束。`, ''],
    missing: (name) => [
      `找不到 ${name}。`,
      '檔案出現後就會開始讀取。請檢查設定檔裡的路徑，或寫入它的程式是否在執行。',
    ],
    directory: (name) => [`${name} 是目錄，不是紀錄檔。`, '那裡再次有檔案時就會繼續讀取。'],
    unreadable: (name, reason) => [
      `無法讀取 ${name}：${reason}。`,
      '請讓執行 Waybill 的使用者可以讀取它（Debian 是 adm 群組）。',
    ],
    failed: (name, reason) => [`無法持續讀取 ${name}：${reason}。`, '會一直重試。'],
  },
  behind: (size) => `還有 ${size} 尚未讀取。`,
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
    'quiet-log': ({ source, at }) => [
      `${source} 自 ${at} 起沒有人寫入。`,
      '請檢查郵件伺服器是否仍寫入這個檔案（rsyslog、maillog_file、log_path），或改成新的紀錄檔。',
    ],
    'store-refuses': ({ reason }) => [
      `資料庫目前無法寫入：${reason}。`,
      '不會遺失任何紀錄：恢復之後會接著讀取。請清出磁碟空間，或讓資料目錄可以寫入。',
    ],
    'not-serving': () => [
      '沒有服務在持續讀取紀錄：只知道匯入過的內容。',
      '啟動方式：systemctl start waybill，或 waybill serve --follow /var/log/mail.log',
    ],
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
