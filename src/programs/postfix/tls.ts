/**
 * What the TLS library of Postfix writes on behalf of smtpd, smtp, lmtp and tlsproxy (src/tls/tls_misc.c
 * tls_log_summary(), tls_server.c, tls_client.c, src/smtp/smtp_proto.c). Certificates' names are strangers' text and
 * stay in `reason`.
 */
import type { Fields } from '../event.ts';
import { peer, peerEnd } from './peer.ts';

const TRUST = ['Anonymous', 'Untrusted', 'Trusted', 'Verified'];

export function tls(text: string): Fields | undefined {
  const at = text.indexOf('TLS connection ');
  if (at >= 0 && at < 12) return summary(text, at);
  for (const words of PEER_LINES) {
    if (!text.startsWith(words)) continue;
    const end = peerEnd(text, words.length);
    if (end < 0) return undefined;
    return {
      event: 'tls',
      action: words.slice(0, words.lastIndexOf(' ', words.length - 2)),
      ...withPeer(text, words.length, end),
    };
  }
  for (const words of PLAIN_LINES) if (text.startsWith(words)) return { event: 'tls', reason: text };
  const end = peerEnd(text, 0);
  if (end < 0 || !text.startsWith(': ', end)) return undefined;
  for (const words of CERTIFICATE_LINES) {
    if (text.startsWith(words, end + 2)) return { event: 'tls', ...withPeer(text, 0, end) };
  }
  return undefined;
}

/** `Anonymous TLS connection established from name[ip]: TLSv1.3 with cipher X (256/256 bits) ...`. */
function summary(text: string, at: number): Fields | undefined {
  const trust = at === 0 ? undefined : text.slice(0, at - 1);
  if (trust !== undefined && !TRUST.includes(trust)) return undefined;
  const verb = text.indexOf(' ', at + 15);
  const incoming = text.startsWith(' from ', verb);
  if (verb < 0 || !(incoming || text.startsWith(' to ', verb))) return undefined;
  const start = verb + (incoming ? 6 : 4);
  const end = peerEnd(text, start);
  if (end < 0) return bareSummary(text, start, incoming, trust);
  // With SNI, ` to NAME` stands before the colon.
  const colon = text.indexOf(': ', end);
  const fields: Fields = {
    event: 'tls',
    action: trust?.toLowerCase(),
    tls: colon < 0 ? undefined : text.slice(colon + 2),
  };
  if (incoming) fields.client = peer(text, start, end);
  else fields.relay = text.slice(start, end);
  return fields;
}

/** The oldest releases name the host alone: `TLS connection established to mx.b.example: TLSv1 with cipher ...`. */
function bareSummary(text: string, start: number, incoming: boolean, trust: string | undefined) {
  const colon = text.indexOf(': ', start);
  if (incoming || colon < 0 || text.slice(start, colon).includes(' ')) return undefined;
  const relay = text.slice(start, colon);
  return { event: 'tls', action: trust?.toLowerCase(), relay, tls: text.slice(colon + 2) } satisfies Fields;
}

const PEER_LINES = [
  'setting up TLS connection from ',
  'setting up TLS connection to ',
  'SSL_accept error from ',
  'SSL_connect error to ',
  'certificate verification failed for ',
  'certificate peer name verification failed for ',
  'server certificate verification failed for ',
  'Server certificate not trusted for ',
  'Peer certificate could not be verified for ',
];

const PLAIN_LINES = [
  'TLS SNI ',
  'SSL3 alert ',
  'SSL_accept:',
  'SSL_connect:',
  'initializing the ',
  'Verified: ',
  'Trusted: ',
  'Untrusted: ',
  'Unverified: ',
  'fingerprint=',
  'Peer verification: ',
  'issuer=',
  'subject=',
  'verify error:',
  'verify return:',
  'depth=',
  'save session ',
  'looking up session ',
];

const CERTIFICATE_LINES = [
  'Trusted: ',
  'Untrusted: ',
  'Verified: ',
  'Unverified: ',
  'subject_CN=',
  'pkey_fingerprint=',
  're-using session ',
  'Issuing session ticket',
  'Decrypting session ticket',
  'looking up session ',
  'reloaded session ',
  'save session ',
  'certificate verification ',
  'depth=',
  'depth ',
  'TLS cipher list ',
  'TLSv1',
];

/** The client of a server's line, the relay of a client's. */
function withPeer(text: string, start: number, end: number): Omit<Fields, 'event'> {
  const reason = text.startsWith(': ', end) ? text.slice(end + 2) : undefined;
  const outgoing = text.startsWith(' to ', start - 4) || text.startsWith(' for ', start - 5);
  return outgoing ? { relay: text.slice(start, end), reason } : { client: peer(text, start, end), reason };
}
