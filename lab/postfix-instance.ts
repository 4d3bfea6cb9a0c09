/**
 * One Postfix: its directories, its start, its queue, and the administrator's commands on it.
 */
import { chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Machine, runProgram } from './processes.js';

export interface QueueEntry {
  readonly queue_id: string;
  readonly queue_name: string;
  readonly recipients: readonly { readonly address: string; readonly delay_reason?: string }[];
}

export class PostfixInstance {
  readonly configuration: string;
  readonly queue: string;

  constructor(
    private readonly machine: Machine,
    run: string,
    readonly name: 'ours' | 'sender' | 'outside',
    postfixUser: number,
  ) {
    const base = join(run, name);
    this.configuration = join(base, 'config');
    this.queue = join(base, 'queue');
    for (const directory of [this.configuration, this.queue, join(base, 'data')])
      mkdirSync(directory, { recursive: true });
    chownSync(join(base, 'data'), postfixUser, postfixUser);
  }

  configure(main: string, master: string): void {
    writeFileSync(join(this.configuration, 'main.cf'), main);
    writeFileSync(join(this.configuration, 'master.cf'), master.replace(/^\s*\n/gm, ''));
  }

  /** Creates the queue's directories, so that others can put sockets there before Postfix starts. */
  prepare(): void {
    this.postfix('check');
  }

  postfix(command: 'check' | 'start' | 'reload' | 'flush' | 'stop'): void {
    runProgram(this.machine, ['postfix', '-c', this.configuration, command]);
  }

  /** Changes main.cf in force: what the servers read at their next start or reload. */
  setting(change: string): void {
    runProgram(this.machine, ['postconf', '-c', this.configuration, '-e', change]);
  }

  postsuper(option: '-d' | '-h' | '-H' | '-r', queueId: string): void {
    runProgram(this.machine, ['postsuper', '-c', this.configuration, option, queueId]);
  }

  /** Tries one deferred message now. */
  retry(queueId: string): void {
    runProgram(this.machine, ['postqueue', '-c', this.configuration, '-i', queueId]);
  }

  entries(): readonly QueueEntry[] {
    return runProgram(this.machine, ['postqueue', '-c', this.configuration, '-j'])
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as QueueEntry);
  }

  /** Nothing is on its way: only deferred and held messages are left. */
  idle(): boolean {
    return ['maildrop', 'incoming', 'active'].every((name) => {
      const directory = join(this.queue, name);
      return !existsSync(directory) || readdirSync(directory).length === 0;
    });
  }
}
