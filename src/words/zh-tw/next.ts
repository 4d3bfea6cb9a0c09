/** The sentences of ../en/next.ts in Taiwanese Chinese. */
import type { next as english } from '../en/next.ts';

export const next: Record<keyof typeof english, string> = {
  'user-unknown': '那裡沒有這個地址：請告訴寄件者正確的地址{to?，不是{to}}。',
  'sender-address': '寄件者的地址或網域不被接受：請對方的管理員檢查。',
  'mailbox-full': '信箱已滿：請{owner?{owner}|收件者}清出空間，或調高配額。',
  'too-large': '信件太大：請寄件者縮小或改寄連結，或調高 message_size_limit。',
  'mail-loop': '信件在繞圈子：請找出互相指來指去的轉寄和別名。',
  'no-route': '找不到或連不上目的伺服器：請檢查網域有沒有打錯，以及它的 DNS。',
  policy: '回覆的伺服器有規則不允許：回覆裡寫著是哪一條規則或名單；如果要收，請在那裡把這個寄件者設為例外。',
  'client-blocked':
    '對方伺服器因為 IP 或名稱被擋：請對方從回覆所寫的名單中除名，或把{client?{client}|它}設為例外。',
  'header-rule': '請在 Postfix 的 header_checks 找出這條規則{reason?，內容是{reason}}。',
  'body-rule': '請在 Postfix 的 body_checks 找出這條規則{reason?，內容是{reason}}。',
  'access-rule': '請在 Postfix 的 access 表找出這條規則{reason?，內容是{reason}}。',
  'milter-rule': '請查 milter（Rspamd 或其他程式）當時的紀錄，找出原因。',
  'filter-rule': '請檢查內容過濾器的設定，找出原因{name?：查到的是{name}}。',
  'sieve-rule': '請查{owner?{owner}|收件者}的過濾器設定紀錄（Sieve），如果不該套用到這封信就修改規則。',
  'transport-rule': '請在 Postfix 的 transport 表找出把這個地址導向 discard 的設定。',
  'alias-rule': '請檢查這個地址的別名：它指向 /dev/null。',
  'sender-notice': '對方伺服器收到了這個回覆：請寄件者提供收到的退信通知。',
  'sender-unaware': '寄件者並不知情：修改規則之後，請對方重寄。',
  'send-again': '排除原因之後，請寄件者重寄。',
  'greylist-retry':
    '對方伺服器要在幾分鐘後自行重試：如果沒有重試，請{client?{client}|那台伺服器}的管理員檢查佇列。',
  'greylist-exempt':
    '若要免等待，請把{client?{client}|對方伺服器}加入灰名單的例外，Postgrey 是 whitelist_clients。',
  'sender-retries': '對方伺服器會保留信件，通常會重試到五天：排除回覆所寫的原因，信就會自己進來。',
  'connection-quality':
    '如果這台伺服器一再如此，請檢查沿途的防火牆、逾時設定和封包大小（MTU），並比對信件大小和 message_size_limit。',
  'connection-retry': '對方伺服器通常會重試：請稍後再查一次寄件者的地址，或請對方重寄。',
  'queue-look': '查看佇列裡的這封信：{queueLook}',
  'queue-try': '立刻重試投遞：{queueTry}',
  'queue-release': '解除暫停投遞：{queueRelease}',
  'queue-list': '查看佇列：{queueList}',
  'queue-running': '如果幾分鐘後還在，請確認郵件伺服器有在執行，並看紀錄裡的警告。',
  'remote-administrator': '如果回覆一直不變，請聯絡{relay?{relay}|那台伺服器}的管理員，並附上回覆原文。',
  'relay-administrator':
    '請{relay?{relay}|那台伺服器}的管理員追查這封信{messageId?{messageId}}，並附上回覆原文。',
  'quarantine-release': '如果需要這封信，用這個指令放行：amavisd-release {quarantineId}',
  'quarantine-look': '請到內容過濾器的隔離區找這封信{quarantineId?，編號是{quarantineId}}。',
  'quarantine-virus': '請不要因為一通電話就放行：先向寄件者確認附件是什麼，並重新掃毒。',
  'quarantine-exempt': '如果要收這個寄件者的信，請在內容過濾器設為例外。',
  'forward-trace': '請追查寄往{targets?{targets}|其他地址}的信：每個地址各有結果。',
  'forward-settings':
    '如果{owner?{owner}|收件者}想自己也保留一份，請在別名或轉寄名單加上自己，或在過濾規則加上「keep」。',
  'removed-ask': '請問管理佇列的人為什麼移除：佇列裡已經沒有這封信，需要寄件者重寄。',
  'command-log': '請查{command?{command}|該程式}的紀錄，看它怎麼處理這封信。',
  'look-in-folder':
    '請{owner?{owner}|收件者}查看{folder?{folder}|所有資料夾，包括垃圾郵件和垃圾桶}，依日期排序或搜尋寄件者。',
  'client-filters':
    '請檢查使用者自己的郵件程式的檢視方式、過濾和對話群組：程式只是把信藏起來時，不會在紀錄裡留下痕跡。',
  'pop3-clients': '請問是否有其他裝置用 POP3 收信：信可能在那裡。',
  'marked-deleted': '信還在，只是標示為刪除：郵件軟體會畫線或隱藏，請在清除資料夾之前取消標示。',
  'find-copy':
    "查詢這封信現在的位置{others?（{others}的也一樣查）}：doveadm fetch -u {mailUser} 'mailbox uid date.saved' HEADER Message-ID '{plainMessageId}'",
  'open-trash': '請打開{owner?{owner}的}信箱裡的垃圾桶，在清空之前把信移回來。',
  'find-device': '請找出{ip}這台裝置：當時有程式{user?以{user}的帳號}登入。',
  'find-webmail': '請查網頁郵件（webmail）當時的紀錄：它知道瀏覽器的 IP。',
  'other-people': '請問是否有其他人使用這個信箱，或舊手機、舊電腦還在登入；如果沒有人知道，請更改密碼。',
  'ask-administrator': '請問郵件伺服器的管理員，當時是誰執行指令；也可以查稽核紀錄。',
  'check-retention': '請檢查郵件伺服器對這個資料夾的自動清理設定（autoexpunge、doveadm expunge 排程）。',
  restore: '如果需要這封信，請從{owner?{owner}的}信箱備份還原，或請寄件者重寄。',
  'more-logs': '請加入上面所說缺少的紀錄檔，再查一次。',
};
