/** The header of a log line, whoever wrote it: see `framer.ts` for who reads which form. */
export interface Frame {
  /** Microseconds since the epoch; undefined where no time could be read (then `malformed`). */
  readonly at: number | undefined;
  /** '' where the line names none (Dovecot's own files, some syslogs). */
  readonly host: string;
  /** '' where the line names none ("last message repeated 3 times"). */
  readonly program: string;
  readonly pid: string;
  /**
   * What the program said, as it would stand behind `program[pid]: `, without the line's end. One char is one byte, as
   * in the line. It is the end of the line, unless the line wraps it (Dovecot's own files, repetitions).
   */
  readonly text: string;
  readonly malformed: boolean;
  /** Where the text begins, where it is the end of the line, and somebody looked. */
  readonly textAt?: number | undefined;
  /** Where `program[pid]: ` or `program: ` begins, where nothing else stands between it and the text. */
  readonly tagAt?: number | undefined;
  /**
   * Only where the input is no readable log line (JSON of journald and Docker): the line as a person would read it,
   * which is what is stored in its place. Read again, it says the same text.
   */
  readonly written?: string;
}
