/**
 * What to check or do next, for an administrator with the recipient on the phone. Chooses by fate, by the enhanced
 * status code of a refusal (RFC 3463, RFC 5248) and by what is known. A step that shows a command is left out unless
 * each value in it matches a strict pattern: nothing that a stranger wrote is ever pasted into a shell.
 */
import type { Journey, Recipient } from '../journey/journey.ts';
import { type Key, text, type ValuesOf } from './catalogue.ts';
import { ownerOf } from './fate.ts';
import type { Say } from './language.ts';
import { clientOf, folderOf, isServer, listOf, nameOf, queueIdOf, quoteOf, relayOf } from './phrase.ts';
import { queueCommands } from './queue-commands.ts';

type Step = Key<'next'>;

/** Sentences, the most useful first. */
export function nextSteps(recipient: Recipient, journey: Journey, say: Say): string[] {
  return possibleSteps(recipient, journey, say).map(({ step, values }) => text(say, 'next', step, values));
}

/** A step that can be taken, with the values that its sentence names. */
export interface PossibleStep {
  readonly step: Step;
  readonly values: ValuesOf<'next'>;
}

/** The most useful first. */
export function possibleSteps(recipient: Recipient, journey: Journey, say: Say): PossibleStep[] {
  const { detail } = recipient;
  const queueId = queueIdOf(detail.queueId);
  const queue = queueCommands(queueId, recipient.fate === 'held');
  const mailUser = detail.user !== undefined && plainUser.test(detail.user) ? detail.user : undefined;
  const messageId = journey.messageId ?? '';
  const plainMessageId = plainId.test(messageId) ? messageId : undefined;
  const released = detail.quarantineId !== undefined && releasable.test(detail.quarantineId);
  const unable: Partial<Record<Step, boolean>> = {
    'queue-look': queueId === undefined,
    'queue-try': queueId === undefined,
    'queue-release': queueId === undefined,
    'quarantine-release': !released,
    'quarantine-look': released,
    'find-copy': mailUser === undefined || plainMessageId === undefined,
    'find-device': detail.clientIp === undefined,
  };
  const values: ValuesOf<'next'> = {
    to: nameOf(recipient.forwardPath, say),
    owner: ownerOf(recipient, say),
    user: nameOf(detail.user, say),
    client: clientOf(journey.client, say),
    relay: relayOf(detail.relay, say),
    reason: quoteOf(detail.reason, say),
    name: quoteOf(detail.name, say),
    command: quoteOf(detail.command, say),
    targets: listOf(detail.forwardedTo, say),
    folder: folderOf(detail.mailbox, say),
    messageId: plainMessageId,
    queueLook: queue.look,
    queueTry: queue.tryNow,
    queueRelease: queue.release,
    queueList: queue.list,
    quarantineId: nameOf(detail.quarantineId, say) ?? '',
    mailUser: mailUser ?? '',
    plainMessageId: plainMessageId ?? '',
    ip: nameOf(detail.clientIp, say) ?? '',
  };
  return [...new Set(stepsFor(recipient, say))]
    .filter((step) => !unable[step])
    .map((step) => ({ step, values }));
}

/** Amavis: `spam-O6762XLcviho.gz`, `virus-2TsrKVwsgqq2`, with folders in front where it spreads them. */
const releasable = /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9_+./-]{0,99}$/;
const plainUser = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}$/;
const plainId = /^<[A-Za-z0-9._+=@-]{3,200}>$/;

function stepsFor(recipient: Recipient, say: Say): Step[] {
  const { fate, detail, missing } = recipient;
  switch (fate) {
    case 'rejected':
      return [...refusal(recipient), 'sender-notice', 'send-again'];
    case 'greylisted':
      return ['greylist-retry', 'greylist-exempt'];
    case 'temporarily-refused':
      return ['sender-retries', ...cause(detail.enhancedStatusCode)];
    case 'connection-lost':
      return ['connection-retry', 'connection-quality'];
    case 'queued':
      return ['queue-look', 'queue-list', 'queue-running'];
    case 'deferred':
      return [...cause(detail.enhancedStatusCode), 'queue-try', 'queue-look', 'remote-administrator'];
    case 'held':
      return ['queue-release', 'queue-look', 'queue-list'];
    case 'quarantined':
      if (detail.kind === 'virus') return ['quarantine-virus', 'quarantine-release', 'quarantine-look'];
      return ['quarantine-release', 'quarantine-look', 'quarantine-exempt'];
    case 'discarded':
      return [...rule(detail.by), 'sender-unaware'];
    case 'expired':
      return [...cause(detail.enhancedStatusCode), 'remote-administrator', 'send-again'];
    case 'bounced':
      return [...cause(detail.enhancedStatusCode), 'send-again'];
    case 'relayed':
      return ['relay-administrator'];
    case 'forwarded':
      if (detail.by === 'header-check') return ['forward-trace', 'header-rule'];
      return detail.by === 'alias' ? ['forward-trace'] : ['forward-trace', 'forward-settings'];
    case 'removed':
      return ['removed-ask'];
    case 'piped':
      return ['command-log'];
    case 'delivered':
      return [
        'look-in-folder',
        ...(detail.markedDeleted ? (['marked-deleted'] as const) : []),
        'find-copy',
        'client-filters',
        ...(missing.includes('retrieval-unknown') ? (['pop3-clients'] as const) : []),
        ...(detail.forwardedTo?.length ? (['forward-trace'] as const) : []),
      ];
    case 'moved':
      return ['look-in-folder', 'find-copy', ...actor(recipient, say)];
    case 'trashed':
      return ['open-trash', ...actor(recipient, say), 'find-copy'];
    case 'deleted':
      return [
        'restore',
        ...actor(recipient, say),
        ...(detail.protocol === 'pop3' ? (['pop3-clients'] as const) : []),
      ];
    case 'unknown':
      return missing.length > 0 ? ['more-logs'] : ['queue-look', 'queue-list'];
  }
}

function refusal({ detail }: Recipient): Step[] {
  switch (detail.stage) {
    case 'connect':
    case 'helo':
    case 'ehlo':
      return ['client-blocked'];
    case 'header':
    case 'body':
    case 'milter':
    case 'filter':
    case 'sieve':
      return rule(detail.stage);
    default:
      return cause(detail.enhancedStatusCode);
  }
}

/** Where the rule stands that kept the message out. */
function rule(by: string | undefined): Step[] {
  switch (by) {
    case 'header':
    case 'header-check':
      return ['header-rule'];
    case 'body':
    case 'body-check':
      return ['body-rule'];
    case 'access':
    case 'milter':
    case 'filter':
    case 'sieve':
    case 'transport':
    case 'alias':
      return [`${by}-rule`];
    default:
      return [];
  }
}

/** Why a server did not take it: subject and detail of the enhanced status code, whatever its class. */
function cause(enhancedStatusCode: string | undefined): Step[] {
  const code = enhancedStatusCode?.slice(enhancedStatusCode.indexOf('.') + 1) ?? '';
  if (code === '1.1' || code === '1.2' || code === '1.3' || code === '1.6') return ['user-unknown'];
  if (code === '1.7' || code === '1.8') return ['sender-address'];
  if (code === '2.2') return ['mailbox-full'];
  if (code === '2.3' || code === '3.4') return ['too-large'];
  if (code === '4.6') return ['mail-loop'];
  if (code.startsWith('4.')) return ['no-route'];
  if (code.startsWith('7.')) return ['policy'];
  return [];
}

/** Whom to ask about an action in a mailbox. */
function actor({ detail }: Recipient, say: Say): Step[] {
  if (detail.by === 'administrator') return ['ask-administrator'];
  if (detail.by === 'retention') return ['check-retention'];
  return [isServer(detail.clientIp, say) ? 'find-webmail' : 'find-device', 'other-people'];
}
