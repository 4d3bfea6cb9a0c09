/** The sentences of ../en/fates.ts in Taiwanese Chinese. No space beside a placeholder: the join sets it where one belongs. */
import type { fates as english } from '../en/fates.ts';

export const fates: Record<keyof typeof english, string> = {
  'rejected-connect':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被拒收：{client?{client}|對方伺服器}一連線就被擋下{reply?，伺服器回覆{reply}}。',
  'rejected-helo':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被拒收：{client?{client}|對方伺服器}自報主機名稱時就被擋下{reply?，伺服器回覆{reply}}。',
  'rejected-mail':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被拒收：{client?{client}|對方伺服器}報出寄件者{sender?{sender}}時就被擋下{reply?，伺服器回覆{reply}}。',
  'rejected-rcpt':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被拒收：{client?{client}|對方伺服器}報出收件者時就被擋下{reply?，伺服器回覆{reply}}。',
  'rejected-data':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被拒收：{client?{client}|對方伺服器}送出內容之前就被擋下{reply?，伺服器回覆{reply}}。',
  'rejected-header':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被標頭檢查規則拒收{client?，送信的是{client}}{reply?，伺服器回覆{reply}}。',
  'rejected-body':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被內文檢查規則拒收{client?，送信的是{client}}{reply?，伺服器回覆{reply}}。',
  'rejected-end-of-message':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被拒收：{client?{client}|對方伺服器}送完內容之後被擋下{reply?，原因是{reply}}。',
  'rejected-milter':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被郵件過濾程式（milter）拒收{client?，送信的是{client}}{reply?，伺服器回覆{reply}}。',
  'rejected-filter':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被內容過濾器拒收{name?，查到的是{name}}{reply?，伺服器回覆{reply}}。',
  'rejected-lmtp':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被信箱伺服器拒收{reply?，伺服器回覆{reply}}。',
  'rejected-sieve':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被{owner?{owner}|收件者}自己設定的過濾規則拒收{reply?，回覆是{reply}}。',
  rejected:
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被拒收{client?，送信的是{client}}{reply?，伺服器回覆{reply}}。',
  greylisted:
    '{to?寄給{to}的信|這封信}還沒有進來：{date} {time} {likely?很可能}被灰名單擋下{attempts?（至今{attempts}次）}{once?（至今 1 次）}，之後{client?{client}|對方伺服器}沒有再送成功。',
  'temporarily-refused':
    '{to?寄給{to}的信|這封信}還沒有進來：{date} {time} {likely?很可能}被暫時拒收{client?，送信的是{client}}{reply?，伺服器回覆{reply}}，之後一直沒有收下。',
  'connection-lost-early':
    '{to?寄給{to}的信|這封信}沒有進來：{date} {time} {client?{client}|對方伺服器}{likely?很可能}在報出寄件者和收件者之前就斷線了。',
  'connection-lost-envelope':
    '{to?寄給{to}的信|這封信}沒有進來：{date} {time} {client?{client}|對方伺服器}{likely?很可能}在送出內容之前就斷線了。',
  'connection-lost-data':
    '{to?寄給{to}的信|這封信}沒有進來：{date} {time} {client?{client}|對方伺服器}{likely?很可能}在內容送到一半時斷線了。',
  'connection-lost':
    '{to?寄給{to}的信|這封信}沒有進來：{date} {time} {client?{client}|對方伺服器}{likely?很可能}在伺服器收下信件之前就斷線了。',
  queued:
    '{to?寄給{to}的信|這封信}{likely?很可能}從 {date} {time} 起就在{host?{host}的}佇列裡{queueId?，佇列 ID 是{queueId}}，還沒有投遞的紀錄。',
  deferred:
    '{to?寄給{to}的信|這封信}{likely?很可能}還在{host?{host}的}佇列裡延遲投遞{queueId?，佇列 ID 是{queueId}}：{date} {time} {once?試過 1 次|{attempts?第{attempts}次嘗試|最近一次嘗試}}沒有成功{reply?，{relay?{relay}回覆|原因是}{reply}|{relay?，對象是{relay}}}，伺服器會再試。',
  held: '{to?寄給{to}的信|這封信}{likely?很可能}從 {date} {time} 起在{host?{host}的}佇列裡暫停投遞{queueId?，佇列 ID 是{queueId}}{reason?，原因是{reason}}，要等管理員放行。',
  'quarantined-virus':
    '{to?寄給{to}的信|這封信}{likely?很可能}在病毒郵件隔離區{quarantineId?，編號是{quarantineId}}：{date} {time} 內容過濾器{name?查到病毒{name}|查到病毒}，把信隔離了。',
  'quarantined-spam':
    '{to?寄給{to}的信|這封信}{likely?很可能}在垃圾郵件隔離區{quarantineId?，編號是{quarantineId}}：{date} {time} 內容過濾器判定為垃圾郵件{score?（{score}分）}，把信隔離了。',
  'quarantined-banned':
    '{to?寄給{to}的信|這封信}{likely?很可能}在隔離區{quarantineId?，編號是{quarantineId}}：{date} {time} 內容過濾器因為禁止的附件{name?{name}}把信隔離了。',
  'quarantined-bad-header':
    '{to?寄給{to}的信|這封信}{likely?很可能}在隔離區{quarantineId?，編號是{quarantineId}}：{date} {time} 內容過濾器因為標頭格式有誤{name?（{name}）}把信隔離了。',
  'quarantined-condition':
    '{to?寄給{to}的信|這封信}{likely?很可能}在條件過濾器的隔離區{quarantineId?，編號是{quarantineId}}：{date} {time} 因為符合條件過濾器的規則{name?{name}}而被隔離。',
  quarantined:
    '{to?寄給{to}的信|這封信}{likely?很可能}在隔離區{quarantineId?，編號是{quarantineId}}：{date} {time} 被過濾器隔離{name?，原因是{name}}。',
  'discarded-header-check':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被標頭檢查規則丟棄{reason?（{reason}）}，沒有通知任何人。',
  'discarded-body-check':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被內文檢查規則丟棄{reason?（{reason}）}，沒有通知任何人。',
  'discarded-access':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被存取規則丟棄{reason?（{reason}）}，沒有通知任何人。',
  'discarded-milter':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被郵件過濾程式（milter）丟棄{reason?（{reason}）}，沒有通知任何人。',
  'discarded-filter':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被內容過濾器丟棄{name?，查到的是{name}|{reason?（{reason}）}}，也沒有隔離備份的紀錄。',
  'discarded-transport':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被丟棄，因為 transport 設定把這個地址的信直接丟掉{reason?（{reason}）}。',
  'discarded-alias':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被丟棄，因為這個地址的別名設定成直接丟掉{reason?（{reason}）}。',
  'discarded-sieve':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被{owner?{owner}|收件者}自己設定的過濾規則丟棄{reason?（{reason}）}，沒有通知任何人。',
  discarded:
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被丟棄{reason?（{reason}）}，沒有通知任何人。',
  expired:
    '{to?寄給{to}的信|這封信}在佇列裡逾期，{likely?很可能}已在 {date} {time} 放棄投遞{reply?，最後的原因是{reply}}{dsn?，退信通知已寄給寄件者{sender?{sender}}|{noSender?，而且沒有寄件者可以通知}}。',
  bounced:
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 被{relay?{relay}}退信{reply?，原因是{reply}}{dsn?，退信通知已寄給寄件者{sender?{sender}}|{noSender?，而且沒有寄件者可以通知}}。',
  relayed:
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 轉送給{relay?{relay}|另一台伺服器}，對方已經收下{reply?，回覆{reply}}；之後的情形要看那台伺服器的紀錄。',
  'forwarded-alias':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 由別名或群組轉寄給{targets?{targets}|其他地址}，沒有另外保留一份。',
  'forwarded-header-check':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 由標頭檢查規則改寄給{targets?{targets}|其他地址}，沒有另外保留一份。',
  'forwarded-body-check':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 由內文檢查規則改寄給{targets?{targets}|其他地址}，沒有另外保留一份。',
  'forwarded-sieve':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 由{owner?{owner}|收件者}自己設定的過濾規則轉寄給{targets?{targets}|其他地址}，沒有另外保留一份。',
  'forwarded-local':
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 由{owner?{owner}|收件者}自己設定的轉寄寄給{targets?{targets}|其他地址}，沒有另外保留一份。',
  forwarded:
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 轉寄給{targets?{targets}|其他地址}，沒有另外保留一份。',
  removed:
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 由管理員從{host?{host}的}佇列中移除{queueId?（佇列 ID {queueId}）}，當時還沒有投遞。',
  piped:
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 交給{command?程式{command}|外部程式}處理；之後的情形不在這些紀錄裡。',
  delivered:
    '{to?寄給{to}的信|這封信}{likely?很可能}在 {date} {time} 已送達{owner?{owner}的}{folder?{folder}|信箱}{targets?，另外轉寄給{targets}}{marked?；這份之後已標示為刪除|{still?；之後沒有移動或刪除的紀錄}}。',
  'moved-client':
    '{to?寄給{to}的信|這封信}{likely?很可能}在{owner?{owner}的}{folder?{folder}|其他資料夾}裡：{date} {time} {ip?由{ip}}{user?以{user}的帳號}{protocol?透過{protocol}}{fromFolder?從{fromFolder}}移入。',
  'moved-server':
    '{to?寄給{to}的信|這封信}{likely?很可能}在{owner?{owner}的}{folder?{folder}|其他資料夾}裡：{date} {time} {user?以{user}的帳號}透過網頁郵件（webmail）或郵件伺服器上的其他程式{ip?（{ip}）}{fromFolder?從{fromFolder}}移入。',
  'moved-administrator':
    '{to?寄給{to}的信|這封信}{likely?很可能}在{owner?{owner}的}{folder?{folder}|其他資料夾}裡：{date} {time} 由郵件伺服器上的管理指令{fromFolder?從{fromFolder}}移入。',
  'moved-retention':
    '{to?寄給{to}的信|這封信}{likely?很可能}在{owner?{owner}的}{folder?{folder}|其他資料夾}裡：{date} {time} 由郵件伺服器的自動清理{fromFolder?從{fromFolder}}移入。',
  'trashed-client':
    '{to?寄給{to}的信|這封信}{likely?很可能}在{owner?{owner}的}垃圾桶{trash?（{trash}）}裡：{date} {time} {ip?由{ip}}{user?以{user}的帳號}{protocol?透過{protocol}}{fromFolder?從{fromFolder}}移入。',
  'trashed-server':
    '{to?寄給{to}的信|這封信}{likely?很可能}在{owner?{owner}的}垃圾桶{trash?（{trash}）}裡：{date} {time} {user?以{user}的帳號}透過網頁郵件（webmail）或郵件伺服器上的其他程式{ip?（{ip}）}{fromFolder?從{fromFolder}}移入。',
  'trashed-administrator':
    '{to?寄給{to}的信|這封信}{likely?很可能}在{owner?{owner}的}垃圾桶{trash?（{trash}）}裡：{date} {time} 由郵件伺服器上的管理指令{fromFolder?從{fromFolder}}移入。',
  'trashed-retention':
    '{to?寄給{to}的信|這封信}{likely?很可能}在{owner?{owner}的}垃圾桶{trash?（{trash}）}裡：{date} {time} 由郵件伺服器的自動清理{fromFolder?從{fromFolder}}移入。',
  'deleted-client':
    '{to?寄給{to}的信|這封信}{likely?很可能}已經永久刪除：{date} {time} {ip?由{ip}}{user?以{user}的帳號}{protocol?透過{protocol}}{withFolder?連同{owner?{owner}的}{folder?{folder}|整個資料夾}一起刪除|從{owner?{owner}的}{folder?{folder}|信箱}刪除}。',
  'deleted-server':
    '{to?寄給{to}的信|這封信}{likely?很可能}已經永久刪除：{date} {time} {user?以{user}的帳號}透過網頁郵件（webmail）或郵件伺服器上的其他程式{ip?（{ip}）}{withFolder?連同{owner?{owner}的}{folder?{folder}|整個資料夾}一起刪除|從{owner?{owner}的}{folder?{folder}|信箱}刪除}。',
  'deleted-administrator':
    '{to?寄給{to}的信|這封信}{likely?很可能}已經永久刪除：{date} {time} 由郵件伺服器上的管理指令{withFolder?連同{owner?{owner}的}{folder?{folder}|整個資料夾}一起刪除|從{owner?{owner}的}{folder?{folder}|信箱}刪除}。',
  'deleted-retention':
    '{to?寄給{to}的信|這封信}{likely?很可能}已經永久刪除：{date} {time} 由郵件伺服器的自動清理{withFolder?連同{owner?{owner}的}{folder?{folder}|整個資料夾}一起刪除|從{owner?{owner}的}{folder?{folder}|信箱}刪除}。',
  unknown:
    '{to?寄給{to}的信|這封信}現在在哪裡還不能確定：最後一筆紀錄是 {date} {time}{host?，在{host}上}，之後沒有結果。',
};
