/**
 * What the daemons and commands of Postfix say of themselves and of what they lack, with or without a level before it.
 * Sources: conf/postfix-script; src/master/master.c, master_spawn.c, master_avail.c, *_server.c; src/util/dict.c, readlline.c,
 * valid_hostname.c, myaddrinfo.c, attr_scan*.c; src/global/mail_conf.c, mail_queue.c, maps.c; src/smtp, src/smtpd, src/tls.
 */
import type { Fields } from '../event.ts';
import { noticeName, notices } from '../notice.ts';
import { peer, peerEnd } from './peer.ts';

// biome-ignore format: a list of words reads best packed
const NOTICES = notices({
  start: ['daemon started', 'starting the Postfix mail system', 'starting postfix'],
  stop: ['stopping the Postfix mail system', 'aborting the Postfix mail system', 'master exit time ', 'waiting for the Postfix mail system to terminate'],
  reload: ['reload -- version ', 'reload configuration ', 'refreshing the Postfix mail system'],
  restart: ['table * has changed -- restarting', 'process generation: '],
  signal: ['terminating on signal '],
  running: ['the Postfix mail system is running', 'the Postfix mail system is already running', 'Postfix is running: '],
  'not-running': ['the Postfix mail system is not running', 'Queue report unavailable - mail system is down', 'Postfix is not running'],
  idle: ['idle timeout -- ', 'time to retire -- ', 'master disconnect -- '],
  connected: ['connection established'],
  'connection-closed': ['connection closed'],
  statistics: ['statistics: '],
  'cache-cleanup': ['cache ', 'close database '],
  compatibility: [
    'Postfix is using backwards-compatible default settings', 'Postfix is running with backwards-compatible default settings',
    'using backwards-compatible default setting ', 'See http', 'To disable backwards compatibility use ',
  ],
  'permissions-set': ['set-permissions', 'gid='],
  hint: ['see http://www.postfix.org/', 'to avoid this condition, increase the process count in '],
  // configuration
  'duplicate-setting': ['*, line *: overriding earlier entry: '],
  'bad-setting': [
    "*, line *: missing '=' after attribute name: ", 'bad boolean configuration: ', 'bad numerical configuration: ',
    'bad string length ', 'config variable ', 'name_mask: ', 'unknown service: ', 'open /etc/postfix/main.cf: ',
  ],
  'unused-setting': ['*: unused parameter: ', '*: undefined parameter: '],
  'bad-table-line': [
    'pcre map *, line *: ', 'regexp map *, line *: ', 'cidr map *, line *: ', '*, line *: ignoring unrecognized request',
    '*, line *: expected format: key whitespace value', '*: duplicate entry: ',
  ],
  'listed-twice': ['do not list domain '],
  'bad-ownership': ['not owned by ', 'group or other writable: ', 'symlink leaves directory: ', 'not set-gid or not owner+group+world executable: '],
  'old-table': ['database * is older than source file '],
  'discarded-keywords': ['discarding EHLO keywords: ', 'sasl_exceptions: '],
  'host-name-methods': ['host name lookup methods: '],
  usage: ['usage: '],
  // lookups
  'table-unavailable': ['*:* is unavailable. ', 'open database ', 'open /', 'unsupported dictionary type: ', 'connect to mysql server ', 'connect to pgsql server '],
  'lookup-failed': [
    '*:* lookup error for "', '* map lookup problem for ', '*: RBL lookup error: ', '*: RHSBL lookup error: ', 'dict_ldap_lookup: ', 'dict_ldap_connect: ',
    'dict_nis_init: ', 'mysql query failed: ', 'pgsql query failed: ', '*: table lookup problem', 'Unable to look up ',
    'dnsblog reply timeout ', 'dnsblog_query: lookup error for DNS query ',
  ],
  'bad-host-name': [
    'valid_hostname: ', 'valid_ipv4_hostaddr: ', 'valid_ipv6_hostaddr: ', 'valid_hostaddr: ', 'numeric hostname: ',
    'malformed domain name in resource data of ', 'numeric domain name in resource data of ', 'no MX host for * has a valid address record',
  ],
  'mail-loop': ['mailer loop: '],
  // resources
  'process-failed': ['process * pid * exit status ', 'process * pid * killed by signal '],
  throttled: ['*: bad command startup -- throttling', 'master_wakeup_timer_event: '],
  'process-limit': ['service "*" (*) has reached its process limit "'],
  'no-space': ['not enough free space in mail queue: '],
  'queue-file': [
    'open active ', 'open incoming ', 'open deferred ', 'open maildrop ', 'qmgr_active_corrupt: ', 'qmgr_active_done_', 'maildrop/*: Error writing message file', 'write queue file',
    'mail_queue_enter: ', 'update queue file ', 'root(*): Message file too big', 'uid=*: File too large', 'cleanup_extract_internal: ',
  ],
  timeout: [
    'watchdog timeout', 'timeout on ', 'read timeout on ', 'write timeout on ', 'unix_trigger_event: ', 'ciphertext read/write timeout for ',
    'inet_trigger_event: ',
  ],
  'connection-broken': [
    'premature end-of-input on ', 'premature end-of-input from ', 'unexpected end-of-input from ', 'unexpected EOF ', 'malformed base64 data from ',
    'malformed numerical data from ', 'getpeername: ', 'problem talking to service ', 'problem talking to server ',
    'Read failed in network_biopair_interop ', 'Write failed in network_biopair_interop ', 'lost connection with ',
  ],
  'connect-failed': ['connect to ', 'smtp_connect_addr: '],
  'memory-corrupt': ['myfree: ', 'mymalloc: ', 'myrealloc: '],
  // SASL and TLS
  'no-sasl': [
    'no SASL authentication mechanisms', 'SASL: Connect to ', 'SASL authentication failure: ', 'SASL per-process initialization failed', 'looking for plugins in ',
    'unable to dlopen ', 'xsasl_', 'SASL authentication failed; cannot authenticate to server ',
  ],
  'tls-failed': ['TLS library problem: ', 'Cannot start TLS: ', 'TLS policy lookup '],
  'no-certificate': ['No server certs available. ', 'cannot load Certificate Authority data', 'cannot get RSA certificate from file ', 'cannot get RSA private key from file '],
  // what another server is
  'pix-workaround': ['enabling PIX '],
  'bad-size-limit': ['bad size limit "'],
  'starttls-offered': ['Host offered STARTTLS: '],
  pipelining: ['Using ESMTP PIPELINING'],
  // policy services
  'bad-request': ['ignoring garbage: '],
});

/** What happened, where Postfix begins its text at `at` as it words it. */
export function postfixNotice(text: string, at = 0): string | undefined {
  return noticeName(text, NOTICES, at);
}

/** Behind a client's `name[ip]` or, after `host `, a server's. */
const OF_PEERS: readonly (readonly [words: string, action: string])[] = [
  [' sent message header instead of SMTP command: ', 'header-as-command'],
  [' greeted me with my own hostname ', 'own-name'],
  [' replied to HELO/EHLO with my own hostname ', 'own-name'],
];

/** A complaint (behind its level) with its name, and with the other end where it stands at a fixed place. */
export function named(text: string, at: number): Partial<Fields> {
  const server = text.startsWith('host ', at);
  const start = server ? at + 5 : text.startsWith('non-ESMTP response from ', at) ? at + 24 : at;
  const end = peerEnd(text, start);
  if (end > 0 && start === at + 24) return { action: 'no-esmtp', relay: text.slice(start, end) };
  for (const [words, action] of end > 0 ? OF_PEERS : []) {
    if (!text.startsWith(words, end)) continue;
    return server ? { action, relay: text.slice(start, end) } : { action, client: peer(text, start, end) };
  }
  const action = postfixNotice(text, at);
  return action === undefined ? {} : { action };
}
