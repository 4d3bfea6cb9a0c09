/**
 * Deleted mail, and what only looks like it: by IMAP, POP3 and doveadm, each from an address of its own.
 */
import type { Scenario } from '../laboratory.js';
import { pause } from '../processes.js';
import { after, gone } from './after-delivery.js';

export const deletions: readonly Scenario[] = [
  after(
    'imap-deleted',
    'tom',
    'deleted',
    { mailbox: 'INBOX', clientIp: '127.0.1.51', protocol: 'imap', by: 'user' },
    (lab, id) =>
      lab.reading('tom', '127.0.1.51', async (imap) => {
        await imap.flag(await imap.find(id), gone);
        await imap.expunge();
      }),
  ),
  after(
    'trash-emptied',
    'dora',
    'deleted',
    { mailbox: 'Trash', clientIp: '127.0.1.59', protocol: 'imap', by: 'user' },
    async (lab, id) => {
      await lab.reading('dora', '127.0.1.58', async (imap) => imap.move(await imap.find(id), 'Trash'));
      await lab.reading(
        'dora',
        '127.0.1.59',
        async (imap) => {
          await imap.flag(['1:*'], gone);
          await imap.expunge();
        },
        'Trash',
      );
    },
  ),
  after(
    'marked-here-expunged-there',
    'tom',
    'deleted',
    { mailbox: 'INBOX', clientIp: '127.0.1.62', protocol: 'imap', by: 'user' },
    async (lab, id) => {
      await lab.reading('tom', '127.0.1.61', async (imap) => imap.flag(await imap.find(id), gone));
      await lab.reading('tom', '127.0.1.62', async (imap) => imap.expunge());
    },
    '\\Deleted was set from 127.0.1.61',
  ),
  after('undeleted', 'wanda', 'delivered', { mailbox: 'INBOX' }, async (lab, id) => {
    await lab.reading('wanda', '127.0.1.63', async (imap) => {
      const found = await imap.find(id);
      await imap.flag(found, gone);
      await imap.flag(found, '-FLAGS (\\Deleted)');
    });
  }),
  after(
    'marked-deleted-only',
    'wanda',
    'delivered',
    { mailbox: 'INBOX' },
    (lab, id) => lab.reading('wanda', '127.0.1.64', async (imap) => imap.flag(await imap.find(id), gone)),
    'still there, marked \\Deleted',
  ),
  after(
    'deleted-with-others',
    'tom',
    'deleted',
    { mailbox: 'INBOX', clientIp: '127.0.1.85', protocol: 'imap', by: 'user' },
    async (lab, id) => {
      const second = id.replace('<', '<other-');
      await lab.send({ id: second, recipients: ['tom@corp.example'] });
      await lab.reading('tom', '127.0.1.85', async (imap) => {
        await imap.flag([...(await imap.find(id)), ...(await imap.find(second))], gone);
        await imap.expunge();
      });
    },
    'two messages in one expunge',
  ),
  after(
    'folder-deleted',
    'sven',
    'deleted',
    { mailbox: 'Old', clientIp: '127.0.1.70', protocol: 'imap', by: 'user' },
    async (lab, id) => {
      await lab.reading('sven', '127.0.1.69', async (imap) => {
        await imap.command('CREATE Old');
        await imap.move(await imap.find(id), 'Old');
      });
      await lab.reading('sven', '127.0.1.70', async (imap) => void (await imap.command('DELETE Old')));
    },
  ),
  after(
    'pop3-fetched',
    'zoe',
    'delivered',
    { mailbox: 'INBOX' },
    async (lab, id) => {
      const pop3 = await lab.pop3('zoe', '127.0.1.72');
      await pop3.fetch(await pop3.find(id));
      await pop3.quit();
    },
    'fetched and left on the server',
  ),
  after(
    'pop3-deleted',
    'zoe',
    'deleted',
    { mailbox: 'INBOX', clientIp: '127.0.1.73', protocol: 'pop3', by: 'user' },
    async (lab, id) => {
      const pop3 = await lab.pop3('zoe', '127.0.1.73');
      const number = await pop3.find(id);
      await pop3.fetch(number);
      await pop3.delete(number);
      await pop3.quit();
    },
  ),
  after('pop3-delete-without-quit', 'zoe', 'delivered', { mailbox: 'INBOX' }, async (lab, id) => {
    const pop3 = await lab.pop3('zoe', '127.0.1.74');
    await pop3.delete(await pop3.find(id));
    pop3.drop();
    await pause(200);
  }),
  after(
    'administrator-expunged-over-server',
    'rosa',
    'deleted',
    { mailbox: 'INBOX', by: 'administrator' },
    async (lab, id) => {
      lab.doveadm(
        'expunge',
        '-u',
        lab.user('rosa'),
        '-S',
        '127.0.0.1:2424',
        'mailbox',
        'INBOX',
        'header',
        'Message-ID',
        id,
      );
    },
  ),
  after(
    'administrator-expunged-on-command-line',
    'rosa',
    'deleted',
    { mailbox: 'INBOX', by: 'administrator' },
    async (lab, id) => {
      lab.doveadm('expunge', '-u', lab.user('rosa'), 'mailbox', 'INBOX', 'header', 'Message-ID', id);
    },
    '',
    { fate: 'delivered', why: 'doveadm on the command line writes no line' },
  ),
];
