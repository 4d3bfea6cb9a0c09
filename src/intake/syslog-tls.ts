/**
 * The TLS side of syslog (RFC 5425). TLS 1.2 is the oldest that may speak, as RFC 8996 forbids those before it.
 * Does not listen: it is given the connections that were accepted, so that one in its handshake counts like all others.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { Failure } from '../failure.ts';

/** All three are the contents of PEM files. */
export interface TlsOptions {
  /** The server's certificate, and behind it those between it and a root. */
  readonly certificate: string;
  readonly key: string;
  /** Senders have to show a certificate that this authority signed; without it anyone may send. */
  readonly clientAuthority?: string;
}

/** Long for a slow machine, short for one that only holds the connection. */
const HANDSHAKE = 30_000;

/** Emit 'connection' on it with each accepted socket. Throws Failure `certificate-unusable`. */
export function tlsServer(
  options: TlsOptions,
  accept: (socket: Socket) => void,
  refused: () => void,
): Server {
  const { certificate, key, clientAuthority } = options;
  let server: Server;
  try {
    // Node takes an authority that is none, and then trusts nobody, and an empty key, with which no handshake succeeds.
    if (clientAuthority !== undefined) new X509Certificate(clientAuthority);
    if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key)))
      throw new Error('the key belongs to another certificate');
    server = createServer({
      cert: certificate,
      key,
      ca: clientAuthority,
      requestCert: clientAuthority !== undefined,
      rejectUnauthorized: clientAuthority !== undefined,
      minVersion: 'TLSv1.2',
      handshakeTimeout: HANDSHAKE,
    });
  } catch (cause) {
    throw new Failure('certificate-unusable', 'The certificate for syslog over TLS cannot be used.', {
      reason: (cause as Error).message,
      advice:
        'Give PEM files, which begin with -----BEGIN, and the key that belongs to the certificate, without a passphrase: for example fullchain.pem and privkey.pem.',
      cause,
    });
  }
  server.on('secureConnection', accept);
  server.on('tlsClientError', (_, socket) => {
    refused();
    socket.destroy();
  });
  return server;
}
