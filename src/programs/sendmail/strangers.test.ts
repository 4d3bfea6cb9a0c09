/** What strangers write into lines of Sendmail stays in its place: see test/strangers.ts. */
import { expectStrangersConfined, printable, quoted, sample } from '../../../test/strangers.ts';

const ID = '6244A01q000811';
/** sm_syslog() has str2prt() write backslashes twice. */
const doubled = (text: string) => text.replaceAll('\\', '\\\\');

expectStrangersConfined({
  'a message that came': sample({
    program: 'sm-mta',
    places: { from: ['reversePath'], id: ['messageId'] },
    line: ({ from, id }) =>
      `${ID}: from=<${doubled(quoted(from))}>, size=2514, class=0, nrcpts=1, msgid=<${doubled(printable(id))}@evil.example>, ` +
      'bodytype=8BITMIME, proto=ESMTP, daemon=MTA-v4, relay=mail.b.example [192.0.2.1]',
    own: ({ from }) => ({ reversePath: doubled(quoted(from)) }),
  }),
  'a delivery to the next host': sample({
    program: 'sm-mta',
    places: { to: ['forwardPath'], said: ['reply', 'nextQueueId'] },
    line: ({ to, said }) =>
      `${ID}: to=<${doubled(quoted(to))}>, delay=00:00:04, xdelay=00:00:01, mailer=esmtp, pri=61820, ` +
      `relay=mx.b.example. [192.0.2.1], dsn=2.0.0, stat=Sent (${doubled(printable(said))})`,
    own: ({ to }) => ({ forwardPath: doubled(quoted(to)) }),
  }),
  'a delivery put off': sample({
    program: 'sm-mta',
    places: { said: ['reply'] },
    line: ({ said }) =>
      `${ID}: to=<tom@corp.example>, delay=00:00:04, xdelay=00:00:01, mailer=esmtp, pri=61820, ` +
      `relay=mx.b.example. [192.0.2.1], dsn=4.2.0, stat=Deferred: 450 4.2.0 ${doubled(printable(said))}`,
  }),
});
