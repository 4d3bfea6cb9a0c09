/** The sentences of ../en/absence.ts in Taiwanese Chinese. */
import type { absence as english } from '../en/absence.ts';

export const absence: Record<keyof typeof english, string> = {
  nothing: '還沒有任何能讀懂的紀錄，所以無法判斷{message}。',
  'not-seen': '{hosts}（{programs}）從{from}到{to}的紀錄裡，沒有任何一行提到{message}。',
  'not-seen-somewhere': '從{from}到{to}的紀錄裡，沒有任何一行提到{message}。',
  gap: '{host}上的{programs}從{from}到{to}沒有紀錄可看。',
  gaps: '有 {count} 段時間沒有紀錄可看，最長的一段是{host}上的{programs}從{from}到{to}。',
  'near-miss-rejected':
    '有一封{sender?{sender}{askedSender?（不是{askedSender}）}}{recipient?寄給{recipient}{askedRecipient?（不是{askedRecipient}）}}的信，在 {date} {time} 被拒收。',
  'near-miss-greylisted':
    '有一封{sender?{sender}{askedSender?（不是{askedSender}）}}{recipient?寄給{recipient}{askedRecipient?（不是{askedRecipient}）}}的信，在 {date} {time} 被灰名單擋下。',
  'near-miss':
    '{date} {time} 有一封{sender?{sender}{askedSender?（不是{askedSender}）}}{recipient?寄給{recipient}{askedRecipient?（不是{askedRecipient}）}}的信：{fate}。',
  'look-at-near-misses': '請看上面列出的信{one?是不是|有沒有}要找的那一封：地址和要查的只差一點。',
  'check-address': '請和寄件者逐字確認地址的寫法：{addresses}。',
  'check-message-id': '請檢查 Message-ID：從信件標頭複製，要包含「<」和「>」之間的全部文字。',
  'check-covered-time': '請確認要查的時間在{from}到{to}之間；其他時間請先匯入當時的紀錄檔。',
  'check-other-hosts': '請匯入這個網域所有收信伺服器（例如第二台 MX）的紀錄檔：目前只看得到{hosts}。',
  'ask-sender-for-notice':
    '請寄件者提供收到的退信通知，以及寄出的時間和地址：從來沒有到達這台伺服器的信，不會留下任何紀錄。',
};
