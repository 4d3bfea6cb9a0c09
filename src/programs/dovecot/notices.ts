/**
 * What Dovecot's processes say of themselves, of the configuration and of the services they need. Sources: src/master/main.c,
 * service-monitor.c; src/lib-master/master-service.c, src/lib/ioloop.c, src/log/log-connection.c, src/lib-auth/auth-server-connection.c,
 * src/config/old-set-parser.c, src/auth/db-ldap.c, src/stats, src/ssl-params; the debug lines of lib-storage and Pigeonhole.
 */
import { noticeName, notices } from '../notice.ts';

// biome-ignore format: a list of words reads best packed
const NOTICES = notices({
  start: ['Dovecot v'],
  stop: ['Auth process died too early - shutting down', 'Shutting down logging for ', 'Server shutting down'],
  reload: ['SIGHUP received - reloading configuration'],
  signal: ['Killed with signal '],
  'time-jumped': ['Time jumped forwards ', 'Time moved forwards by ', 'Time just moved backwards by ', 'Time moved backwards by '],
  throttled: ['service(*): command startup failed, throttling for '],
  'process-limit': ['service(*): process_limit (*) reached', 'service(*): client_limit (*) reached'],
  'process-failed': ['service(*): child ', 'service(*): killed with signal '],
  repeated: ['last message repeated '],
  // configuration
  'obsolete-setting': ['Obsolete setting in ', 'NOTE: You can get a new clean config file with: '],
  'bad-setting': ['Could not find a minimum ssl_min_protocol setting ', 'Error in configuration file ', 'Invalid configuration'],
  'lookup-failed': ['LDAP *: No uris or hosts set', 'LDAP *: No base given', 'LDAP: Can\'t connect to server: ', 'LDAP: binding failed '],
  'no-driver': ['Support not compiled in for passdb driver ', 'Support not compiled in for userdb driver '],
  parameters: ['Generating SSL parameters', 'SSL parameters regeneration completed'],
  // between processes
  'auth-unavailable': [
    'auth-client: conn unix:* (*): Timeout waiting for handshake from auth server. ', 'Timeout waiting for handshake from auth server. ',
    'auth: connect(*) failed: ', 'Auth server request timed out ', 'auth worker: Aborted request: ',
  ],
  statistics: ['Mail server input error: ', 'UPDATE-CMD: ', 'UPDATE-SESSION: ', 'Session * (user '],
  'login-limit': ['Maximum number of connections from user+IP exceeded '],
  // debug
  modules: ['Loading modules from directory: ', 'Module loaded: ', 'Skipping module '],
  'userdb-setting': ['Added userdb setting: '],
  identity: ['Effective uid='],
  quota: ['Quota root: ', 'Quota rule: ', 'Quota grace: ', 'Quota warning: ', 'dict quota: ', 'quota: quota_over_flag'],
  namespace: ['Namespace ', 'maildir++: ', 'maildir: ', 'fs: root=', 'mdbox: ', 'sdbox: '],
  sieve: ['sieve: Pigeonhole version ', 'sieve: file storage: '],
});

/** What happened, where the text is one that Dovecot words so. */
export function dovecotNotice(text: string): string | undefined {
  return noticeName(text, NOTICES);
}

/** `Session 4711 (user jerry, service imap) appears to have crashed, disconnecting it`: whose. */
export function sessionUser(text: string): string | undefined {
  if (!text.startsWith('Session ')) return undefined;
  const open = text.indexOf(' ', 8);
  const end = text.lastIndexOf(', service ');
  return text.startsWith(' (user ', open) && end > open + 7 ? text.slice(open + 7, end) : undefined;
}
