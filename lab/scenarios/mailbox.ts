/**
 * What users do with delivered mail and keep: moved, trashed, copied, flagged, restored; each from an address of its own.
 */
import type { Scenario } from '../laboratory.js';
import { after, gone } from './after-delivery.js';

export const mailbox: readonly Scenario[] = [
  after('imap-moved', 'tom', 'moved', { mailbox: 'Projects', clientIp: '127.0.1.52' }, (lab, id) =>
    lab.reading('tom', '127.0.1.52', async (imap) => {
      await imap.command('CREATE Projects');
      await imap.move(await imap.find(id), 'Projects');
    }),
  ),
  after(
    'imap-moved-unicode',
    'mei',
    'moved',
    { mailbox: '專案/Übersicht', clientIp: '127.0.1.53' },
    (lab, id) =>
      lab.reading('mei', '127.0.1.53', async (imap) => {
        await imap.command('CREATE "&XAhoSA-/&ANw-bersicht"');
        await imap.move(await imap.find(id), '專案/Übersicht');
      }),
  ),
  after('imap-moved-by-copy', 'tom', 'moved', { mailbox: 'Receipts', clientIp: '127.0.1.54' }, (lab, id) =>
    lab.reading('tom', '127.0.1.54', async (imap) => {
      const found = await imap.find(id);
      await imap.command('CREATE Receipts');
      await imap.copy(found, 'Receipts');
      await imap.flag(found, gone);
      await imap.expunge();
    }),
  ),
  after('imap-trashed-by-copy', 'tom', 'trashed', { mailbox: 'Trash', clientIp: '127.0.1.55' }, (lab, id) =>
    lab.reading('tom', '127.0.1.55', async (imap) => {
      const found = await imap.find(id);
      await imap.copy(found, 'Trash');
      await imap.flag(found, gone);
      await imap.expunge();
    }),
  ),
  after('imap-trashed-by-move', 'tom', 'trashed', { mailbox: 'Trash', clientIp: '127.0.1.56' }, (lab, id) =>
    lab.reading('tom', '127.0.1.56', async (imap) => imap.move(await imap.find(id), 'Trash')),
  ),
  after(
    'imap-trashed-original-marked',
    'omar',
    'trashed',
    { mailbox: 'Trash', clientIp: '127.0.1.57' },
    (lab, id) =>
      lab.reading('omar', '127.0.1.57', async (imap) => {
        const found = await imap.find(id);
        await imap.copy(found, 'Trash');
        await imap.flag(found, gone);
      }),
    'the original stays, marked \\Deleted',
  ),
  after('copied', 'anna', 'delivered', { mailbox: 'INBOX' }, (lab, id) =>
    lab.reading('anna', '127.0.1.65', async (imap) => {
      await imap.command('CREATE Kept');
      await imap.copy(await imap.find(id), 'Kept');
    }),
  ),
  after(
    'copied-then-original-deleted-later',
    'anna',
    'moved',
    { mailbox: 'Kept', clientIp: '127.0.1.67' },
    async (lab, id) => {
      await lab.reading('anna', '127.0.1.66', async (imap) => imap.copy(await imap.find(id), 'Kept'));
      await lab.reading('anna', '127.0.1.67', async (imap) => {
        await imap.flag(await imap.find(id), gone);
        await imap.expunge();
      });
    },
    'a copy lives in Kept; the original was expunged in a later session',
  ),
  after(
    'copy-deleted-original-kept',
    'anna',
    'delivered',
    { mailbox: 'INBOX' },
    async (lab, id) => {
      await lab.reading('anna', '127.0.1.75', async (imap) => imap.copy(await imap.find(id), 'Kept'));
      await lab.reading(
        'anna',
        '127.0.1.76',
        async (imap) => {
          await imap.flag(await imap.find(id), gone);
          await imap.expunge();
        },
        'Kept',
      );
    },
    'a copy in Kept came and went',
  ),
  after('moved-twice', 'tom', 'moved', { mailbox: 'Receipts', clientIp: '127.0.1.78' }, async (lab, id) => {
    await lab.reading('tom', '127.0.1.77', async (imap) => imap.move(await imap.find(id), 'Projects'));
    await lab.reading(
      'tom',
      '127.0.1.78',
      async (imap) => imap.move(await imap.find(id), 'Receipts'),
      'Projects',
    );
  }),
  after(
    'trashed-then-restored',
    'tom',
    'moved',
    { mailbox: 'INBOX', clientIp: '127.0.1.79' },
    async (lab, id) => {
      await lab.reading('tom', '127.0.1.79', async (imap) => imap.move(await imap.find(id), 'Trash'));
      await lab.reading(
        'tom',
        '127.0.1.79',
        async (imap) => imap.move(await imap.find(id), 'INBOX'),
        'Trash',
      );
    },
    'back where it was first',
  ),
  after('read-and-flagged', 'anna', 'delivered', { mailbox: 'INBOX' }, (lab, id) =>
    lab.reading('anna', '127.0.1.68', async (imap) => {
      const found = await imap.find(id);
      await imap.command(`UID FETCH ${found.join(',')} BODY[]`);
      await imap.flag(found, '+FLAGS (\\Flagged)');
    }),
  ),
  after(
    'folder-renamed',
    'sven',
    'moved',
    { mailbox: 'Later', clientIp: '127.0.1.71' },
    (lab, id) =>
      lab.reading('sven', '127.0.1.71', async (imap) => {
        await imap.command('CREATE Sooner');
        await imap.move(await imap.find(id), 'Sooner');
        await imap.command('RENAME Sooner Later');
      }),
    'moved to Sooner, which was then renamed to Later',
  ),
];
