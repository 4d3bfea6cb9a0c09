/**
 * RFC 5424 as files hold it (rsyslog's RSYSLOG_SyslogProtocol23Format): `<PRI>1 TIMESTAMP HOSTNAME APP-NAME
 * PROCID MSGID STRUCTURED-DATA MSG`, the `<PRI>` often left out of files. `-` stands for what is missing. Message ids and structured data are passed over;
 * mail programs write none that matter.
 */
import type { Clock } from './clock.ts';
import type { Frame } from './frame.ts';
import { readRfc3339 } from './rfc3339.ts';
import type { Stamp } from './stamp.ts';

/** Host, app, procid and msgid, each as long as section 6 allows (some hosts write longer ones). */
const HEADER = / (\S{1,255}) (\S{1,255}) (\S{1,128}) \S{1,128} /y;
const BYTE_ORDER_MARK = '\xef\xbb\xbf';

/** Reads a line whose version stands at `from`, or undefined where it is no such line. */
export function frameRfc5424(line: string, from: number, clock: Clock, stamp: Stamp): Frame | undefined {
  if (!line.startsWith('1 ', from) || !readRfc3339(line, from + 2, clock, stamp)) return undefined;
  HEADER.lastIndex = stamp.end;
  const match = HEADER.exec(line);
  if (match === null) return undefined;
  let text = structuredDataEnd(line, HEADER.lastIndex);
  if (line[text] === ' ') text++;
  if (line.startsWith(BYTE_ORDER_MARK, text)) text += BYTE_ORDER_MARK.length;
  const [, host = '', program = '', pid = ''] = match.map((part) => (part === '-' ? '' : part));
  return { at: stamp.at, host, program, pid, text: line.slice(text), malformed: false };
}

/** Behind `-` or `[id name="value"][...]`; a bracket or quote inside a value is escaped or quoted. */
function structuredDataEnd(line: string, from: number): number {
  if (line[from] === '-') return from + 1;
  let end = from;
  let quoted = false;
  for (let i = from; i < line.length; i++) {
    const c = line[i];
    if (!quoted && i === end && c !== '[') break;
    if (quoted && c === '\\') i++;
    else if (c === '"') quoted = !quoted;
    else if (c === ']' && !quoted) end = i + 1;
  }
  return end;
}
