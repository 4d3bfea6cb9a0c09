/** The sentences of ../en/missing.ts in Taiwanese Chinese. */
import type { missing as english } from '../en/missing.ts';

export const missing: Record<keyof typeof english, string> = {
  'mailbox-log-off':
    'Dovecot 沒有記錄信箱動作，所以看不出信件之後有沒有被移動或刪除。請啟用 mail_log 外掛：Dovecot 2.3 設定「mail_plugins = $mail_plugins notify mail_log」，protocol 區塊若另外設定 mail_plugins 也要加上；Dovecot 2.4 在 mail_plugins 區塊加入「notify = yes」和「mail_log = yes」兩行。mail_log_events 要有 delete undelete expunge save copy mailbox_delete mailbox_rename，mail_log_fields 要有 uid box msgid size。',
  'no-mailbox-lines':
    '這裡沒有 Dovecot 的紀錄，所以看不到信箱裡發生的事。請加入它的紀錄檔：「doveadm log find」會告訴您位置。',
  'no-delivery-line':
    '信箱伺服器沒有寫下這次投遞的紀錄，所以看不到信放在哪裡。使用 Sieve 或 mail_log 外掛時，Dovecot 每封信都會寫一行。',
  'no-login-line':
    '執行這個動作的連線沒有登入紀錄，所以不知道來自哪個 IP。請加入更早的紀錄檔，並確認 login_log_format_elements 保留預設就有的 rip 和 session。',
  'no-sessions':
    '這個版本的 Dovecot 不記錄連線編號，所以 IP 是由該使用者當時前後的登入紀錄推斷。Dovecot 2 會記錄連線編號。',
  'copies-not-logged':
    '這台 Dovecot 沒有記錄複製動作，所以移動到其他信箱看起來會和刪除一樣。請讓 mail_log_events 也包含 copy 和 save：mail_log_events = delete undelete expunge save copy mailbox_delete mailbox_rename。',
  'message-id-cut': '紀錄裡的 Message-ID 被截短，開頭相同的另一封信看起來會一樣。',
  'no-filter-lines':
    '這封信交給了內容過濾器，但這裡沒有它的紀錄。請加入過濾器的紀錄檔；Amavis 只要設定 $do_syslog = 1 並保留預設的 $log_templ，即使 $log_level = 0 也會為每封信記錄一行到系統日誌。',
  'second-leg':
    '這封信以另一個編號{queueId?（{queueId}）}重新進入佇列，但這裡沒有那個編號的紀錄。請加入收下它的伺服器或執行個體的紀錄檔。',
  'no-arrival': '這些紀錄從信件到達之後才開始。請加入更早的紀錄檔，例如 mail.log.1。',
  'no-end': '這些紀錄在有結果之前就結束了。請匯入較新的紀錄檔，或稍後再查一次。',
  'shared-message-id': '另一封信有相同的 Message-ID，請先比對收件者、時間和大小再下結論。',
  'retrieval-unknown':
    'POP3 不會記錄收取了哪些信，只在登出那一行記錄封數。信件也可能已經存在收信的那台裝置上。',
  remote: '下一台伺服器之後怎麼處理，只有那台伺服器{relay?（{relay}）}的紀錄看得到。',
};
