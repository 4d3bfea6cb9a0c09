/**
 * Rspamd's own file (`log type = file` or `console`): `2026-07-03 16:39:25 #1234(rspamd_proxy) <tag>; task; ...`, behind
 * the time `[info] ` where `log_severity` is on, with a fraction of a second where `log_usec` is. No host is named.
 * The frame is given the form that Rspamd has in syslog: program `rspamd`, its pid, the text from `<tag>` on.
 * Not: `log_color`, whose lines begin with an escape sequence. Source: Rspamd's src/libserver/logger/logger_file.c.
 */
import type { Frame } from './frame.ts';

const SPACE = 0x20;
const HASH = 0x23;
const OPEN = 0x5b;
/** Longer names of severities and of kinds of processes do not exist. */
const LONGEST_NAME = 40;

/** What follows the date (at `from`), or undefined where it is something else. */
export function frameRspamd(line: string, from: number, at: number): Frame | undefined {
  let start = from;
  if (line.charCodeAt(start) === OPEN) start = nameEnd(line, start + 1, '] ');
  if (line.charCodeAt(start) !== HASH) return undefined;
  let open = start + 1;
  for (; open < line.length; open++) {
    const digit = line.charCodeAt(open) - 48;
    if (!(digit >= 0 && digit <= 9)) break;
  }
  if (open === start + 1 || line[open] !== '(') return undefined;
  const text = nameEnd(line, open + 1, ') ');
  if (text < 0) return undefined;
  const pid = line.slice(start + 1, open);
  return { at, host: '', program: 'rspamd', pid, text: line.slice(text), malformed: false };
}

/** Behind a word that `close` ends, or -1. */
function nameEnd(line: string, from: number, close: string): number {
  for (let i = from; i < from + LONGEST_NAME && i < line.length; i++) {
    if (line.startsWith(close, i)) return i + close.length;
    if (line.charCodeAt(i) === SPACE) return -1;
  }
  return -1;
}
