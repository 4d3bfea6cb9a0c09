/**
 * A line as it is stored: byte for byte as `head` + `text`, with what is asked for without its keys (keys.ts). Pure, runs
 * in the thread that parses. Strings are bytes, one a character. Not: how a row is encoded (row-writer.ts).
 */
import type { Frame } from '../syslog/frame.ts';

export interface Row {
  /** Microseconds since the epoch. */
  readonly at: number;
  /** Orders lines that share a time: when the source began, then the line's number in it. */
  readonly seq: number;
  /** How many lines with the same bytes and time came before it in its source. */
  readonly repeat: number;
  readonly host: string;
  readonly program: string;
  readonly pid: string;
  readonly kind: string;
  readonly event: string;
  /** The line as written up to the text (date, host, tag), and the text. */
  readonly head: string;
  readonly text: string;
}

/** `written` is the line as it was written, without its end; `at` replaces a time that the line does not have. */
export function toRow(
  frame: Frame,
  event: Pick<Row, 'kind' | 'event'>,
  written: string,
  at: number,
  seq: number,
  repeat: number,
): Row {
  const { host, program, pid, text } = frame;
  const whole = written.endsWith(text);
  return {
    at,
    seq,
    repeat,
    host,
    program,
    pid,
    kind: event.kind,
    event: event.event,
    head: whole ? written.slice(0, written.length - text.length) : written,
    text: whole ? text : '',
  };
}
