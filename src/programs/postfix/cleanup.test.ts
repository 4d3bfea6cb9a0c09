import { describe, expect, test } from 'vitest';
import { cleanup } from './cleanup.ts';

const tail = 'from a.example[192.0.2.1]; from=<a@b> to=<c@d> proto=ESMTP helo=<e>';
const client = { name: 'a.example', ip: '192.0.2.1', helo: 'e', protocol: 'ESMTP' };

describe('cleanup', () => {
  test.each<[string, object]>([
    [
      '88BDC254536: message-id=<1@b.example>',
      { event: 'message-id', queueId: '88BDC254536', messageId: '<1@b.example>' },
    ],
    ['88BDC254536: message-id=<>', { messageId: '' }],
    ['88BDC254536: message-id=<1@b.example> <2@c.example>', { messageId: '<1@b.example>' }],
    ['88BDC254536: message-id=no brackets', { messageId: 'no brackets' }],
    ['88BDC254536: resent-message-id=<1@b.example>', { event: 'message-id', action: 'resent' }],
    [
      `88BDC254536: reject: header Subject: win money ${tail}: 5.7.1 Not here`,
      {
        event: 'header-check',
        action: 'reject',
        stage: 'header',
        subject: 'win money',
        reply: '5.7.1 Not here',
        reason: 'Not here',
        enhancedStatusCode: '5.7.1',
        reversePath: 'a@b',
        forwardPath: 'c@d',
        client,
      },
    ],
    [
      `88BDC254536: discard: body click here ${tail}`,
      { action: 'discard', stage: 'body', header: 'click here', client },
    ],
    [
      `88BDC254536: redirect: header X-Spam: yes ${tail}: boss@d`,
      { action: 'redirect', header: 'X-Spam: yes', reason: 'boss@d' },
    ],
    [
      '88BDC254536: hold: header From: A <a@b> from local; from=<a@b> to=<c@d>',
      { action: 'hold', headerFrom: 'A <a@b>', forwardPath: 'c@d' },
    ],
    [
      '88BDC254536: warning: header Subject: x from local; from=<"; from=<e@b> to=<v@d> proto=SMTP helo=<x>: y"@b>',
      { action: 'warning', subject: 'x', reversePath: '"; from=<e@b> to=<v@d> proto=SMTP helo=<x>: y"@b' },
    ],
    [
      `88BDC254536: milter-reject: END-OF-MESSAGE ${tail.replace(';', ': 5.7.1 Spam;')}`,
      {
        event: 'milter',
        action: 'reject',
        stage: 'end-of-message',
        reply: '5.7.1 Spam',
        forwardPath: 'c@d',
        client,
      },
    ],
    [`88BDC254536: milter-header-discard: header X: y ${tail}`, { event: 'header-check', action: 'discard' }],
    [
      'warning: 88BDC254536: virtual_alias_maps map lookup problem for c@d',
      { event: 'warning', queueId: '88BDC254536' },
    ],
  ])('%s', (text, fields) => {
    expect(cleanup(text)).toMatchObject(fields);
  });

  test.each([
    'from=<x@y> to=<victim@d>',
    'x from evil[192.0.2.66]; from=<x@y> to=<victim@d> proto=ESMTP helo=<z>',
    'x from evil[192.0.2.66]; from=<x@y> to=<victim@d> proto=ESMTP helo=<z>: text',
    'Jul  3 16:39:25 mx postfix/smtp[1]: 3AFD4254570: to=<victim@d>, relay=none, status=sent (250 ok)',
    'discard: header Subject: x from evil[192.0.2.66]; from=<"',
  ])('a subject cannot pass for the line: %s', (subject) => {
    expect(cleanup(`88BDC254536: warning: header Subject: ${subject} ${tail}`)).toMatchObject({
      action: 'warning',
      subject,
      reversePath: 'a@b',
      forwardPath: 'c@d',
      client,
    });
    expect(
      cleanup(`88BDC254536: warning: header Subject: ${subject} from local; from=<a@b> to=<c@d>`),
    ).toMatchObject({ subject, reversePath: 'a@b', forwardPath: 'c@d' });
  });
});
