/** The lines of ../en/stops.ts in Taiwanese Chinese. */
import type { stops as english } from '../en/stops.ts';

export const stops: Record<keyof typeof english, string> = {
  greylisted: '{client?{client}送來的信}被灰名單擋下。',
  refused:
    '拒收{client?{client}送來的信}{stage?（{stage}階段）}{list?，因為列在 {list} 名單上}{reply?：{reply}}。',
  'temporarily-refused':
    '暫時拒收{client?{client}送來的信}{stage?（{stage}階段）}{list?，因為列在 {list} 名單上}{reply?：{reply}}。',
  'connection-lost': '{client?{client}|對方伺服器}{stage?在{stage}階段}斷線。',
  accepted: '收下{client?{client}送來的}信件{tls?（{tls}加密連線）}{queueId?，佇列 ID 是{queueId}}。',
  submitted:
    '{signedIn?登入的使用者{signedIn}}{client?從{client}}交寄信件{tls?（{tls}加密連線）}{queueId?，佇列 ID 是{queueId}}。',
  'sender-checked': '{domain?{domain}的}{method?{method}|寄件者}檢查{result?：{result}}。',
  signed: '加上{domain?{domain}的}DKIM 簽章{selector?（選擇器{selector}）}。',
  checked: '{by?經{by}檢查|檢查}後放行{reason?：{reason}}。',
  held: '{admin?由管理員}暫停投遞{queueId?，佇列 ID 是{queueId}}{reason?：{reason}}。',
  released: '{quarantineId?從隔離區放行|解除暫停投遞}{queueId?（{queueId}）}。',
  requeued: '重新放入佇列{queueId?（{queueId}）}。',
  queued: '在佇列中{queueId?，佇列 ID 是{queueId}}。',
  filtered: '內容過濾器放行{spam?，但標示為垃圾郵件}{score?，{score}分}{name?：{name}}。',
  blocked: '內容過濾器攔下{name?：{name}}{score?，{score}分}{quarantineId?；隔離區編號是{quarantineId}}。',
  reinjected: '從內容過濾器回到佇列{queueId?，佇列 ID 是{queueId}}。',
  'connection-lost-connect': '{client?{client}|對方伺服器}連線之後隨即斷線。',
  expanded: '這個地址會寄到{targets?{targets}|其他地址}。',
  'expanded-alias': '由別名或群組轉寄給{targets?{targets}|其他地址}。',
  'expanded-header-check': '由標頭檢查規則改寄給{targets?{targets}|其他地址}。',
  'expanded-body-check': '由內文檢查規則改寄給{targets?{targets}|其他地址}。',
  'expanded-local': '由別名或自動轉寄設定轉寄給{targets?{targets}|其他地址}。',
  deferred: '延遲投遞{relay?，{relay}還沒有收下}{reply?：{reply}}。',
  expired: '在佇列裡逾期，放棄投遞{reply?：{reply}}。',
  bounced: '{relay?被{relay}}退信{reply?：{reply}}。',
  notified: '通知信已寄給寄件者{dsn?，佇列 ID 是{dsn}}。',
  relayed: '轉送給{relay?{relay}|另一台伺服器}{tls?（{tls}加密連線）}，對方已收下{reply?：{reply}}。',
  piped: '交給{command?程式{command}|外部程式}{reply?：{reply}}。',
  discarded: '{by?被{by}}丟棄{reason?：{reason}}。',
  removed: '由管理員從佇列中移除{queueId?（{queueId}）}。',
  'handed-over': '交給信箱伺服器{relay?（{relay}）}。',
  delivered: '已送達{user?{user}的}{folder?{folder}|信箱}。',
  'sieve-stored': '{user?{user}的}Sieve 過濾器放進{folder?{folder}|資料夾}。',
  'sieve-forwarded': '{user?{user}的}過濾規則轉寄給{targets?{targets}|其他地址}。',
  'sieve-discarded': '{user?{user}的}過濾規則丟棄了這封信。',
  'sieve-rejected': '{user?{user}的}過濾規則拒收{reason?：{reason}}。',
  'auto-replied': '{user?{user}的}自動回覆寄給{sender?{sender}|寄件者}。',
  'over-quota': '{user?{user}的}信箱已滿{reply?：{reply}}。',
  copied:
    '{fromFolder?從{fromFolder}}複製{folder?到{folder}}{admin?，由管理指令執行}{server?，透過網頁郵件（webmail）或郵件伺服器上的其他程式}{ip?，來自{ip}}。',
  moved:
    '{fromFolder?從{fromFolder}}移動{folder?到{folder}}{admin?，由管理指令執行}{server?，透過網頁郵件（webmail）或郵件伺服器上的其他程式}{ip?，來自{ip}}。',
  trashed:
    '{fromFolder?從{fromFolder}}移到垃圾桶{admin?，由管理指令執行}{server?，透過網頁郵件（webmail）或郵件伺服器上的其他程式}{ip?，來自{ip}}。',
  flagged:
    '{folder?在{folder}裡}標示{flags?為{flags}}{server?，透過網頁郵件（webmail）或郵件伺服器上的其他程式}{ip?，來自{ip}}。',
  'marked-deleted':
    '{folder?在{folder}裡}標示為刪除{admin?，由管理指令執行}{server?，透過網頁郵件（webmail）或郵件伺服器上的其他程式}{ip?，來自{ip}}。',
  undeleted:
    '{folder?在{folder}裡}取消刪除標示{server?，透過網頁郵件（webmail）或郵件伺服器上的其他程式}{ip?，來自{ip}}。',
  expunged:
    '{folder?從{folder}}永久刪除{protocol?，透過{protocol}}{admin?，由管理指令執行}{server?，透過網頁郵件（webmail）或郵件伺服器上的其他程式}{ip?，來自{ip}}。',
  'mailbox-deleted':
    '所在的資料夾被刪除{folder?：{folder}}{admin?，由管理指令執行}{server?，透過網頁郵件（webmail）或郵件伺服器上的其他程式}{ip?，來自{ip}}。',
  'mailbox-renamed':
    '所在的資料夾改名{fromFolder?，原來是{fromFolder}}{folder?，現在是{folder}}{server?，透過網頁郵件（webmail）或郵件伺服器上的其他程式}{ip?，來自{ip}}。',
  fetched:
    '{user?以{user}的帳號登入的}POP3 郵件軟體收取了信件{server?，透過網頁郵件（webmail）或郵件伺服器上的其他程式}{ip?，來自{ip}}。',
};
