/**
 * The other end of a connection, as Postfix prints it: `name[address]`, `name[address]:port` (smtpd with
 * `smtpd_client_port_logging`, the SMTP client always), or `[address]:port` (postscreen). The name is a verified DNS
 * name or `unknown`; the address can be `unknown` too. Not a place where a stranger can write freely: Postfix checks
 * the name (valid_hostname) before it logs it.
 */
import type { Client } from '../event.ts';

/** The index after the peer that begins at `start`, or -1 where none stands there. */
export function peerEnd(text: string, start: number): number {
  const open = text.indexOf('[', start);
  if (open < 0) return -1;
  for (let i = start; i < open; i++) if (text.charCodeAt(i) === 32) return -1;
  const close = text.indexOf(']', open);
  if (close < 0) return -1;
  let end = close + 1;
  if (text.charCodeAt(end) !== 58) return end;
  const port = end + 1;
  end = port;
  while (text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
  return end === port ? close + 1 : end;
}

/** Reads the peer between two indices that `peerEnd` has given. */
export function peer(text: string, start: number, end: number): Client {
  const open = text.indexOf('[', start);
  const close = text.indexOf(']', open);
  const ip = text.slice(open + 1, close);
  // All keys at once: an object that grows key by key costs more than reading the line.
  return {
    name: open > start ? text.slice(start, open) : undefined,
    ip: ip === 'unknown' ? undefined : ip,
    port: end > close + 1 ? Number(text.slice(close + 2, end)) : undefined,
    helo: undefined,
    protocol: undefined,
    saslMethod: undefined,
    saslUsername: undefined,
  };
}

/** Reads the peer at `start`; undefined where none stands there. */
export function peerAt(text: string, start: number): Client | undefined {
  const end = peerEnd(text, start);
  return end < 0 ? undefined : peer(text, start, end);
}
