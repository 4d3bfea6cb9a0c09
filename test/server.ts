/**
 * A real `waybill serve` in a process of its own, from the build, with a data directory that goes away with it. What it knows
 * is asked through the command line, as a user would.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
// @ts-expect-error: a script without types
import { ready } from '../scripts/build.mjs';

const MAIN = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));

export class Server {
  readonly folder: string;
  readonly data: string;
  /** Of its log, one object a line. */
  log: Record<string, unknown>[] = [];
  address = '';
  #child: ChildProcess | undefined;
  #exit: Promise<number | null> | undefined;

  /** `data` as a mount point of its own can be handed in. */
  constructor(data?: string) {
    ready();
    this.folder = mkdtempSync(join(tmpdir(), 'waybill-serve-'));
    this.data = data ?? join(this.folder, 'data');
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Resolves when it is ready. Rejects with what it said where it ends before. */
  async start(...options: string[]): Promise<void> {
    this.log = [];
    const command = [
      MAIN,
      'serve',
      '--data',
      this.data,
      '--tz',
      'UTC',
      '--year',
      '2026',
      '--listen',
      '127.0.0.1:0',
    ];
    const child = spawn(process.execPath, [...command, ...options], { stdio: ['pipe', 'inherit', 'pipe'] });
    this.#child = child;
    this.#exit = once(child, 'exit').then(([code]) => code as number | null);
    let said = '';
    let rest = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk;
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('{')) this.log.push(JSON.parse(line));
    });
    const running = async () => {
      for (;;) {
        const told = this.log.find(({ msg }) => msg === 'running');
        if (told !== undefined) {
          this.address = String(told.address);
          return;
        }
        await sleep(20);
      }
    };
    await Promise.race([
      running(),
      this.#exit.then((code) => {
        throw new Error(`ended with ${code}: ${said}`);
      }),
    ]);
  }

  get input(): NodeJS.WritableStream {
    return this.#child!.stdin!;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** As a service manager stops it. Gives its exit status. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.#child?.kill(signal);
    const code = await this.#exit;
    this.#child = undefined;
    return code ?? null;
  }

  /** Of its log, what it said about this. */
  said(message: string): Record<string, unknown>[] {
    return this.log.filter(({ msg }) => msg === message);
  }

  ask(...parameters: string[]) {
    const command = [MAIN, ...parameters, '--data', this.data, '--tz', 'UTC'];
    const { stdout, stderr, status } = spawnSync(process.execPath, command, {
      maxBuffer: 1 << 30,
      encoding: 'latin1',
    });
    return { stdout, stderr, status };
  }

  /** Every stored line that holds `term`, oldest first. */
  lines(term: string): string[] {
    const { stdout, status, stderr } = this.ask('logs', term, '--download', '-');
    if (status === 2) throw new Error(stderr);
    return stdout.split('\n').slice(0, -1);
  }

  /** The same lines as `numbered` writes them, whatever file each came from. */
  numbered(word: string): string {
    return this.lines(word)
      .toSorted()
      .map((line) => `${line}\n`)
      .join('');
  }

  /** Waits until as many lines hold `term`, at most so many seconds; gives how many do. */
  async until(term: string, count: number, seconds = 90): Promise<number> {
    for (const end = Date.now() + seconds * 1000; ; await sleep(100)) {
      const { total } = JSON.parse(this.ask('logs', term, '--json', '--page-size', '1').stdout) as {
        total: number;
      };
      if (total >= count || Date.now() > end) return total;
    }
  }

  /** Waits until `holds`, at most so many seconds. */
  async wait(holds: () => boolean | Promise<boolean>, seconds = 90): Promise<boolean> {
    for (const end = Date.now() + seconds * 1000; ; await sleep(50)) {
      if (await holds()) return true;
      if (Date.now() > end) return false;
    }
  }

  async remove(): Promise<void> {
    if (this.#child !== undefined) await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Log lines that can be told apart by their number, three a second; `word` tells one test's from another's. */
export function numbered(word: string, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) {
    const time = new Date(Date.UTC(2026, 6, 3) + Math.floor(i / 3) * 1000).toISOString().slice(11, 19);
    text += `Jul  3 ${time} mx1 postfix/qmgr[9]: ${word}${String(i).padStart(7, '0')}: removed\n`;
  }
  return text;
}
