import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Detail, Fate, Recipient } from '../journey/journey.ts';
import { recipientSentence } from './fate.ts';
import type { Say } from './language.ts';
import { sampleJourney, sampleRecipient, sampleStop, sampleTime } from './sample.ts';

const en: Say = { language: 'en', tz: 'Asia/Taipei', now: sampleTime };
const zh: Say = { ...en, language: 'zh-TW' };
const say = (recipient: Partial<Recipient>, how: Say = en) =>
  recipientSentence(sampleRecipient(recipient), sampleJourney(), how);

const trashed: Partial<Recipient> = {
  forwardPath: null,
  fate: 'trashed',
  detail: {
    user: 'jerry',
    mailbox: 'Trash',
    fromMailbox: 'INBOX',
    clientIp: '192.168.10.51',
    protocol: 'imap',
  },
};

describe('a sentence on the trash', () => {
  test('names place, time, way and address', () => {
    expect(say(trashed)).toBe(
      "The message is in jerry's trash: on 3 July at 16:39:25 it was moved there from the inbox by a client signed in as jerry over IMAP from 192.168.10.51.",
    );
    expect(say(trashed, zh)).toBe(
      '這封信在 jerry 的垃圾桶裡：7 月 3 日 16:39:25 由 192.168.10.51 以 jerry 的帳號透過 IMAP 從收件匣移入。',
    );
  });

  test('says that it is likely only', () => {
    expect(say({ ...trashed, certainty: 'likely' })).toContain("The message is most likely in jerry's trash");
    expect(say({ ...trashed, certainty: 'likely' }, zh)).toContain('這封信很可能在 jerry 的垃圾桶裡');
  });

  test('leaves no gap where less is known', () => {
    expect(say({ fate: 'trashed', forwardPath: null })).toBe(
      'The message is in the trash: on 3 July at 16:39:25 it was moved there by a client.',
    );
    expect(say({ fate: 'trashed', forwardPath: null }, zh)).toBe(
      '這封信在垃圾桶裡：7 月 3 日 16:39:25 移入。',
    );
  });

  test('blames the mail server or its webmail, not a user’s machine, for its own address', () => {
    const local = { ...trashed, detail: { ...trashed.detail, clientIp: '127.0.0.1' } };
    expect(say(local)).toContain('through webmail or another program on the mail server (127.0.0.1)');
    expect(say(local, zh)).toContain('透過網頁郵件（webmail）或郵件伺服器上的其他程式（127.0.0.1）');
    expect(say(trashed, { ...en, serverAddresses: ['192.168.10.51'] })).toContain('through webmail');
  });

  test('names its folder where that is not plain', () => {
    expect(say({ ...trashed, detail: { ...trashed.detail, mailbox: 'Deleted Items' } })).toContain(
      'jerry\'s trash (the trash folder "Deleted Items")',
    );
  });
});

describe('other fates', () => {
  test.each<[Fate, Detail, string, string]>([
    [
      'rejected',
      { stage: 'rcpt', reply: '550 5.1.1 User unknown' },
      'the reply was "550 5.1.1 User',
      '被拒收',
    ],
    ['rejected', { stage: 'ehlo' }, 'introduced itself', '自報主機名稱'],
    ['rejected', { stage: 'sieve', reason: 'No offers' }, 'filter rule of the recipient', '過濾規則拒收'],
    ['rejected', { stage: 'something new' }, 'was refused on 3 July', '被拒收'],
    ['greylisted', { attempts: 2 }, '(2 attempts so far)', '灰名單擋下（至今 2 次）'],
    ['greylisted', { attempts: 1 }, '(one attempt so far)', '（至今 1 次）'],
    ['connection-lost', { stage: 'data' }, 'in the middle of the text', '送到一半'],
    [
      'queued',
      { queueId: '88BDC254536' },
      'in the queue under 88BDC254536',
      '佇列裡，佇列 ID 是 88BDC254536',
    ],
    [
      'deferred',
      { relay: 'mx.c.example[192.0.2.9]:25', reply: '450 later' },
      '(mx.c.example [192.0.2.9] answered "450 later")',
      '延遲投遞',
    ],
    ['held', { queueId: '88BDC254536' }, 'on hold in the queue', '暫停投遞'],
    ['quarantined', { kind: 'virus', name: 'Eicar' }, 'in the virus quarantine', '病毒郵件隔離區'],
    ['quarantined', { kind: 'condition' }, 'condition filter', '條件過濾器'],
    [
      'discarded',
      { by: 'header-check', reason: 'no' },
      'a rule for message headers ("no")',
      '標頭檢查規則丟棄（「no」）',
    ],
    ['discarded', { by: 'transport' }, 'transport table', 'transport 設定'],
    ['expired', { dsnQueueId: '88BDC254536' }, 'a notice went to the sender anna@b.example', '退信通知'],
    [
      'bounced',
      { relay: 'mx.c.example[192.0.2.9]:25', reply: '550 no' },
      'refused by mx.c.example [192.0.2.9]',
      '退信',
    ],
    ['bounced', { relay: 'local' }, 'was refused on 3 July', '被退信'],
    ['relayed', { relay: 'mx.c.example[192.0.2.9]:25' }, 'taken over by mx.c.example', '轉送給 mx.c.example'],
    [
      'forwarded',
      { by: 'sieve', forwardedTo: ['a@x', 'b@x'] },
      'sent on to a@x and b@x by a filter',
      '轉寄給 a@x 和 b@x',
    ],
    ['removed', { by: 'administrator' }, 'taken out of the queue by an administrator', '從佇列中移除'],
    ['piped', { command: '/bin/x y' }, 'the command "/bin/x y"', '程式「/bin/x y」'],
    [
      'delivered',
      { user: 'jerry', mailbox: 'Junk' },
      'the spam folder "Junk" of jerry',
      '垃圾郵件資料夾「Junk」',
    ],
    [
      'delivered',
      { user: 'jerry', mailbox: 'INBOX', markedDeleted: true },
      'marked as deleted',
      '標示為刪除',
    ],
    ['delivered', {}, 'delivered to the mailbox of jerry@corp.example', '已送達 jerry@corp.example 的信箱'],
    [
      'moved',
      { user: 'jerry', mailbox: 'Kunden/Ä' },
      'in the folder "Kunden/Ä" of jerry',
      '資料夾「Kunden/Ä」',
    ],
    ['deleted', { by: 'administrator', user: 'jerry' }, 'an administration command', '永久刪除'],
    ['deleted', { by: 'retention', mailbox: 'Trash' }, 'automatic clean-up', '自動清理'],
    ['deleted', { protocol: 'pop3', clientIp: '192.0.2.7' }, 'over POP3 from 192.0.2.7', '透過 POP3'],
    ['unknown', {}, 'cannot be said', '不能確定'],
  ])('%s %o', (fate, detail, english, chinese) => {
    expect(say({ fate, detail })).toContain(english);
    expect(say({ fate, detail }, zh)).toContain(chinese);
  });

  test('a folder that was deleted took the message along', () => {
    const stops = [sampleStop('mailbox-deleted')];
    expect(say({ fate: 'deleted', detail: { mailbox: 'Projects' }, stops })).toContain(
      'together with the folder "Projects"',
    );
  });

  test('a mailbox with the name of the address is named once', () => {
    expect(say({ fate: 'delivered', detail: { user: 'Jerry@corp.example', mailbox: 'INBOX' } })).toMatch(
      /^The message was delivered to the inbox of Jerry@corp.example on/,
    );
  });
});

test('whatever a log holds, it is one line, without control characters, with its quotation closed', () => {
  const wild = fc.string({ unit: 'binary', maxLength: 40 });
  const fates: Fate[] = [
    'rejected',
    'deferred',
    'held',
    'piped',
    'delivered',
    'moved',
    'trashed',
    'deleted',
    'relayed',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...fates), wild, wild, fc.constantFrom(en, zh), (fate, a, b, how) => {
      const detail: Detail = {
        reply: a,
        reason: b,
        relay: b,
        user: a,
        mailbox: b,
        clientIp: a,
        command: a,
        stage: b,
      };
      const sentence = recipientSentence(
        sampleRecipient({ fate, detail, forwardPath: b }),
        sampleJourney({ reversePath: a, client: { name: a, ip: b } }),
        how,
      );
      expect(sentence).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
      if (how === en) expect((sentence.match(/"/g) ?? []).length % 2).toBe(0);
      else expect(sentence.match(/「/g)?.length).toBe(sentence.match(/」/g)?.length);
    }),
  );
});
