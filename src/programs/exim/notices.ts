/**
 * What Exim says of itself, of its queue runs and of what it could not look up or write, and its remarks on a message that
 * decide nothing. Sources: src/daemon.c, queue.c, log.c, host.c, receive.c, deliver.c, dkim.c, smtp_in.c, exim.c, parse.c, spf.c;
 * SA-Exim's sa-exim.c.
 */
import type { Fields } from '../event.ts';
import { noticeName, notices } from '../notice.ts';
import { readPeer, wordEnd } from './fields.ts';

// biome-ignore format: a list of words reads best packed
const NOTICES = notices({
  'queue-run-start': ['Start queue run', 'Start ODMR queue run', "Start '*' queue run"],
  'queue-run-end': ['End queue run', 'End ODMR queue run', "End '*' queue run"],
  start: ['exim * daemon started: '],
  reload: ['SIGHUP received', 'pid *: SIGHUP received'],
  stop: ['SIGTERM received', 'pid *: SIGTERM received', 'daemon: '],
  'command-line': ['cwd='],
  'using-queue': ['using queue '],
  'log-failed': ['failed to write to main log', 'Cannot open main log file'],
  'no-space': ['spool directory space check failed', 'log directory space check failed'],
  'no-certificate': ['Warning: No server certificate defined'],
  'purged-environment': ['Warning: purging the environment'],
  'bad-configuration': [
    'Exim configuration error', 'unknown named domain list ', 'configuration file ', 'host name alias list ',
  ],
  'socket-failed': ['socket bind() to port ', 'listening ', 'IPv6 socket creation failed'],
  'auth-ignored': ['ignoring AUTH='],
  'expansion-failed': ['failed to expand ', 'Failed to expand ', 'home directory "', 'current directory "'],
  'filter-error': ['Error in system filter', 'Error in filter'],
  'lookup-failed': [
    'DNS list lookup ', 'dnslists query is too long', 'lookup of host ', '(lsearch', 'spam acl condition: ', 'malware acl condition: ', 'DANE ',
  ],
  timeout: ['timed out while reading local message', 'data timeout', 'SMTP data timeout'],
  'rate-limit': ['Connection rate limit ', 'rate limit '],
  'local-host': ['remote host address is the local host'],
  // about a message
  queued: ['no immediate delivery: ', 'queued for ODMR', 'queue_'],
  'deferred-by-filter': ['Delivery deferred by system filter'],
  'connection-closed': ['peer close after all rcpt responses'],
  'recipients-ignored': ['original recipients ignored'],
  locked: ['Spool file is locked'],
  'spool-damaged': ['Spool file for ', 'Spool file * not found', 'Format error in spool file', 'spool file error'],
  dkim: ['DKIM: '],
  dmarc: ['DMARC '],
  arc: ['ARC: '],
  'auth-failed': ['* authenticator failed H='],
  'smtp-connection': ['SMTP connection from ', 'SMTP connection Ci=* from '],
  'lost-after-dot': ['SMTP connection lost after final dot '],
  'open-failed': ['failed to open * when checking ', 'unable to set gid='],
  tainted: ['tainted search query is not properly quoted ', 'Tainted filename '],
  'local-scan-failed': ['local_scan() function timed out ', 'local_scan() function crashed '],
  prdr: ['PRDR R=<'],
  spamassassin: ['SA: '],
  'bad-address': ['qualify/rewrite: ', 'address <', '* router: skipped error: '],
  'retry-later': ['retry time not reached'],
  cancelled: ['cancelled by ', 'delivery cancelled by '],
  'recipient-added': ['recipient <'],
  'sender-changed': ['sender address changed'],
  moved: ['moved from '],
  'process-failed': [
    'failed to read delivery status for ', 'remote delivery process ', 'A delivery process ', 'Process failed (', 'appendfile transport process returned ', 're-exec of exim (',
    '* transport process returned ', '<|*>: address_pipe transport output: ',
  ],
  'read-failed': ['Error while reading message'],
  'marked-done': ['all addresses marked'],
  'error-ignored': ['*: error ignored: RFC 3461 DSN, '],
  'bounce-failed': ['bounce/warning ', 'bounce_message_file is not ', 'Failed to open * for error message', 'Failed to open * for warning message', 'Child mail process returned status '],
});

/** What happened, where Exim begins its text at `at` as it words it. */
export function eximNotice(text: string, at: number): string | undefined {
  return text.endsWith(': error ignored') ? 'error-ignored' : noticeName(text, NOTICES, at);
}

const NO_ADDRESS = 'no IP address found for host ';
const NO_NAME = 'no host name found for IP address ';

/** `no IP address found for host a.example (during SMTP connection from [192.0.2.1])`, `no host name found for IP address 192.0.2.1`. */
export function lookedUp(text: string, at: number): Fields | undefined {
  if (text.startsWith(NO_NAME, at)) {
    const start = at + NO_NAME.length;
    const ip = text.slice(start, wordEnd(text, start));
    return { event: 'session', action: 'no-host-name', client: { ip }, reason: text.slice(at) };
  }
  if (!text.startsWith(NO_ADDRESS, at)) return undefined;
  const fields: Fields = { event: 'session', action: 'no-address', reason: text.slice(at) };
  const during = ' (during SMTP connection from ';
  const end = wordEnd(text, at + NO_ADDRESS.length);
  const peer = text.startsWith(during, end) ? readPeer(text, end + during.length) : undefined;
  if (peer !== undefined) fields.client = peer.client;
  return fields;
}
