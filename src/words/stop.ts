/**
 * The line of a timeline for one stop. Its time and host stand beside it and are not repeated.
 */
import type { Stop } from '../journey/journey.ts';
import { isKey, type Key, text } from './catalogue.ts';
import type { Say } from './language.ts';
import {
  byOf,
  clientOf,
  flagsOf,
  folderOf,
  isServer,
  listOf,
  nameOf,
  protocolOf,
  queueIdOf,
  quoteOf,
  relayOf,
  resultOf,
  stageOf,
} from './phrase.ts';

/** One short sentence with its full stop. */
export function stopSentence({ stop, detail }: Stop, say: Say): string {
  const server = isServer(detail.clientIp, say);
  return text(say, 'stops', keyOf(stop, detail), {
    client: clientOf(detail.client, say),
    signedIn: nameOf(detail.client?.saslUsername, say),
    stage: stageOf(detail.stage, say),
    reply: quoteOf(detail.reply ?? detail.reason, say),
    reason: quoteOf(detail.reason ?? detail.reply, say),
    relay: relayOf(detail.relay, say),
    queueId: queueIdOf(detail.queueId),
    dsn: queueIdOf(detail.dsnQueueId),
    by: byOf(detail.by, say),
    admin: detail.by === 'administrator' ? '' : undefined,
    server: server ? '' : undefined,
    ip: server ? undefined : nameOf(detail.clientIp, say),
    user: nameOf(detail.user, say),
    protocol: protocolOf(detail.protocol),
    folder: folderOf(detail.mailbox, say),
    fromFolder: folderOf(detail.fromMailbox, say),
    flags: flagsOf(detail.flags, say),
    spam: detail.spam === true ? '' : undefined,
    score: detail.score === undefined ? undefined : String(detail.score),
    name: quoteOf(detail.name ?? detail.reason, say),
    quarantineId: nameOf(detail.quarantineId, say),
    targets: listOf(detail.forwardedTo, say),
    sender: listOf(detail.forwardedTo, say),
    command: quoteOf(detail.command, say),
    method: detail.method?.toUpperCase(),
    result: resultOf(detail.result, say),
    domain: nameOf(detail.domain, say),
    selector: nameOf(detail.selector, say),
    tls: nameOf(detail.tls?.split(' ', 1)[0], say),
    list: nameOf(detail.list, say),
  });
}

/** Some stops have a sentence for who or where. */
function keyOf(stop: Stop['stop'], { by, stage }: Stop['detail']): Key<'stops'> {
  const key = `${stop}-${by ?? stage}`;
  return isKey('stops', key) ? key : stop;
}
