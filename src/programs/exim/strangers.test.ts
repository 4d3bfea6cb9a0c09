/** What strangers write into Exim's lines stays in its place: see test/strangers.ts. */
import { expectStrangersConfined, quoted, sample } from '../../../test/strangers.ts';

const ID = '1xVrIm-0004b3-1W';

/** string_printing(): control characters and bytes beyond ASCII are written in octal. */
const escaped = (text: string) =>
  [...Buffer.from(text).toString('latin1')]
    .map((char) =>
      char >= ' ' && char <= '~' ? char : `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`,
    )
    .join('');
/** What stands in quotes of Exim's: a subject, a reply. */
const inQuotes = (text: string) => escaped(text.replace(/["\\]/g, '\\$&'));
/** What check_helo() lets pass; with helo_accept_junk_hosts anything may. */
const helo = (text: string) => text.replace(/[^A-Za-z0-9.-]/g, '') || 'x';
const REPLY = ['reply', 'enhancedStatusCode'];

expectStrangersConfined({
  'a message that arrived': sample({
    program: 'exim',
    places: {
      from: ['reversePath'],
      name: ['client.helo'],
      id: ['messageId'],
      subject: ['subject'],
      to: ['forwardPath'],
    },
    line: ({ from, name, id, subject, to }) =>
      `${ID} <= ${quoted(from)} H=mx.b.example (${helo(name)}) [192.0.2.1]:4711 P=esmtps X=TLS1.3:x:256 CV=no ` +
      `S=512 id=${quoted(id)} T="${inQuotes(subject)}" for ${quoted(to)}`,
    own: ({ from, id, to }) => ({
      reversePath: quoted(from),
      messageId: `<${quoted(id)}>`,
      forwardPath: quoted(to),
    }),
  }),
  'a message from a client that says anything for its name': sample({
    program: 'exim',
    places: { name: ['client.helo'] },
    line: ({ name }) =>
      `${ID} <= a@b.example H=(${escaped(name)}) [192.0.2.1]:4711 P=esmtp S=512 id=m@b.example`,
    mayLack: ['client.ip', 'client.port', 'client.protocol', 'size', 'messageId'],
  }),
  'a delivery': sample({
    program: 'exim',
    places: { to: ['forwardPath'], said: [...REPLY, 'nextQueueId', 'action'] },
    line: ({ to, said }) =>
      `${ID} => ${quoted(to)} <sales@corp.example> R=dnslookup T=remote_smtp H=mx.b.example [192.0.2.1]:25 ` +
      `X=TLS1.3:x:256 CV=yes C="250 2.0.0 ${inQuotes(said)}" DT=1s`,
    own: ({ to }) => ({ forwardPath: quoted(to) }),
  }),
  'a delivery put off': sample({
    program: 'exim',
    places: { to: ['forwardPath'], said: REPLY },
    line: ({ to, said }) =>
      `${ID} == ${quoted(to)} R=dnslookup T=remote_smtp defer (-44) H=mx.b.example [192.0.2.1]:25: SMTP error from ` +
      `remote mail server after RCPT TO:<${quoted(to)}>: 450 4.2.0 ${escaped(said)}`,
    own: ({ to }) => ({ forwardPath: quoted(to) }),
  }),
  'a delivery refused': sample({
    program: 'exim',
    places: { to: ['forwardPath'], said: REPLY },
    line: ({ to, said }) =>
      `${ID} ** ${quoted(to)} R=dnslookup T=remote_smtp H=mx.b.example [192.0.2.1]: SMTP error from remote mail ` +
      `server after RCPT TO:<${quoted(to)}>: 550 5.1.1 ${escaped(said)}`,
    own: ({ to }) => ({ forwardPath: quoted(to) }),
  }),
  'a remote reply': sample({
    program: 'exim',
    places: { said: REPLY },
    line: ({ said }) =>
      `${ID} H=mx.b.example [192.0.2.1]: SMTP error from remote mail server after end of data: 451 ${escaped(said)}`,
  }),
  'a recipient refused': sample({
    program: 'exim',
    places: { from: ['reversePath'], name: ['client.helo'], to: ['forwardPath'] },
    line: ({ from, name, to }) =>
      `H=mx.b.example (${helo(name)}) [192.0.2.1]:4711 X=TLS1.3:x:256 CV=no F=<${quoted(from)}> rejected RCPT ` +
      `<${quoted(to)}>: Unrouteable address`,
    own: ({ from, to }) => ({ reversePath: quoted(from), forwardPath: quoted(to) }),
  }),
  'a message refused, with what it said': sample({
    program: 'exim',
    places: { from: ['reversePath'], said: ['reason', ...REPLY] },
    line: ({ from, said }) =>
      `${ID} H=mx.b.example [192.0.2.1]:4711 F=<${quoted(from)}> rejected after DATA: there is no valid sender: ${escaped(said)}`,
    own: ({ from }) => ({ reversePath: quoted(from) }),
  }),
  'a sender that is not verified': sample({
    program: 'exim',
    places: { from: ['reversePath', 'reason'] },
    line: ({ from }) =>
      `H=mx.b.example [192.0.2.1]:4711 sender verify fail for <${quoted(from)}>: Unrouteable address`,
    own: ({ from }) => ({ reversePath: quoted(from) }),
  }),
  'a sign-in that failed': sample({
    program: 'exim',
    places: { user: ['client.saslUsername', 'reason'] },
    line: ({ user }) =>
      `plain authenticator failed for mx.b.example (x) [192.0.2.1]:4711 I=[192.0.2.9]:587: 535 Incorrect ` +
      `authentication data (set_id=${escaped(user)})`,
    own: ({ user }) => ({ 'client.saslUsername': escaped(user) }),
  }),
  'a command that is none': sample({
    program: 'exim',
    places: { said: ['reason'] },
    line: ({ said }) =>
      `SMTP protocol error in "AUTH ${escaped(said)}" H=(x) [192.0.2.1]:4711 AUTH command used when not advertised`,
  }),
  'a command that is wrong': sample({
    program: 'exim',
    places: { said: ['reason'] },
    line: ({ said }) =>
      `SMTP syntax error in "MAIL FROM:${escaped(said)}" H=(x) [192.0.2.1]:4711 malformed address: ${escaped(said)}`,
    mayLack: ['client.helo', 'client.ip', 'client.port'],
  }),
  'words before the greeting': sample({
    program: 'exim',
    places: { said: ['reason'] },
    line: ({ said }) =>
      'SMTP protocol synchronization error (input sent without waiting for greeting): rejected connection from ' +
      `H=[192.0.2.1]:4711 input="${escaped(said)}"`,
  }),
  'words too early': sample({
    program: 'exim',
    places: { said: ['reason'] },
    line: ({ said }) =>
      'SMTP protocol synchronization error (next input sent too soon: pipelining was not advertised): rejected ' +
      `"RCPT TO:${escaped(said)}" H=(x) [192.0.2.1]:4711 next input="${escaped(said)}"`,
    mayLack: ['client.helo', 'client.ip', 'client.port'],
  }),
  'a client with too many errors': sample({
    program: 'exim',
    places: { said: ['reason'] },
    line: ({ said }) =>
      `SMTP call from (x) [192.0.2.1]:4711 dropped: too many syntax or protocol errors (last command was "${escaped(said)}")`,
    // Behind a name there is no telling what is still the name.
    mayLack: ['client.helo', 'client.ip', 'client.port'],
  }),
  'a message that SA-Exim judged': sample({
    program: 'exim',
    places: { id: ['reason'], from: ['reversePath', 'reason'], to: ['reason'] },
    line: ({ id, from, to }) =>
      `${ID} SA: Action: flagged as Spam but accepted: score=8.2 required=5.0 (scanned in 6/6 secs | Message-Id: ` +
      `${id.replace(/[^A-Za-z0-9@._-]/g, '_')}). From <${quoted(from)}> (host=mx.b.example [192.0.2.1]) for ${quoted(to)}`,
    own: ({ from }) => ({ reversePath: quoted(from) }),
  }),
});
