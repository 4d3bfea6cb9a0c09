/**
 * Takes whole messages out of a log of the lab: all lines of their queue ids, SMTP and mailbox sessions, filter runs
 * and Message-IDs, in the order of the log. Made for the sample day and the golden journeys; it reads only what our own
 * servers write and is no part of the product, so that it can disagree with it.
 * Lines are latin1 strings, so that every byte stays as it was.
 */
import { readFileSync } from 'node:fs';

export const linesOf = (file) =>
  readFileSync(file, 'latin1')
    .split('\n')
    .filter((line) => line !== '');

/** Sets of line numbers (from 0): lines that belong together. `groupOf[n]` is the set of line n. */
export function groups(lines) {
  const parent = lines.map((_, index) => index);
  const root = (index) => {
    let at = index;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]];
    return at;
  };
  const first = new Map();
  const visits = new Map(); // which connection a process serves
  lines.forEach((line, index) => {
    for (const key of keys(line, visits)) {
      const other = first.get(key);
      if (other === undefined) first.set(key, index);
      else parent[root(index)] = root(other);
    }
  });
  const groupOf = lines.map((_, index) => root(index));
  const members = new Map();
  groupOf.forEach((group, index) => {
    if (!members.has(group)) members.set(group, []);
    members.get(group).push(index);
  });
  return groupOf.map((group) => members.get(group));
}

const header = /^(?:\w{3} [ \d]\d [\d:]{8}|\S+) (\S+) ([^:[ ]+)(?:\[(\d+)\])?: (.*)$/s;
const queueIds = [
  /^([0-9A-F]{9,14}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{14,20}):/,
  /(?:queued|forwarded) as (\w+)\)$/,
  /notification: (\w+)$/,
  /orig_queue_id=(\w+)/,
  /Queue-ID: (\w+)/,
  /queued_as: (\w+)/,
  /queued_as: \w+\/(\w+)/,
  /^proxy-\w+: .* queued as (\w+); from=/,
  /<(\w{8,20})>; id=/,
  /^warning: (\w{9,20}): /,
];

function* keys(line, visits) {
  const match = header.exec(line);
  if (match === null) return;
  const [, host, program, pid, text] = match;
  if (program.startsWith('postfix') || program === 'amavis' || program === 'rspamd')
    for (const pattern of queueIds) {
      const id = pattern.exec(text)?.[1];
      if (id !== undefined && id !== 'NOQUEUE') yield `queue ${id}`;
    }
  const messageId =
    /^\w+: (?:resent-)?message-id=<(.+)>$/.exec(text)?.[1] ??
    /(?:Message-ID: |: msgid=|, msgid=|; id: )<([^>]+)>/.exec(text)?.[1];
  if (messageId !== undefined) yield `message ${messageId.slice(0, 79)}`;
  if (/(?<!(?:reinject|after)\/)(?:smtpd|postscreen)$/.test(program)) {
    const process = `${host} ${program} ${pid}`;
    if (/^connect from/.test(text)) visits.set(process, (visits.get(process) ?? 0) + 1);
    yield `visit ${process} ${visits.get(process)}`;
    const refused =
      /^(?:\w+: (?:reject|discard|hold)|proxy-\w+): (?:RCPT|MAIL|CONNECT|END-OF-MESSAGE).* from=<(.*?)>(?: to=<(.*?)>)? proto/.exec(
        text,
      );
    if (refused !== null) yield `try ${refused[1]} ${refused[2]}`;
  }
  const tried = /^action=.*sender=(.*), recipient=(.*)$/.exec(text);
  if (program === 'postgrey' && tried !== null) yield `try ${tried[1]} ${tried[2]}`;
  const before = /, BEFORE \S+ <(.*?)> -> <(.*?)>,/.exec(text);
  if (before !== null) yield `try ${before[1]} ${before[2]}`;
  const filter = /^\((\d+-\d+(?:-\d+)?)\)/.exec(text)?.[1] ?? /^<(\w{6})>;/.exec(text)?.[1];
  if (filter !== undefined) yield `filter ${program} ${filter}`;
  if (program === 'dovecot') {
    const session =
      /^[\w-]+\(.*?\)<\d+><([^>:]+)[^>]*>/.exec(text)?.[1] ?? /, session=<([^>]+)>[^>]*$/.exec(text)?.[1];
    if (session !== undefined) yield `session ${session}`;
    const lmtp = /^lmtp\((?:(\d+)\)|[^)]*\)<(\d+)>)/.exec(text);
    if (lmtp !== null) {
      const process = `${host} lmtp ${lmtp[1] ?? lmtp[2]}`;
      if (/\): Connect from/.test(text)) visits.set(process, (visits.get(process) ?? 0) + 1);
      yield `visit ${process} ${visits.get(process)}`;
    }
  }
  const saved = /\(250 2\.0\.0 <.*> ([^ :]+)(?::\S+)? Saved\)$/.exec(text)?.[1];
  if (saved !== undefined) yield `session ${saved}`;
}

/**
 * The numbers of the lines that belong to what a question of truth.json is about (`id:<...>`, `from:a to:b`, ...),
 * or to every line that holds a text in which no key stands.
 */
export function asked(lines, groupOf, question) {
  const id = /^id:(<.+>)$/s.exec(question)?.[1];
  const from = /(?:^| )from:(\S+)/.exec(question)?.[1];
  const to = / to:(\S+)$/.exec(question)?.[1];
  const ip = /^client:(\S+)$/.exec(question)?.[1];
  const texts = [];
  if (id !== undefined) texts.push(id);
  else if (ip !== undefined) texts.push(`[${ip}]`);
  else if (from !== undefined)
    texts.push(from.replaceAll(/[<>]/g, ''), ...(to === undefined ? [] : [`to=<${to}>`]));
  else texts.push(question);
  const found = new Set();
  const wanted = (line) => texts.every((text) => line.includes(text));
  let seeds = lines.flatMap((line, index) => (wanted(line) ? [index] : []));
  if (seeds.length === 0 && texts.length > 1)
    seeds = lines.flatMap((line, index) => (line.includes(texts[0]) ? [index] : []));
  for (const seed of seeds) for (const index of groupOf[seed]) found.add(index);
  return found;
}
