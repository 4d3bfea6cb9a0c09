/** The header of a log line, whoever wrote it: see `framer.ts` for who reads which form. */
export interface Frame {
  /** Microseconds since the epoch; undefined where no time could be read (then `malformed`). */
  readonly at: number | undefined;
  readonly host: string;
  readonly program: string;
  readonly pid: string;
  /** What follows `program[pid]: `, without the line's end. */
  readonly text: string;
  readonly malformed: boolean;
}
