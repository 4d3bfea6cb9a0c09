/** The words of ../en/labels.ts in Taiwanese Chinese. */
import type { labels as english } from '../en/labels.ts';

export const labels: Record<keyof typeof english, string> = {
  rejected: '拒收',
  greylisted: '灰名單',
  'temporarily-refused': '暫時拒收',
  'connection-lost': '連線中斷',
  queued: '在佇列中',
  deferred: '延遲投遞',
  held: '暫停投遞',
  quarantined: '已隔離',
  discarded: '已丟棄',
  expired: '逾期放棄',
  bounced: '退信',
  relayed: '已轉送',
  forwarded: '已轉寄',
  removed: '已從佇列移除',
  piped: '已交給程式',
  delivered: '已送達',
  moved: '已移動',
  trashed: '在垃圾桶',
  deleted: '永久刪除',
  unknown: '不明',
};
