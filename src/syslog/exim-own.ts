/**
 * Exim's own files, mainlog and rejectlog: `2026-07-03 16:39:25 [810] 1abcDE-0001Ab-CD <= ...`, with the zone behind the time
 * (log_timezone) and the process (`+pid`) where they are switched on. No host and no program is named. In syslog the same
 * text follows the tag, with its time and process once more.
 * A line is Exim's where the process or an id stands first, else by the first words of the lines that have no id.
 * Exim: log_write() in src/log.c; the specification's chapter "Log files".
 */
import type { Frame } from './frame.ts';
import { isZone, twoDigits } from './stamp.ts';

const SPACE = 0x20;
const HYPHEN = 0x2d;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** The longest id has 23 characters; what is no blank and no bracket may stand between its hyphens. */
function beginsWithId(line: string, at: number): boolean {
  if (line.charCodeAt(at + 6) !== HYPHEN) return false;
  const last = line.charCodeAt(at + 13) === HYPHEN ? 16 : line.charCodeAt(at + 18) === HYPHEN ? 23 : 0;
  const blank = line.indexOf(' ', at);
  return last > 0 && blank === at + last;
}

// biome-ignore format: a list of words reads best packed
const FIRST_WORDS: readonly string[] = [
  'H=', 'U=', 'F=', 'SMTP ', 'Start queue run', 'End queue run', 'Start ODMR queue run', 'End ODMR queue run', 'exim ',
  'no host name found for IP address ', 'no IP address found for host ', 'no MAIL in ', 'unexpected disconnection ',
  'TLS error on connection ', 'TLS client disconnected ', 'Connection from ', 'refused connection from ',
  'rejected HELO from ', 'rejected EHLO from ', 'rejected MAIL ', 'rejected from <', 'rejected XCLIENT ', 'rejected [',
  'spool directory space check failed', 'daemon: ', 'Daemon ', 'SIGHUP received', 'SIGTERM received', 'pid ', 'cwd=',
  'socket bind() to port ', 'IPv6 socket creation failed', 'listening ', 'log directory space check failed',
  'Exim configuration error', 'ignoring AUTH=', 'Warning: No server certificate', 'Warning: purging the environment',
  'failed to expand ', 'Failed to ', 'failed to write to main log', "Start '", "End '", 'Cannot open main log file', 'Error in system filter', 'using queue ',
  'timed out while reading local message', 'no valid HELO', 'host name alias list ', 'authenticator ', 'DNS list lookup ',
  'dnslists query is too long', 'recipients refused', 'relay_to_', 'remote host address is ', 'configuration file ',
  'malware acl condition: ', 'spam acl condition: ', 'unknown named domain list ', 'Connection rate limit ', 'queue_run',
  '(lsearch', 'lookup of host ', 'Warning: Delivering ', 'DANE ', 'DKIM: ', 'Queue run', 'rate limit ', 'command line ',
];

/** Are these the first words of a line of Exim's that has no id? */
export function isEximsOwn(line: string, at: number): boolean {
  for (const words of FIRST_WORDS) if (line.startsWith(words, at)) return true;
  return line.startsWith(' authenticator failed for ', line.indexOf(' ', at));
}

/** What follows the date, at `from`, in a file of Exim's own, or undefined where it is something else. */
export function frameEximLine(line: string, from: number, at: number): Frame | undefined {
  const text = skipProcess(line, from);
  if (text === from && !beginsWithId(line, from) && !isEximsOwn(line, from)) return undefined;
  const pid = text === from ? '' : line.slice(from + 1, text - 2);
  return { at, host: '', program: 'exim', pid, text: line.slice(text), malformed: false };
}

/** Where the text goes on when Exim's own time and process stand once more behind the tag; else `from`. */
export function skipEximHeader(line: string, from: number): number {
  let at = from;
  const dated =
    line.charCodeAt(at + 4) === HYPHEN && line.charCodeAt(at + 7) === HYPHEN && twoDigits(line, at + 11) >= 0;
  if (dated && line.charCodeAt(at + 10) === SPACE && twoDigits(line, at + 17) >= 0) {
    at = line.indexOf(' ', at + 19) + 1;
    if (at === 0) return from;
    if (isZone(line, at)) at += 6;
  }
  return skipProcess(line, at);
}

/** The index behind `[810] `, or `from` where it does not stand. */
function skipProcess(line: string, from: number): number {
  if (line.charCodeAt(from) !== OPEN) return from;
  let at = from + 1;
  while (line.charCodeAt(at) >= 0x30 && line.charCodeAt(at) <= 0x39) at++;
  return at > from + 1 && line.charCodeAt(at) === CLOSE && line.charCodeAt(at + 1) === SPACE ? at + 2 : from;
}
