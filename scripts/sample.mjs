/**
 * Makes the bundled sample day from a run of the lab: `npm run lab -- A --out DIR`, then `node scripts/sample.mjs DIR`.
 * Takes whole messages out of variant A's log (RFC 3339, as Debian's rsyslog writes it) and spreads them over a working
 * day: all lines of a message move by one and the same time, and what people did with it later in their mailboxes by
 * one more for each session. Nothing else in a line is changed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { asked, groups, linesOf } from './excerpt.mjs';

/** When each came, and how many minutes later each session in the mailbox began. */
const day = [
  ['alias', '08:02'],
  ['unknown-user', '08:07'],
  ['imap-moved', '08:15', 42],
  ['submission-relayed', '08:31'],
  ['greylisted-then-delivered', '08:40'],
  ['sender-domain-unknown', '08:44'],
  ['list', '09:00'],
  ['virus', '09:08'],
  ['imap-deleted', '09:21', 137],
  ['header-reject', '09:33'],
  ['sieve-fileinto-unicode', '09:47'],
  ['remote-bounced', '10:02'],
  ['sender-typo', '10:11'],
  ['spam-quarantined', '10:14'],
  ['trash-emptied', '10:26', 15, 403],
  ['greylisted-never-retried', '10:38'],
  ['sieve-redirect', '10:52'],
  ['header-hold', '11:03'],
  ['pop3-deleted', '11:20', 9],
  ['lost-in-data', '11:34'],
  ['held-then-deleted', '11:41'],
  ['rescued-from-junk', '11:58', 83],
  ['sieve-vacation', '12:15'],
  ['header-discard', '12:40'],
  ['lmtp-down-for-a-while', '13:05'],
  ['expired', '13:22'],
  ['sieve-discard', '13:48'],
  ['imap-trashed-by-move', '14:01', 26],
  ['quarantine-released', '14:19'],
  ['pipe-transport', '14:37'],
  ['forged-status-in-subject', '14:52'],
  ['alias-local-and-outside', '15:10'],
  ['marked-here-expunged-there', '15:33', 12, 95],
  ['remote-down', '16:05'],
  ['plus-address', '16:22'],
  ['bcc-rule', '16:51'],
  ['sieve-redirect-copy', '17:13'],
  ['filter-hangs', '17:40'],
];
/** The log ends in the middle of this message, as any log does that is still being written. */
const last = ['delivered', '18:02'];

/** First attempts, which nothing but the envelope joins to the message. */
const tries = { 'greylisted-then-delivered': ['from:carol@partner.example to:greta@corp.example'] };

const lab = join(argv[2] ?? '.', 'A');
const lines = linesOf(join(lab, 'mail.rfc3339.log'));
const truth = JSON.parse(readFileSync(join(lab, 'truth.json'), 'utf8'));
const groupOf = groups(lines);

const told = [];
for (const [scenario, clock, ...sessions] of day) tell(whole(scenario), clock, sessions);
const [scenario, clock] = last;
tell(whole(scenario).slice(0, 3), clock, []);
told.sort((a, b) => a.at - b.at || a.index - b.index);
const file = new URL('../sample/mail.log', import.meta.url);
writeFileSync(file, Buffer.from(told.map(({ line }) => `${line}\n`).join(''), 'latin1'));
console.log(`sample/mail.log: ${told.length} lines`);

function whole(name) {
  const numbers = new Set();
  for (const { scenario, query } of truth)
    if (scenario === name)
      for (const question of [query, ...(tries[name] ?? [])])
        for (const number of asked(lines, groupOf, question)) numbers.add(number);
  if (numbers.size === 0) throw new Error(`no lines of ${name} in ${lab}`);
  return [...numbers].sort((a, b) => a - b);
}

function tell(numbers, clock, sessions) {
  const from = Date.parse(lines[numbers[0]].slice(0, 23) + zone(lines[numbers[0]]));
  const shift = Date.parse(`${lines[0].slice(0, 10)}T${clock}:00${zone(lines[0])}`) + (from % 60_000) - from;
  const met = [];
  for (const index of numbers) {
    const line = lines[index];
    const session = /dovecot: (?:imap|pop3)(?:-login|\(.*?<([^<>]+)>: ).*?(?:, session=<([^>]+)>$|$)/.exec(
      line,
    );
    const id = session?.[1] ?? session?.[2];
    if (id !== undefined && !met.includes(id)) met.push(id);
    const later = id === undefined ? 0 : (sessions[met.indexOf(id)] ?? 0) * 60_000;
    const at = Date.parse(line.slice(0, 23) + zone(line)) + shift + later;
    told.push({ at, index, line: stamped(at, line) });
  }
}

/** The zone in which a line is written: `+08:00`. */
function zone(line) {
  return line.slice(26, 32);
}

/** The line at another time; its microseconds below a thousand stay. */
function stamped(at, line) {
  const [sign, hours, minutes] = [
    zone(line)[0] === '-' ? -1 : 1,
    zone(line).slice(1, 3),
    zone(line).slice(4),
  ];
  const local = new Date(at + sign * (Number(hours) * 60 + Number(minutes)) * 60_000);
  return local.toISOString().slice(0, 23) + line.slice(23);
}
