/** A line as it comes back from the store, and how it is read out of RowBinary. Not: what it means; parse it again. */
import { lineId } from './line-id.ts';
import { HASH } from './schema.ts';

/** Strings are latin1, one character a byte. `head + text` is the line byte for byte as it was written. */
export interface StoredLine {
  readonly id: string;
  /** Microseconds since the epoch. */
  readonly at: number;
  readonly seq: number;
  readonly host: string;
  readonly program: string;
  readonly pid: string;
  readonly head: string;
  readonly text: string;
  /** No header could be read; `at` is then the time of the line before it. */
  readonly malformed: boolean;
}

/** What `readLines` expects, in this order. */
export const LINE_COLUMNS = `toUnixTimestamp64Micro(at), seq, ${HASH}, kind = 'malformed', toString(host), toString(program), pid, start, tag, text`;

const TWO_32 = 4294967296;

export function readLines(rows: Buffer): StoredLine[] {
  const lines: StoredLine[] = [];
  let place = 0;
  const string = (): string => {
    let length = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = rows[place++]!;
      length |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    const start = place;
    place += length;
    return rows.toString('latin1', start, place);
  };
  // Neighbours mostly share host and program: keep one string for all.
  let host = '';
  let program = '';
  while (place < rows.length) {
    const at = rows.readUInt32LE(place) + rows.readInt32LE(place + 4) * TWO_32;
    const seq = rows.readUInt32LE(place + 8) + rows.readUInt32LE(place + 12) * TWO_32;
    const hashLow = rows.readUInt32LE(place + 16);
    const hashHigh = rows.readUInt32LE(place + 20);
    const malformed = rows[place + 24] === 1;
    place += 25;
    const nextHost = string();
    const nextProgram = string();
    if (nextHost !== host) host = nextHost;
    if (nextProgram !== program) program = nextProgram;
    const pid = string();
    const start = string();
    // As RowWriter cut it.
    const tag = rows[place++];
    const head = tag === 2 ? `${start}${program}[${pid}]: ` : tag === 1 ? `${start}${program}: ` : start;
    const id = lineId(at, hashHigh, hashLow);
    lines.push({ id, at, seq, host, program, pid, head, text: string(), malformed });
  }
  return lines;
}
