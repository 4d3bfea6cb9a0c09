/**
 * Writes the log of a made-up mail server for measuring: Postfix, Postgrey, Amavis, LMTP, Sieve, IMAP, POP3,
 * as Debian's packages word it, about four lines a second, with ids as varied as real ones.
 * The same seed gives the same bytes. Not: ground truth; the journeys of `lab/` are for that.
 * `node dist/bench/generate.js LINES FILE` writes a file by hand.
 */
import { closeSync, openSync, utimesSync, writeSync } from 'node:fs';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { Dice } from './dice.ts';
import { clientTalk, greylisted, inbound, mailboxSession, outbound, popSession, refused } from './flows.ts';
import { LineQueue } from './line-queue.ts';
import { Town } from './town.ts';

/** What to ask about afterwards: a message in the middle of the log that went all the way. */
export interface Generated {
  readonly lines: number;
  readonly bytes: number;
  readonly year: number;
  readonly messageIds: readonly string[];
  readonly queueIds: readonly string[];
  /** A recipient's address and, as milliseconds since the epoch, the start of a day on which he got mail. */
  readonly addresses: readonly { address: string; day: number }[];
}

const START = Date.UTC(2026, 5, 1);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Writes exactly `lines` lines to `path`; the file's modification time becomes that of its last line. */
export function generate(path: string, lines: number, seed = 20260703): Generated {
  const dice = new Dice(seed);
  const town = new Town(dice);
  const queue = new LineQueue();
  const file = openSync(path, 'w');
  const keep = Math.max(1, Math.floor(lines / 6000));
  const messageIds: string[] = [];
  const queueIds: string[] = [];
  const addresses: { address: string; day: number }[] = [];
  let now = START;
  let written = 0;
  let bytes = 0;
  let chunk: string[] = [];
  let flows = 0;

  const emit = (until: number) => {
    for (let next = queue.take(until); next !== undefined && written < lines; next = queue.take(until)) {
      chunk.push(`${stamp(next.at)} ${next.text}\n`);
      written++;
      if (chunk.length < 20_000) continue;
      bytes += writeSync(file, chunk.join(''), null, 'latin1');
      chunk = [];
    }
  };
  while (written < lines) {
    now += dice.wait(2600 / rush(now));
    emit(now);
    const write = (after: number, text: string) => queue.put(now + after, text);
    const kind = dice.below(100);
    if (kind < 33) {
      const sent = inbound(town, dice, write);
      if (flows++ % keep === 0) {
        messageIds.push(sent.messageId);
        queueIds.push(sent.queueId);
        addresses.push({ address: sent.forwardPath, day: now - (now % 86_400_000) });
      }
    } else if (kind < 51) refused(town, dice, write);
    else if (kind < 58) greylisted(town, dice, write);
    else if (kind < 69) outbound(town, dice, write);
    else if (kind < 92) mailboxSession(town, dice, write);
    else if (kind < 97) popSession(town, dice, write);
    else clientTalk(town, dice, write);
  }
  bytes += writeSync(file, chunk.join(''), null, 'latin1');
  closeSync(file);
  utimesSync(path, now / 1000, now / 1000);
  return { lines, bytes, year: 2026, messageIds, queueIds, addresses };
}

/** A working day has more mail than a night: a factor around one. */
function rush(at: number): number {
  const hour = (at / 3_600_000) % 24;
  const weekend = Math.floor(at / 86_400_000 + 4) % 7;
  return (0.4 + 1.2 * Math.exp(-((hour - 11) ** 2) / 18)) * (weekend === 0 || weekend === 6 ? 0.6 : 1.15);
}

function stamp(at: number): string {
  const date = new Date(at);
  const two = (n: number) => (n < 10 ? `0${n}` : `${n}`);
  return `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  const made = generate(argv[3] ?? 'mail.log', Number(argv[2] ?? 1_000_000));
  console.log(
    JSON.stringify({ ...made, messageIds: made.messageIds.length, queueIds: made.queueIds.length }),
  );
}
