/**
 * A log line out of the JSON object that a log shipper makes of it: its text as written (`message`, `log`, `line`, `event.original`), or
 * put together again where the shipper took it apart (Vector's `syslog` source and codec: timestamp, hostname, appname, procid,
 * message). journald's and Docker's own objects stay as they are: the framer reads them. An object with none of these stays as it is too, and
 * is stored as malformed. Strings are bytes, one a character.
 */
import { decode, encode } from '../syslog/bytes.ts';

type Fields = Readonly<Record<string, unknown>>;

export function lineOfObject(json: string): string {
  let fields: Fields;
  try {
    const value: unknown = JSON.parse(decode(json));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return json;
    fields = value as Fields;
  } catch {
    return json;
  }
  if ('__REALTIME_TIMESTAMP' in fields || ('log' in fields && 'stream' in fields && 'time' in fields))
    return json;
  const message = text(fields, 'message', 'log', 'line', 'event.original');
  if (message === undefined) return json;
  const time = text(fields, 'timestamp', '@timestamp', 'time');
  const program = text(fields, 'appname', 'app_name', 'ident', 'program');
  if (time === undefined || program === undefined) return oneLine(message);
  const host = text(fields, 'hostname', 'host') ?? '-';
  const pid = text(fields, 'procid', 'pid') ?? '';
  // Not: a blank inside a name, behind which a stranger's text would be read as another part.
  if (/\s/.test(time + host + program + pid)) return json;
  return oneLine(`${time} ${host} ${program}${pid === '' || pid === '-' ? '' : `[${pid}]`}: ${message}`);
}

function text(fields: Fields, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return undefined;
}

/** As rsyslog writes it. */
function oneLine(message: string): string {
  return encode(message.replace(/[\r\n]+$/, '').replaceAll('\n', '#012'));
}
