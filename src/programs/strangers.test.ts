/** What strangers write into lines of filters stays in its place: see test/strangers.ts. */
import { bare, expectStrangersConfined, printable, quoted, sample } from '../../test/strangers.ts';

/** Amavis doubles backslashes in a line, and quotes in a subject. */
const doubled = (text: string) => text.replaceAll('\\', '\\\\');
const graphic = (text: string) => text.replace(/[^\x21-\x7e]/g, '?');

expectStrangersConfined({
  'a message that Amavis passed': sample({
    program: 'amavis',
    places: { from: ['reversePath'], to: ['forwardPath'], id: ['messageId'], subject: ['subject'] },
    line: ({ from, to, id, subject }) =>
      `(12025-03) Passed CLEAN {RelayedInbound}, [192.0.2.1]:4711 <${doubled(quoted(from))}> -> <${doubled(quoted(to))}>, ` +
      `Queue-ID: 88BDC254536, Message-ID: <${graphic(id).replace(/[<>\\"[\]]/g, '_')}@evil.example>, mail_id: wN6DUwIRGQwe, ` +
      `Hits: -1, size: 510, queued_as: 3AFD4254570, Subject: "${doubled(printable(subject)).replaceAll('"', '""')}", 84 ms`,
    own: ({ from, to }) => ({ reversePath: quoted(from), forwardPath: quoted(to) }),
  }),
  'a message that Amavis blocked for its file names': sample({
    program: 'amavis',
    places: { file: ['symbols'], from: ['reversePath'] },
    line: ({ file, from }) =>
      `(12025-03) Blocked BANNED (application/zip,.zip,${doubled(printable(file))}) {Quarantined}, [192.0.2.1]:4711 ` +
      `<${doubled(quoted(from))}> -> <tom@corp.example>, quarantine: q/banned-q1, Queue-ID: 88BDC254536, ` +
      'Message-ID: <m@b.example>, mail_id: q1, Hits: 3.5, size: 9, 20 ms',
    mayLack: [
      'symbols',
      'flags',
      'client.ip',
      'client.port',
      'forwardPath',
      'reversePath',
      'quarantineId',
    ].concat('queueId', 'messageId', 'score', 'size'),
  }),
  'a message that Postgrey put off': sample({
    program: 'postgrey',
    places: { from: ['reversePath'], to: ['forwardPath'] },
    line: ({ from, to }) =>
      'action=greylist, reason=new, client_name=mx.b.example, client_address=192.0.2.1/32, ' +
      `sender=${bare(from).replaceAll('%', '%%')}, recipient=${bare(to).replaceAll('%', '%%')}`,
  }),
  'a message that Rspamd judged': sample({
    program: 'rspamd',
    places: {
      id: ['messageId'],
      from: ['reversePath'],
      to: ['forwardPath'],
      option: ['symbols'],
    },
    line: ({ id, from, to, option }) =>
      `<8ae27d>; proxy; rspamd_task_write_log: id: <${graphic(id)}@evil.example>, qid: <88BDC254536>, ip: 192.0.2.1, ` +
      `from: <${bare(from)}>, (default: T (add header): [7.50/15.00] [A_B(4.00){${printable(option)};},C(0.00){}]), ` +
      `len: 2348, time: 750.636ms, dns req: 47, digest: <b1035f>, rcpts: <${bare(to)}>, mime_rcpts: <x@y.example,>`,
    mayLack: [
      'queueId',
      'messageId',
      'client.ip',
      'score',
      'action',
      'size',
      'symbols',
      'forwardPath',
      'reversePath',
    ],
  }),
  'a message that spamd judged': sample({
    program: 'spamd',
    places: { id: ['messageId'] },
    line: ({ id }) =>
      'spamd: result: Y 12 - SYM1,SYM2 scantime=0.3,size=1432,user=tom,uid=1000,required_score=5.0,rhost=mx1,raddr=127.0.0.1,' +
      `rport=4711,mid=<${graphic(id).replace(/[<>,]/g, '_')}>,autolearn=no`,
  }),
  'a message that ClamAV found infected': sample({
    program: 'clamav-milter',
    places: { from: ['reversePath'], to: ['forwardPath'], subject: ['subject'], id: ['messageId'] },
    line: ({ from, to, subject, id }) =>
      `Message 88BDC254536 from <${bare(from)}> to <${bare(to)}> with subject '${printable(subject).replaceAll("'", ' ')}' ` +
      `message-id '${printable(id).replaceAll("'", ' ')}' date 'Fri, 3 Jul 2026 16:39:25 +0800' infected by Eicar-Test-Signature`,
  }),
  'a signature that OpenDKIM checked': sample({
    program: 'opendkim',
    places: { domain: ['domain'], selector: ['selector'] },
    line: ({ domain, selector }) =>
      `88BDC254536: signature=Ab3xYz90 domain=${graphic(domain)} selector=${graphic(selector)} result="no signature error"`,
    own: ({ domain, selector }) => ({ domain: graphic(domain), selector: graphic(selector) }),
  }),
  'a key that OpenDKIM did not find': sample({
    program: 'opendkim',
    places: { domain: ['domain', 'reason'], selector: ['selector', 'reason'] },
    line: ({ domain, selector }) =>
      `88BDC254536: key retrieval failed (s=${graphic(selector)}, d=${graphic(domain)}): record not found`,
  }),
  'a signature that OpenSSL complains of': sample({
    program: 'opendkim',
    places: { domain: ['domain'], selector: ['selector'] },
    line: ({ domain, selector }) =>
      `88BDC254536: s=${graphic(selector)} d=${graphic(domain)} a=rsa-sha256 SSL error:04091068:rsa routines`,
    own: ({ domain, selector }) => ({ domain: graphic(domain), selector: graphic(selector) }),
  }),
  'a header that OpenDKIM cannot read': sample({
    program: 'opendkim',
    places: { from: ['reason'] },
    line: ({ from }) => `88BDC254536: can't parse From: header value ${printable(from)}`,
  }),
  'a signature that OpenDKIM ignores': sample({
    program: 'opendkim',
    places: { domain: ['reason'] },
    line: ({ domain }) => `88BDC254536: ignoring signature from ${printable(domain)}`,
  }),
  'a policy that OpenDMARC applied': sample({
    program: 'opendmarc',
    places: { domain: ['domain'] },
    line: ({ domain }) => `88BDC254536: ${graphic(domain)} fail`,
  }),
  'an SPF check of OpenDMARC': sample({
    program: 'opendmarc',
    places: { domain: ['domain'] },
    line: ({ domain }) => `88BDC254536: SPF(mailfrom): ${graphic(domain)} pass`,
  }),
  'a result that OpenDMARC ignores': sample({
    program: 'opendmarc',
    places: { host: ['reason'] },
    line: ({ host }) => `88BDC254536 ignoring Authentication-Results at 1 from ${graphic(host)}`,
  }),
  'a message that MailScanner judged': sample({
    program: 'MailScanner',
    places: { from: ['reversePath'] },
    line: ({ from }) =>
      `Message 88BDC254536.A1B2C from 192.0.2.1 (${bare(from)}) to corp.example is spam, SpamAssassin (not cached, ` +
      'score=7.5, required 5, BAYES_99 5.00)',
    own: ({ from }) => ({ reversePath: bare(from) }),
  }),
  'a file that MailScanner found': sample({
    program: 'MailScanner',
    places: { file: ['reason'] },
    line: ({ file }) => `Filename Checks: Windows/DOS Executable (88BDC254536.A1B2C ${printable(file)})`,
  }),
  'a virus that MailScanner found': sample({
    program: 'MailScanner',
    places: { file: ['reason'] },
    line: ({ file }) => `Infected message 88BDC254536.A1B2C came from 192.0.2.1 ${printable(file)}`,
  }),
});
