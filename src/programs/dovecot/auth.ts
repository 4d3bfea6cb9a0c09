/**
 * The authentication processes: `auth: passwd-file(jerry,192.0.2.1,<session>): unknown user`, and the same from
 * auth-worker behind `conn unix:auth-worker (...): auth-worker<4>: `; 2.4: `auth(jerry,192.0.2.1,sasl:plain)<session>: `.
 * Source: auth/auth-request.c, get_log_identifier(). The user is typed by a stranger, so address and session are
 * read from the closing bracket backwards. A refusal here is said again by the login process, with more.
 */
import type { Fields } from '../event.ts';
import { plainAddress } from './login.ts';
import type { Prefix } from './prefix.ts';

export function readAuth(prefix: Prefix): Fields | undefined {
  const { message } = prefix;
  const fields: Fields = { event: 'session' };
  if (prefix.user?.includes(',')) {
    setIdentity(fields, prefix.user);
    if (prefix.session !== undefined) fields.session = prefix.session;
    return conclude(fields, message);
  }
  let close = -1;
  for (const ending of ENDINGS) close = Math.max(close, message.lastIndexOf(`): ${ending}`));
  if (close === -1) close = message.lastIndexOf('): ');
  if (close === -1) return undefined;
  const open = message.indexOf('(', identityAt(message));
  if (open === -1 || open > close) return undefined;
  setIdentity(fields, message.slice(open + 1, close));
  return conclude(fields, message.slice(close + 3));
}

const ENDINGS = [
  'unknown user',
  'Password mismatch',
  'invalid credentials',
  'pam_authenticate() failed',
  'Authentication failure',
];

function identityAt(text: string): number {
  const worker = text.startsWith('conn ') ? text.indexOf(': auth-worker<') : -1;
  return worker === -1 ? 0 : worker + 14;
}

function conclude(fields: Fields, reason: string): Fields {
  // 2.4 names the database first: `sql: Password mismatch`.
  const verdict = /^[a-z-]+: /.test(reason) ? reason.slice(reason.indexOf(': ') + 2) : reason;
  if (ENDINGS.some((ending) => verdict.startsWith(ending))) fields.event = 'login-failed';
  fields.reason = reason;
  return fields;
}

/** `user,ip`, `user,ip,<session>`, `user,ip,sasl:plain`, `user,ip,master,<session>`; `?` is nobody. */
function setIdentity(fields: Fields, text: string): void {
  const parts = text.split(',');
  while (parts.length > 1) {
    const last = parts.pop()!;
    if (last.startsWith('<') && last.endsWith('>')) fields.session ??= last.slice(1, -1);
    else if (isIp(last)) {
      fields.client = { ip: plainAddress(last) };
      break;
    }
  }
  const user = fields.client === undefined ? text : parts.join(',');
  if (user !== '?' && user !== '') fields.user = user;
}

function isIp(text: string): boolean {
  return /^(?:\d+\.\d+\.\d+\.\d+|[0-9a-fA-F]*:[0-9a-fA-F:.]+)$/.test(text);
}
