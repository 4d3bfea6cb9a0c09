/**
 * Failures in the Chinese of Taiwan, by their code: what is wrong and what to do. Which file, option or value it is
 * stands in the failure's own English sentence, which is quoted behind. English needs nothing here.
 */
export const taiwaneseFailures: Readonly<Record<string, string>> = {
  'address-unusable': '無法在這個位址或連接埠接收連線，請換一個，例如 127.0.0.1:5514。',
  'archive-corrupt': '壓縮檔中間損壞，能讀的部分已經讀入。如果有完好的檔案，請重新複製一份。',
  'archive-truncated': '壓縮檔不完整，能讀的部分已經讀入。如果有完整的檔案，請重新複製一份。',
  'archive-unsupported': '無法讀取這種壓縮方式，請先用原來的程式解壓縮。',
  'certificate-unusable': '無法使用伺服器的 TLS 憑證或金鑰，請指定互相對應的 PEM 內容，金鑰不可有密碼。',
  'configuration-unusable': '設定檔無法使用，請依後面的說明修改；執行中的服務仍用原來的設定。',
  'file-not-found': '找不到檔案，請檢查路徑。',
  'file-unreadable': '無法讀取檔案，請以 root 或檔案所屬群組的成員（Debian 是 adm）執行。',
  'file-unwritable': '無法寫入檔案，請換一個位置。',
  'not-a-file': '這是目錄，不是紀錄檔，請指定裡面的檔案。',
  'nothing-to-follow': '沒有指定要持續讀取的紀錄，請用 --follow 指定，或寫一個設定檔。',
  'query-empty': '沒有查詢條件，請輸入 Message-ID、佇列 ID、地址，或 from: 和 to: 之類的條件。',
  'query-key': '沒有這種查詢條件，可用的有 from: to: subject: id: queue: client: session: user:。',
  'query-value': '看不懂查詢條件的值，寫法像 from:alice@example.org 或 subject:"two words"。',
  'store-locked': '資料目錄正由另一個程式使用，請等它結束。',
  'store-newer': '資料目錄是較新版的 Waybill 寫的，請使用新版，或用 --data 換一個目錄。',
  'store-older': '資料目錄是較舊版的 Waybill 寫的，請用 --data 換一個目錄，重新匯入日誌。',
  'store-unreachable': '--store 指定的 ClickHouse 伺服器沒有回應，請檢查位址、使用者和密碼。',
  'store-unusable': '無法使用資料目錄，請檢查擁有者和磁碟空間，或用 --data 換一個目錄。',
  'terms-unclosed-quote': '查詢詞的雙引號沒有結束，請補上或刪除。',
  'unknown-time-zone': '沒有這個時區，請用 IANA 名稱，例如 Asia/Taipei、Europe/Berlin 或 UTC。',
  'unusable-address': '這不是電子郵件地址，寫法像 jerry@corp.example，不加括號或空白。',
  'unusable-option': '選項的值無法使用。',
  'unusable-time': '看不懂時間，或結束早於開始，寫法像 2026-07-03 或 2026-07-03T16:39。',
};
