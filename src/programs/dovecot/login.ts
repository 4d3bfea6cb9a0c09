/**
 * The login processes: imap-login, pop3-login, submission-login, managesieve-login. Source: login-common,
 * client_get_log_str(): login_log_format `%$: %s`, then the login_log_format_elements joined by `, `, by default
 * `user=<%u> method=%m rip=%r lip=%l mpid=%e %c session=<%{session}>`. 2.4 says `Logged in:` for `Login:` and
 * `Login aborted: ...` for `Aborted login` and `Disconnected`.
 * The user is whatever the stranger typed and may imitate every other element. So elements are read from the end,
 * where Dovecot writes them, and a key that was already seen belongs to the user's text.
 */
import type { Client, Fields } from '../event.ts';
import type { Prefix } from './prefix.ts';

export function readLogin(prefix: Prefix): Fields | undefined {
  const { message } = prefix;
  const protocol = prefix.service.slice(0, -6);
  if (message.startsWith('Login: ')) return readElements({ event: 'login' }, message, 7, protocol);
  if (message.startsWith('Logged in: ')) return readElements({ event: 'login' }, message, 11, protocol);
  const start = elementsAt(message);
  if (start === -1) return withoutElements(message, protocol);
  const reason = message.slice(0, start - 2);
  const failed = isFailure(reason);
  return readElements({ event: failed ? 'login-failed' : 'session', reason }, message, start, protocol);
}

/** login_log_format_elements can be empty, and then only the reason is left. */
function withoutElements(message: string, protocol: string): Fields | undefined {
  const ended = ENDS.some((words) => message.startsWith(words));
  return ended ? { event: 'session', reason: message, client: { protocol } } : undefined;
}

const ENDS = ['Disconnected', 'Aborted login', 'Login aborted'];

/** A client that never tried to sign in did not fail to. `ID sent: ...` is what the client says of itself. */
function isFailure(reason: string): boolean {
  if (reason.startsWith('ID sent')) return false;
  if (reason.includes('no auth attempts') || reason.includes('before auth was ready')) return false;
  if (reason.includes('TLS handshake')) return false;
  return reason.includes('(') || reason.startsWith('Aborted login') || reason.startsWith('Login aborted');
}

const FIRST = [': user=<', ': rip=', ': method=', ': session='];

/** Where the elements begin. What comes before is Dovecot's own text. */
function elementsAt(text: string): number {
  for (const first of FIRST) {
    const at = text.indexOf(first);
    if (at !== -1) return at + 2;
  }
  return -1;
}

interface Elements {
  ip?: string;
  port?: string;
  lip?: string;
  lport?: string;
  method?: string;
  session?: string;
  mpid?: string;
  pid?: string;
}

const KEYS: ReadonlyMap<string, keyof Elements> = new Map([
  ['rip', 'ip'],
  ['rport', 'port'],
  ['lip', 'lip'],
  ['lport', 'lport'],
  ['method', 'method'],
  ['session', 'session'],
  ['mpid', 'mpid'],
  ['pid', 'pid'],
]);

function readElements(fields: Fields, text: string, start: number, protocol: string): Fields {
  const elements: Elements = {};
  const user = text.startsWith('user=<', start) ? start : -1;
  let end = text.length;
  while (end > start) {
    let from = text.lastIndexOf(', ', end - 1);
    from = from < start ? start : from + 2;
    if (from === user) break;
    const equals = text.indexOf('=', from);
    const key = equals !== -1 && equals < end ? KEYS.get(text.slice(from, equals)) : undefined;
    if (key !== undefined) {
      // The second rip= from the right, say: typed into the user name.
      if (elements[key] !== undefined) break;
      elements[key] = text.slice(equals + 1, end);
    } else if (text.startsWith('TLS', from)) {
      fields.tls = text.slice(from, end);
    } else if (user !== -1 && elements.ip !== undefined && text.charCodeAt(end - 1) === 62) {
      break;
    }
    if (from === start) break;
    end = from - 2;
  }
  if (user !== -1) {
    const typed = text.slice(user + 6, text.charCodeAt(end - 1) === 62 ? end - 1 : end);
    if (typed !== '' || fields.event === 'login') fields.user = typed;
  }
  const { session } = elements;
  if (session !== undefined) fields.session = session.startsWith('<') ? session.slice(1, -1) : session;
  fields.client = clientOf(elements, protocol);
  return fields;
}

function clientOf(elements: Elements, protocol: string): Client {
  const client: Client = { protocol };
  if (elements.ip !== undefined) client.ip = plainAddress(elements.ip);
  if (elements.port !== undefined) client.port = Number(elements.port);
  if (elements.method !== undefined) client.saslMethod = elements.method;
  return client;
}

/** 1.x on a dual-stack socket writes `::ffff:192.0.2.1`. */
export function plainAddress(ip: string): string {
  return ip.startsWith('::ffff:') && ip.includes('.') ? ip.slice(7) : ip;
}
