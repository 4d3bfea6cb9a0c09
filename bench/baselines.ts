/** What people use today, timed beside Waybill on the same log. */
import { spawnSync } from 'node:child_process';

/** What people do by hand: the lines of a Message-ID, then those of the queue ids in them. Milliseconds. */
export function grepTwice(grep: string, log: string, id: string): number {
  return milliseconds(() => {
    const found = shell(`${grep} -F '${id}' '${log}'`);
    const queueIds = new Set(found.match(/\b[0-9A-F]{10}(?=:)/g));
    if (queueIds.size > 0) shell(`${grep} -E '${[...queueIds].join('|')}' '${log}'`);
  });
}

/** Lines a second of Postfix' log summary over the first `lines` of a log; undefined where it is not installed. */
export function pflogsumm(log: string, lines: number): number | undefined {
  if (spawnSync('pflogsumm', ['--version']).error !== undefined) return undefined;
  return (lines * 1000) / milliseconds(() => shell(`head -n ${lines} '${log}' | pflogsumm > /dev/null`));
}

export function shell(command: string): string {
  return spawnSync('sh', ['-c', command], { encoding: 'utf8', env: { LC_ALL: 'C', PATH: process.env.PATH } })
    .stdout;
}

export function milliseconds(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}
