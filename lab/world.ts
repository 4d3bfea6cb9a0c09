/**
 * The truth against the world: what lies in the Maildirs, the queues, the quarantine and at the remote servers.
 * Reads no logs. A difference is a fault of the scenario or of its truth, never of the product.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mailboxName } from './imap-client.js';
import type { Laboratory } from './laboratory.js';
import type { NamedTruth } from './truth.js';

function messageIdOf(file: string): string | undefined {
  const header = readFileSync(file, 'latin1').split(/\r?\n\r?\n/)[0] ?? '';
  return header.match(/^message-id:[ \t\r\n]*(.*)/im)?.[1]?.trim();
}

function holds(directory: string, messageId: string): number {
  let count = 0;
  for (const part of ['new', 'cur']) {
    const path = join(directory, part);
    if (!existsSync(path)) continue;
    for (const name of readdirSync(path)) {
      const file = join(path, name);
      if (statSync(file).isFile() && messageIdOf(file) === messageId) count += 1;
    }
  }
  return count;
}

function maildir(lab: Laboratory, user: string, mailbox: string): string {
  const base = join(lab.run, 'mail', user.split('@')[0] ?? '', 'Maildir');
  return mailbox === 'INBOX' ? base : join(base, `.${mailboxName(mailbox).slice(1, -1).replace(/\//g, '.')}`);
}

/** Every mailbox of a user that holds the message. */
function whereabouts(lab: Laboratory, user: string, messageId: string): string[] {
  const base = maildir(lab, user, 'INBOX');
  if (!existsSync(base)) return [];
  const folders = readdirSync(base).filter(
    (name) => name.startsWith('.') && statSync(join(base, name)).isDirectory(),
  );
  return ['', ...folders].filter((name) => holds(join(base, name), messageId) > 0);
}

function difference(lab: Laboratory, entry: NamedTruth): string | undefined {
  const messageId = entry.query.match(/^id:(.*)$/)?.[1];
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
      if (messageId === undefined || user === undefined || typeof entry.detail.mailbox !== 'string')
        return undefined;
      return holds(maildir(lab, user, entry.detail.mailbox), messageId) > 0
        ? undefined
        : `not in ${entry.detail.mailbox} of ${user}, but in [${whereabouts(lab, user, messageId).join(', ')}]`;
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
    case 'relayed': {
      const [name, domain] = entry.recipient?.split('@') ?? [];
      if (messageId === undefined || domain !== 'outside.example') return undefined;
      return holds(join(lab.run, 'outside', 'inbox', name ?? ''), messageId) > 0
        ? undefined
        : "not in the outside server's mailbox";
    }
    case 'quarantined': {
      const file = join(lab.run, 'amavis', 'quarantine', String(entry.detail.quarantineId ?? ''));
      return entry.detail.quarantineId === undefined || existsSync(file) ? undefined : `no ${file}`;
    }
    default: {
      if (messageId === undefined || user === undefined) return undefined;
      const found = whereabouts(lab, user, messageId);
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
