/** The header of a log line, whoever wrote it: see `framer.ts` for who reads which form. */
export interface Frame {
  /** Microseconds since the epoch; undefined where no time could be read (then `malformed`). */
  readonly at: number | undefined;
  /** '' where the line names none (Dovecot's own files, some syslogs). */
  readonly host: string;
  /** '' where the line names none ("last message repeated 3 times"). */
  readonly program: string;
  readonly pid: string;
  /** What follows `program[pid]: `, without the line's end. One char is one byte, as in the line. */
  readonly text: string;
  readonly malformed: boolean;
  /**
   * Only where the input is no readable log line (journald's JSON): the line as a person would read it, which is
   * what is stored in its place. It ends with `text`.
   */
  readonly written?: string;
}
