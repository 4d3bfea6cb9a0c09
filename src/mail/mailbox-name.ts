/** What mailboxes are for, by their usual names: no log says which one has the attribute \Trash or \Junk (RFC 6154). */

/** Lower case. */
export const TRASH: ReadonlySet<string> = new Set([
  'trash',
  'deleted items',
  'deleted messages',
  'deleted',
  'bin',
  'papierkorb',
  'gelöschte elemente',
  'corbeille',
  'papelera',
  'cestino',
  'prullenbak',
  '垃圾桶',
  '資源回收筒',
  '刪除的郵件',
  '已刪除的郵件',
  '已刪除郵件',
  '寄件備份垃圾桶',
  'ごみ箱',
]);

/** The trash or a mailbox in it. */
export function isTrash(mailbox: string): boolean {
  return mailbox
    .toLowerCase()
    .split(/[/.]/)
    .some((label) => TRASH.has(label));
}

const junk = /^(?:inbox[./])?(?:junk|spam|bulk ?mail|junk e-?mail|垃圾郵件|垃圾信件)$/i;

export function isJunk(mailbox: string): boolean {
  return junk.test(mailbox);
}
