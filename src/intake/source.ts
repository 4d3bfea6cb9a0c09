/** What lines come from while a server runs, and what can be said about it. Not: how each kind is read. */

export interface SourceState {
  readonly name: string;
  readonly kind: 'file' | 'journal' | 'syslog' | 'standard-input';
  /**
   * `following`: all is well. `missing`, `directory` (where a file should be), `unreadable`, `failed`: it is tried again and again.
   * `ended`: nothing more can come.
   */
  readonly state: 'starting' | 'following' | 'missing' | 'directory' | 'unreadable' | 'failed' | 'ended';
  /** Why, in the words of the system. */
  readonly reason?: string | undefined;
  /** Bytes that are there and were not read. */
  readonly behind: number;
  /** The time of the newest line, microseconds. */
  readonly newest?: number | undefined;
  /** When somebody last wrote into it, milliseconds. */
  readonly modified?: number | undefined;
}

export interface Source {
  readonly name: string;
  /**
   * `positions`: those of all sources, by the names that each keeps them under. Resolves when it is at work; where lines cannot
   * be read yet it tries again, and says so in its state.
   */
  start(positions: ReadonlyMap<string, string>): Promise<void>;
  /** Reads no more. What was put into the queue is the queue's. */
  stop(): Promise<void>;
  state(): Promise<SourceState>;
}
