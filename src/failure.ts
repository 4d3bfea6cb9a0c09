/**
 * An expected failure: something outside Waybill is not as it should be (a file, an archive, a setting), and the
 * reader can do something about it. One class for all of them, told apart by `code`.
 * Not: strange log lines (they are data), nor broken invariants (plain errors that begin with `BUG:`).
 */
export interface FailureOptions {
  /** Why, in the words of the system or library that refused. */
  readonly reason?: string;
  /** What to do about it: a sentence. */
  readonly advice?: string;
  readonly cause?: unknown;
}

export class Failure extends Error {
  readonly code: string;
  readonly reason: string | undefined;
  readonly advice: string | undefined;

  /** `code` is kebab-case; `message` is one sentence that stands alone and names the thing (the path, the setting). */
  constructor(code: string, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Failure';
    this.code = code;
    this.reason = options.reason;
    this.advice = options.advice;
  }
}
