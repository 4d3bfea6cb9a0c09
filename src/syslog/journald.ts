/**
 * journald's JSON, one object a line, as `journalctl -o json` prints it (systemd's JOURNAL_EXPORT_FORMATS, "Journal
 * JSON Format"): a field is a string, an array of byte numbers where it is not UTF-8 text, null where it was too
 * long for the export, or an array of those where it occurs more than once (the first counts).
 * Since JSON is no log line to read, the line is also written anew as `journalctl -o short-iso-precise --utc` has it;
 * the line ends inside a message become `#012`, as rsyslog writes them.
 */
import { encode } from './bytes.ts';
import type { Frame } from './frame.ts';

const LATEST = Date.UTC(2200, 0, 1) * 1000;

/** Bytes, one a char; undefined where there is no such field. */
function field(value: unknown): string | undefined {
  const first = Array.isArray(value) && typeof value[0] !== 'number' ? value[0] : value;
  let bytes: string;
  if (typeof first === 'string') bytes = encode(first);
  else if (Array.isArray(first) && first.every(Number.isInteger))
    bytes = Buffer.from(first).toString('latin1');
  else return undefined;
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === '\n') end--;
  return bytes.slice(0, end).replaceAll('\n', '#012');
}

/** Reads one entry, or undefined where it is none with a time. */
export function frameJournald(fields: Readonly<Record<string, unknown>>): Frame | undefined {
  const at = Number(field(fields.__REALTIME_TIMESTAMP) ?? field(fields._SOURCE_REALTIME_TIMESTAMP));
  // The limit: integers stay exact, and the year has four digits.
  if (!Number.isInteger(at) || at <= 0 || at >= LATEST) return undefined;
  const host = field(fields._HOSTNAME) ?? '';
  const program = field(fields.SYSLOG_IDENTIFIER) ?? field(fields._COMM) ?? 'unknown';
  // The pid that the writer gave: postlogd, for one, writes for the other processes of Postfix.
  const pid = field(fields.SYSLOG_PID) ?? field(fields._PID) ?? '';
  const text = field(fields.MESSAGE) ?? '';
  const tag = pid === '' ? program : `${program}[${pid}]`;
  const written = `${isoMicroseconds(at)} ${host} ${tag}: ${text}`;
  return { at, host, program, pid, text, malformed: false, written };
}

function isoMicroseconds(at: number): string {
  const milliseconds = Math.floor(at / 1000);
  const micros = String(at - milliseconds * 1000).padStart(3, '0');
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${micros}+00:00`;
}
