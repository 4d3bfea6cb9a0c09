/**
 * Which wording a program of Postfix speaks. Postfix logs as `syslog_name/daemon`, with the service between them where
 * master.cf says so: `postfix/smtpd`, `postfix/submission/smtpd`, `postfix-out/qmgr`, `mx-in/postfix/smtp`. The
 * daemon is the last part; the name before it is the administrator's choice.
 */
import type { Wording } from '../event.ts';
import { agent } from './agents.ts';
import { anvil } from './anvil.ts';
import { bounce } from './bounce.ts';
import { cleanup } from './cleanup.ts';
import { dnsblog } from './dnsblog.ts';
import { housekeeping } from './housekeeping.ts';
import { policydSpf } from './policyd-spf.ts';
import { postfwd } from './postfwd.ts';
import { postscreen } from './postscreen.ts';
import { postsuper } from './postsuper.ts';
import { pickup, qmgr } from './qmgr.ts';
import { smtpd } from './smtpd.ts';
import { tlsproxy } from './tlsproxy.ts';

const DAEMONS = new Map<string, Wording>([
  ['smtpd', smtpd],
  ['cleanup', cleanup],
  ['pickup', pickup],
  ['bounce', bounce],
  ['defer', bounce],
  ['trace', bounce],
  ['postscreen', postscreen],
  ['postsuper', postsuper],
  ['anvil', anvil],
  ['dnsblog', dnsblog],
  ['tlsproxy', tlsproxy],
  // policy services, which take a name of Postfix' where master.cf starts them
  ['policy-spf', policydSpf],
  ['policyd-spf', policydSpf],
  ['postfwd', postfwd],
]);
for (const name of ['qmgr', 'oqmgr', 'nqmgr']) DAEMONS.set(name, qmgr);
for (const name of ['smtp', 'lmtp', 'local', 'virtual', 'pipe', 'error', 'retry', 'discard', 'relay']) {
  DAEMONS.set(name, agent);
}
for (const name of [
  'flush',
  'master',
  'postalias',
  'postcat',
  'postconf',
  'postdrop',
  'postfix-script',
  'postfix-files',
  'postfix-wrapper',
  'postlog',
  'postlogd',
  'postmap',
  'postmulti',
  'postqueue',
  'proxymap',
  'proxywrite',
  'qmqpd',
  'scache',
  'sendmail',
  'showq',
  'spawn',
  'tlsmgr',
  'trivial-rewrite',
  'verify',
]) {
  DAEMONS.set(name, housekeeping);
}

/** Commands log under their bare name until they have read the configuration (src/global/mail_task.c). */
const COMMANDS = new Map(
  [...DAEMONS].filter(([name]) => name.startsWith('post') && name !== 'postscreen' && name !== 'postfwd'),
);

/** The wording of `program`, or undefined where it is no program of Postfix. */
export function postfixWording(program: string): Wording | undefined {
  const slash = program.lastIndexOf('/');
  if (slash < 0) return program === 'postfix' ? housekeeping : COMMANDS.get(program);
  const daemon = DAEMONS.get(program.slice(slash + 1));
  return daemon ?? (program.startsWith('postfix') ? housekeeping : undefined);
}
