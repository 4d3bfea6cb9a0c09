/**
 * The truth against the world: what lies in the Maildirs, the queues, the quarantine and at the remote servers.
 * Reads no logs. A difference is a fault of the scenario or of its truth, never of the product.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { content, files } from './evidence.js';
import { mailboxName } from './imap-client.js';
import type { Laboratory } from './laboratory.js';
import type { NamedTruth } from './truth.js';

/** Tells by a file's header whether it is the message that an entry asks about. */
type Match = (header: string) => boolean;

function messageIdOf(header: string): string | undefined {
  return header.match(/^message-id:[ \t\r\n]*(.*)/im)?.[1]?.trim();
}

/** By Message-ID, or by the sender that the last server wrote down; undefined where the query names neither. */
function matching(query: string): Match | undefined {
  const id = query.match(/^id:(.*)$/)?.[1];
  if (id !== undefined) return (header) => messageIdOf(header) === id;
  // The local part alone: SRS and its kin take the address apart.
  const sender = query.match(/^from:([^\s@]+)/)?.[1];
  if (sender === undefined) return undefined;
  return (header) => /^return-path:(.*)$/im.exec(header)?.[1]?.includes(sender) === true;
}

function holds(directory: string, match: Match): boolean {
  return ['new', 'cur'].some((part) =>
    files(join(directory, part)).some((file) => match(content(file).split(/\r?\n\r?\n/)[0] ?? '')),
  );
}

function maildir(lab: Laboratory, user: string, mailbox: string): string {
  const base = join(lab.run, 'mail', user.split('@')[0] ?? '', 'Maildir');
  return mailbox === 'INBOX' ? base : join(base, `.${mailboxName(mailbox).slice(1, -1).replace(/\//g, '.')}`);
}

/** Every mailbox of a user that holds the message. */
function whereabouts(lab: Laboratory, user: string, match: Match): string[] {
  const base = maildir(lab, user, 'INBOX');
  if (!existsSync(base)) return [];
  const folders = readdirSync(base).filter(
    (name) => name.startsWith('.') && statSync(join(base, name)).isDirectory(),
  );
  return ['', ...folders].filter((name) => holds(join(base, name), match));
}

/** Whether the server that took a copy over has it. */
function arrived(lab: Laboratory, entry: NamedTruth, match: Match): boolean {
  const [name = '', domain] = entry.recipient?.split('@') ?? [];
  if (name === 'loop') return true; // that server keeps nothing: it sends the copy back
  if (domain === 'odd.example')
    return lab.remote.accepted.some(
      (one) => match(`Message-ID: ${one.messageId}`) && one.recipients.includes(entry.recipient ?? ''),
    );
  return holds(join(lab.run, domain === 'partner.example' ? 'sender' : 'outside', 'inbox', name), match);
}

function difference(lab: Laboratory, entry: NamedTruth): string | undefined {
  const match = matching(entry.query);
  const user =
    typeof entry.detail.user === 'string'
      ? entry.detail.user
      : entry.recipient?.endsWith('@corp.example')
        ? lab.user(entry.recipient.split('@')[0] ?? '')
        : undefined;
  const queueId = entry.detail.queueId;
  const queued = (name: string): boolean =>
    lab.servers.ours.entries().some((one) => one.queue_name === name && one.queue_id === queueId);
  switch (entry.fate) {
    case 'delivered':
    case 'moved':
    case 'trashed': {
      if (match === undefined || user === undefined || typeof entry.detail.mailbox !== 'string')
        return undefined;
      return holds(maildir(lab, user, entry.detail.mailbox), match)
        ? undefined
        : `not in ${entry.detail.mailbox} of ${user}, but in [${whereabouts(lab, user, match).join(', ')}]`;
    }
    case 'queued':
      return queued('active') ? undefined : 'not in the active queue';
    case 'held':
      return queued('hold') ? undefined : 'not in the hold queue';
    case 'deferred': {
      const waiting = lab.servers.ours
        .entries()
        .some(
          (one) =>
            one.queue_name === 'deferred' && one.recipients.some((to) => to.address === entry.recipient),
        );
      return waiting ? undefined : 'not in the deferred queue';
    }
    case 'relayed':
      return match === undefined || arrived(lab, entry, match) ? undefined : 'not at the other server';
    case 'piped': {
      const seen = ['archive-command', 'ticket-command'].map((name) =>
        content(join(lab.run, `${name}.seen`)),
      );
      return seen.some((text) => text.includes(entry.query.slice('id:'.length)))
        ? undefined
        : 'the command did not get it';
    }
    case 'quarantined': {
      const file = join(lab.run, 'amavis', 'quarantine', String(entry.detail.quarantineId ?? ''));
      return entry.detail.quarantineId === undefined || existsSync(file) ? undefined : `no ${file}`;
    }
    default: {
      if (match === undefined || user === undefined) return undefined;
      const found = whereabouts(lab, user, match);
      return found.length === 0 ? undefined : `lies in [${found.join(', ')}] of ${user}`;
    }
  }
}

export function differences(lab: Laboratory, entries: readonly NamedTruth[]): string[] {
  return entries.flatMap((entry) => {
    const found = difference(lab, entry);
    return found === undefined
      ? []
      : [`${entry.scenario}: ${entry.recipient ?? '(no recipient)'} should be ${entry.fate}, ${found}`];
  });
}
