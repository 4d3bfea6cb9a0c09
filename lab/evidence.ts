/**
 * What the lab finds out from the world while it plays, without reading a log: the file that Amavis kept aside,
 * the queue id that a non-delivery notice carries in its own Message-ID, what a queue holds.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Laboratory } from './laboratory.js';
import type { QueueEntry } from './postfix-instance.js';
import { LabError } from './processes.js';

export function files(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .map((name) => join(directory, name))
    .filter((file) => statSync(file).isFile());
}

export function content(file: string): string {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
}

/** The name of the file in Amavis' quarantine that holds this message. */
export function quarantineId(lab: Laboratory, messageId: string): string {
  const directory = join(lab.run, 'amavis', 'quarantine');
  const found = files(directory).find((file) => content(file).includes(messageId));
  if (found === undefined) throw new LabError(`nothing in quarantine for ${messageId}`);
  return found.slice(directory.length + 1);
}

/** The queue id of the notice about a message, from the notice in the sender's mailbox. */
export function noticeQueueId(
  lab: Laboratory,
  mailbox: 'alice' | { readonly person: string },
  messageId: string,
): string {
  const directory =
    mailbox === 'alice'
      ? join(lab.run, 'sender/inbox/alice')
      : join(lab.run, 'mail', mailbox.person, 'Maildir');
  for (const file of [...files(join(directory, 'new')), ...files(join(directory, 'cur'))]) {
    const text = content(file);
    if (!/^Content-Type: multipart\/report/im.test(text) || !text.includes(messageId)) continue;
    const found = text.match(/^Message-I[dD]: <(?:\d{14}\.)?(\w+)@/m)?.[1];
    if (found !== undefined) return found;
  }
  throw new LabError(`no notice about ${messageId}`);
}

/** Our queue's entry for a recipient. */
export function queued(lab: Laboratory, recipient: string): QueueEntry {
  const found = lab.servers.ours
    .entries()
    .find((one) => one.recipients.some((to) => to.address === recipient));
  if (found === undefined) throw new LabError(`nothing queued for ${recipient}`);
  return found;
}
